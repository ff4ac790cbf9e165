"""The whole: every campus is served within its budget, more never costs less, and the README says what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.contract.product import CHECKOUT
from common.cost.model import Answer, Architecture, answer
from common.cost.plot import NAME, draw
from common.cost.prices import BALANCER, Tier
from common.cost.services import container, suite
from common.cost.show import filled, report
from common.cost.sizes import SIZES
from common.cost.timeline import most_connections
from common.cost.usage import arrivals_of, in_functions, in_one
from common.cost.year import Day

SIZE_NAMES = [size.name for size in SIZES]


@pytest.fixture(params=range(len(SIZES)), ids=SIZE_NAMES)
def one(request: pytest.FixtureRequest, found: list[Answer]) -> Answer:
    return found[request.param]


def test_nobody_is_refused_on_any_day(one: Answer) -> None:
    refused = {day: (one.suite[day].usage.refused, one.container[day].usage.refused) for day in Day}
    assert refused == dict.fromkeys(Day, (0, 0))


def test_the_budget_of_connections_is_never_exceeded(one: Answer) -> None:
    for simulated in (one.suite, one.container, one.asleep):
        for day in Day:
            held = most_connections(simulated[day].outcomes) * simulated[day].sample
            assert 0 < held <= one.connections


def test_every_request_of_a_day_is_served(one: Answer) -> None:
    for simulated in (one.suite, one.container):
        for day in Day:
            served = sum(outcome.served for outcome in simulated[day].outcomes) * simulated[day].sample
            assert served == simulated[day].usage.requests


def test_the_load_balancer_is_all_that_it_adds(one: Answer) -> None:
    added = one.monthly(Architecture.BALANCED).usual - one.monthly(Architecture.SUITE).usual
    assert added == pytest.approx(BALANCER.amount.usual)


def test_jakarta_is_never_cheaper(one: Answer) -> None:
    for architecture in Architecture:
        assert one.monthly(architecture).usual > one.monthly(architecture, tier=Tier.ONE).usual


def test_a_larger_campus_never_costs_less(found: list[Answer]) -> None:
    for architecture in Architecture:
        monthly = [one.monthly(architecture).usual for one in found]
        assert monthly == sorted(monthly)


@pytest.mark.parametrize("architecture", Architecture)
def test_more_load_never_costs_less(architecture: Architecture) -> None:
    growing = [answer(SIZES[0].times(factor)).monthly(architecture).usual for factor in (0.5, 1, 2, 4)]
    assert growing == sorted(growing)
    assert growing[0] < growing[-1]


@pytest.mark.parametrize("day", [Day.CLOSING, Day.RESULTS])
def test_a_sampled_day_is_billed_about_as_the_whole(day: Day) -> None:
    size, scale = SIZES[1], 4
    whole, part = arrivals_of(day, size, 1), arrivals_of(day, size, 4)
    one = container(23 * scale)
    functions = [in_functions(suite(scale), found, sample) for found, sample in ((whole, 1), (part, 4))]
    containers = [in_one(one, found, sample) for found, sample in ((whole, 1), (part, 4))]
    for full, sampled in (functions, containers):
        # Errs to the dear side: less load shares its instances less well.
        assert full.usage.cpu_seconds <= sampled.usage.cpu_seconds <= 1.6 * full.usage.cpu_seconds


def test_the_readme_says_what_comes_out(found: list[Answer]) -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert filled(text, found) == text, "run `make cost`"
    assert "common/cost/cost.svg" in text


def test_a_document_without_a_place_is_told(found: list[Answer]) -> None:
    with pytest.raises(ValueError, match="no place for the table of costs"):
        filled("# Nothing", found)


def test_the_plot_is_the_committed_one(found: list[Answer], tmp_path: Path) -> None:
    drawn = draw(found, tmp_path).read_bytes()
    assert drawn == (CHECKOUT / "common" / "cost" / NAME).read_bytes(), "run `make cost`"


def test_the_terminal_is_told_of_every_size_and_architecture(found: list[Answer]) -> None:
    told = report(found)
    assert all(name in told for name in (*SIZE_NAMES, *Architecture, *Day))
