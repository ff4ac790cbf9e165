"""The whole: every campus is served within its budget, more never costs less, and the document says what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.ops.checkout import CHECKOUT
from common.ops.cost.arrivals import arrivals
from common.ops.cost.demand import SIZES, Day
from common.ops.cost.model import Answer, Architecture, answer
from common.ops.cost.prices import PRICES
from common.ops.cost.services import container, suite
from common.ops.cost.show import PLOT, draw, filled
from common.ops.cost.simulation import alive_over_time, simulated
from tests.ops.cost.conftest import times

DOCUMENT = CHECKOUT / "common/docs/cost.md"


def test_nobody_is_refused_on_any_day(found: list[Answer]) -> None:
    for one in found:
        refused = {day: (one.suite[day].usage.refused, one.container[day].usage.refused) for day in Day}
        assert refused == dict.fromkeys(Day, (0, 0))


def test_the_budget_of_connections_is_never_exceeded(found: list[Answer]) -> None:
    for one in found:
        for days in (one.suite, one.container, one.asleep):
            for day in Day:
                lives = [life for it in days[day].outcomes for life in it.lives * it.service.pool]
                held = max(alive for _, alive in alive_over_time(lives)) * days[day].sample
                assert 0 < held <= one.connections


def test_every_request_of_a_day_is_served(found: list[Answer]) -> None:
    for one in found:
        for days in (one.suite, one.container):
            for day in Day:
                served = sum(outcome.served for outcome in days[day].outcomes) * days[day].sample
                assert served == days[day].usage.requests


def test_the_load_balancer_is_all_that_it_adds(found: list[Answer]) -> None:
    for one in found:
        added = one.monthly(Architecture.BALANCED).usual - one.monthly(Architecture.SUITE).usual
        assert added == pytest.approx(PRICES["balancer"].amount.usual)


def test_a_larger_campus_never_costs_less(found: list[Answer]) -> None:
    for architecture in Architecture:
        monthly = [one.monthly(architecture).usual for one in found]
        assert monthly == sorted(monthly)


def test_more_load_never_costs_less() -> None:
    sizes = [answer(times(SIZES[0], factor)) for factor in (0.5, 1, 2, 4)]
    for architecture in Architecture:
        growing = [one.monthly(architecture).usual for one in sizes]
        assert growing == sorted(growing)
        assert growing[0] < growing[-1]


@pytest.mark.parametrize("day", [Day.CLOSING, Day.RESULTS])
def test_a_sampled_day_is_billed_about_as_the_whole(day: Day) -> None:
    size, scale = SIZES[1], 4
    whole, part = arrivals(day, size), arrivals(day, size, 4)
    for services in (suite(scale), container(23 * scale)):
        full, sampled = simulated(services, whole, 1), simulated(services, part, 4)
        # Errs to the dear side: less load shares its instances less well.
        assert full.usage.cpu_seconds <= sampled.usage.cpu_seconds <= 1.6 * full.usage.cpu_seconds


def test_the_document_says_what_comes_out(found: list[Answer]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert filled(text, found) == text, "run `make cost`"
    assert f"]({PLOT})" in text


def test_a_document_without_a_place_is_refused(found: list[Answer]) -> None:
    with pytest.raises(ValueError, match="no place for the table of costs"):
        filled("# Nothing", found)


def test_the_plot_is_the_committed_one(found: list[Answer], tmp_path: Path) -> None:
    drawn = draw(found, tmp_path).read_bytes()
    assert drawn == DOCUMENT.with_name(PLOT).read_bytes(), "run `make cost`"
