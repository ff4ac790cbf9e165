"""One service for one day: every request is answered once, by no more instances than there may be, and billed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from common.ops.cost.arrivals import Arrival
from common.ops.cost.demand import REQUESTS
from common.ops.cost.services import Service
from common.ops.cost.simulation import KEEP_SECONDS, alive_over_time, simulate

ONE = Service("one", concurrency=8, instances=1, memory=0.25, pool=1, start=2.0)
BROWSE = REQUESTS["browse"]
WARM_SECONDS = BROWSE.turn + BROWSE.wait


def burst(
    count: int, within: float, seed: int, names: tuple[str, ...] = ("browse", "apply", "open file")
) -> list[Arrival]:
    random = Random(seed)
    return sorted((random.random() * within, names[int(random.random() * len(names))]) for _ in range(count))


@pytest.mark.parametrize("instances", [1, 3, 20])
def test_every_request_is_answered_or_refused_once(instances: int) -> None:
    outcome = simulate(replace(ONE, instances=instances), burst(5_000, within=30, seed=1))
    assert outcome.served + outcome.refused == 5_000


@pytest.mark.parametrize("instances", [1, 3, 20])
def test_there_are_never_more_instances_than_there_may_be(instances: int) -> None:
    spread = burst(3_000, within=20_000, seed=1) + [(20_000 + at, name) for at, name in burst(3_000, 10, 1)]
    outcome = simulate(replace(ONE, instances=instances), spread)
    assert 1 <= max(alive for _, alive in alive_over_time(outcome.lives)) <= instances
    assert outcome.usage.cold_starts == len(outcome.lives)


def test_what_people_cannot_be_given_in_time_is_refused_and_an_event_waits() -> None:
    slow = replace(ONE, concurrency=1)
    people = simulate(slow, [(0.0, "open file")] * 500)
    events = simulate(slow, [(0.0, "draw")] * 500)
    assert people.refused > 0
    assert events.refused == 0
    assert events.served == 500


def test_more_instances_serve_what_one_refuses() -> None:
    rush = burst(6_000, within=20, seed=1)
    one, ten = (simulate(replace(ONE, instances=count), rush) for count in (1, 10))
    assert one.refused > 0
    assert ten.refused == 0
    assert ten.usage.cold_starts > 1


def test_an_instance_is_kept_a_quarter_of_an_hour() -> None:
    just, late = ONE.start + 1 + KEEP_SECONDS - 1, ONE.start + 1 + KEEP_SECONDS + 1
    assert simulate(ONE, [(0.0, "browse"), (just, "browse")]).usage.cold_starts == 1
    assert simulate(ONE, [(0.0, "browse"), (late, "browse")]).usage.cold_starts == 2


def test_a_start_is_billed_with_its_boost_and_only_who_waits_for_it_meets_it() -> None:
    outcome = simulate(ONE, [(0.0, "browse"), (1.0, "browse"), (10.0, "browse")])
    assert outcome.met_by_people == 2
    # The start with both requests behind it, one turn after the other; and the third alone, each rounded up.
    assert outcome.billed == pytest.approx(2.1 + 0.1)
    assert outcome.usage.cpu_seconds == pytest.approx(outcome.billed + ONE.start)
    assert outcome.usage.memory_seconds == pytest.approx(outcome.billed * ONE.memory)


def test_a_short_request_is_billed_as_a_tenth_of_a_second() -> None:
    assert WARM_SECONDS < 0.1
    first, second = (simulate(ONE, [(float(at), "browse") for at in range(count)]) for count in (100, 101))
    assert second.billed - first.billed == pytest.approx(0.1)


def test_requests_at_once_share_what_is_billed() -> None:
    apart = simulate(ONE, [(0.0, "open file"), *((float(at), "open file") for at in range(10, 16))])
    together = simulate(ONE, [(0.0, "open file"), *((10.0, "open file") for _ in range(6))])
    assert together.billed < apart.billed


def test_a_sweep_that_meets_a_start_is_nobody_who_waits() -> None:
    outcome = simulate(ONE, [(0.0, "deliver sweep"), (0.1, "uptime check")])
    assert (outcome.usage.cold_starts, outcome.met_by_people) == (1, 0)


def test_nothing_asked_is_nothing_billed() -> None:
    outcome = simulate(ONE, [])
    assert (outcome.billed, outcome.usage.cold_starts, outcome.served) == (0, 0, 0)
