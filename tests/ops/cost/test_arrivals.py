"""The requests of a day: the same each time, in order, and as many as the crowds bring."""

from __future__ import annotations

import pytest

from common.ops.cost.arrivals import arrivals, moments, unswept
from common.ops.cost.demand import REQUESTS, SIZES, SWEPT, VISITS, Day, Size, crowds
from common.ops.cost.services import FUNCTIONS, SCHEDULES

PILOT = SIZES[0]


def test_a_day_comes_again_as_it_was_and_in_order() -> None:
    for day in Day:
        first, again = (arrivals(day, PILOT) for _ in range(2))
        assert first == again == sorted(first)
        assert first != arrivals(day, PILOT, seed=1)


def test_as_many_come_as_the_crowds_bring() -> None:
    for day in Day:
        signing_in = sum(crowd.people for crowd in crowds(day, SIZES[1]) if VISITS[crowd.visit][0] == "sign in")
        names = [name for _, name in arrivals(day, SIZES[1])]
        assert names.count("sign in") == pytest.approx(signing_in, abs=len(crowds(day, SIZES[1])))


def test_a_sample_stands_for_the_whole() -> None:
    whole = arrivals(Day.RESULTS, SIZES[1])
    part = arrivals(Day.RESULTS, SIZES[1], sample=5)
    assert 5 * len(part) == pytest.approx(len(whole), rel=0.05)


def test_nobody_brings_schedules_and_checks_alone(nobody: Size) -> None:
    for day in Day:
        found = arrivals(day, nobody)
        assert {name for _, name in found} == {*SWEPT.values(), "uptime check"}
        assert unswept(found) == []


def test_each_decision_wakes_the_three_event_functions(nobody: Size) -> None:
    names = [name for _, name in unswept(arrivals(Day.RESULTS, PILOT))]
    swept = len(arrivals(Day.RESULTS, PILOT)) - len(names)
    quiet = len(arrivals(Day.RESULTS, nobody))
    decisions = sum(REQUESTS[name].signals for name in names)
    assert decisions > 0
    assert swept - quiet == 3 * decisions


def test_every_function_is_asked_for_something_and_nothing_else_is() -> None:
    asked = {REQUESTS[name].step for steps in VISITS.values() for name in steps}
    # Off until a campus names its own sign-in, which then takes the place of the other.
    every = set(FUNCTIONS) - {"sign_in_by_campus"}
    assert asked | {"read_inbox"} | set(SCHEDULES) == every
    assert {request.step for request in REQUESTS.values()} == every
    assert set(SWEPT) == set(SCHEDULES)


def test_a_pool_of_one_lets_through_what_the_cpu_does() -> None:
    for request in REQUESTS.values():
        assert request.sql < request.turn


@pytest.mark.parametrize(
    ("cron", "times", "first"),
    [
        ("* * * * *", 1440, 0),
        ("17 * * * *", 24, 17 * 60),
        ("15 0 * * *", 1, 900),
        ("0 6,18 * * *", 2, 6 * 3600),
        ("*/5 9 * * 1", 12, 9 * 3600),
    ],
)
def test_a_cron_line_comes_due(cron: str, times: int, first: float) -> None:
    assert (len(list(moments(cron))), min(moments(cron))) == (times, first)
