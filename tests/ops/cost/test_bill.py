"""From usage to dollars: what is free never turns into a gift, and what is not used is not paid for."""

from __future__ import annotations

from dataclasses import fields
from random import Random
from typing import get_args

import pytest

from common.ops.cost import bill
from common.ops.cost.demand import ASSUMED, LETTERS_A_BATCH, VISITS, Day, Size, months
from common.ops.cost.model import Architecture, answer
from common.ops.cost.prices import PRICES, Amount, Priced, exactly, total
from common.ops.cost.services import FUNCTIONS
from common.ops.cost.simulation import Usage

NOTHING = exactly(0.0)
SWEEPS_A_MONTH = 43_800  # one each minute of a month of 730 hours


def random_usage(scale: float) -> Usage:
    random = Random(scale)
    return Usage(*(random.random() * scale for _ in fields(Usage)))


def parts(used: Usage) -> list[Amount]:
    """All that depends on what was used."""
    live = bill.firestore({Day.QUIET: 1}, {Day.QUIET: used})
    return [bill.cloud_run(used), PRICES["gateway_call"].of(used.calls), live, PRICES["egress"].of(used.egress)]


def test_what_is_free_never_makes_a_negative() -> None:
    for scale in (0.0, 1.0, 1e4, 1e6, 1e8):
        for amount in parts(random_usage(scale)):
            assert 0 <= amount.low <= amount.usual <= amount.high


def test_more_of_anything_never_costs_less() -> None:
    for name in (one.name for one in fields(Usage)):
        few, many = (total(parts(Usage(**{name: count}))).usual for count in (1e6, 3e6))
        assert few <= many, name


def test_beyond_what_is_free_each_thing_has_its_price() -> None:
    used = Usage(requests=3e6, calls=3e6)
    assert bill.cloud_run(used).usual == pytest.approx(0.4)
    assert PRICES["gateway_call"].of(used.calls).usual == pytest.approx(3.0)


def test_what_is_free_is_taken_off_at_the_prices_of_us_central1() -> None:
    used = Usage(cpu_seconds=180_000, memory_seconds=360_000 + 1e6)
    memory = (360_000 + 1e6) * 0.0000035 - 360_000 * 0.0000025
    assert bill.cloud_run(used).usual == pytest.approx(180_000 * (0.0000336 - 0.000024) + memory)


def test_a_quiet_day_does_not_pay_for_a_busy_one_in_firestore() -> None:
    busy = bill.firestore({Day.CLOSING: 1, Day.QUIET: 1}, {Day.CLOSING: Usage(live_reads=90_000), Day.QUIET: Usage()})
    even = bill.firestore({Day.QUIET: 2}, {Day.QUIET: Usage(live_reads=45_000)})
    assert even == NOTHING
    assert busy.usual == pytest.approx(40_000 * 0.6e-6)


def test_zero_traffic_costs_the_fixed_parts_alone(nobody: Size) -> None:
    empty = answer(nobody)
    for architecture in (Architecture.SUITE, Architecture.BALANCED, Architecture.CONTAINER):
        fixed = total(empty.monthly(architecture, part) for part in ("database", "housekeeping", "load balancer"))
        assert empty.monthly(architecture, "functions") == NOTHING
        assert empty.monthly(architecture, "files") == NOTHING
        traffic = empty.monthly(architecture, "traffic")
        assert 0 < traffic.usual < 0.05, "the uptime checks"
        assert empty.monthly(architecture).usual == pytest.approx(fixed.usual + traffic.usual)


def test_three_functions_look_for_work_each_minute(nobody: Size) -> None:
    quiet = answer(nobody).suite[Day.QUIET].outcomes
    a_month = {one.service.name: one.served * 365 / 12 for one in quiet}
    pulling = ("deliver_notifications", "draw_certificates", "import_people")
    assert {a_month[name] for name in pulling} == {SWEEPS_A_MONTH}
    assert set(a_month) == set(FUNCTIONS)


def test_half_a_year_has_six_months_of_its_days() -> None:
    assert len(months()) == 6
    assert sum(sum(month.values()) for month in months()) == pytest.approx(365 / 2)
    assert min(count for month in months() for count in month.values()) >= 0
    assert {day for month in months() for day in month} == set(Day)


def test_each_kind_of_day_has_its_visits() -> None:
    assert set(ASSUMED["seasonal"]) == set(Day) - {Day.QUIET}
    assert {len(row["share"]) for row in ASSUMED["everyday"]} == {len(Day)}
    rows = [*ASSUMED["everyday"], *(row for rows in ASSUMED["seasonal"].values() for row in rows)]
    assert {row["visit"] for row in rows} == set(VISITS)
    assert {row["sitting"] for row in rows if row["visit"] == "letters"} == {LETTERS_A_BATCH}


def test_every_price_says_its_unit_and_where_it_is_from() -> None:
    assert set(PRICES) == {name for group in get_args(Priced) for name in get_args(group)}
    assert len(PRICES) > 20
    for name, price in PRICES.items():
        assert price.unit, name
        assert price.source, name
        assert 0 <= price.amount.low <= price.amount.usual <= price.amount.high, name


def test_only_a_page_of_google_proves_a_price() -> None:
    proven = {name for name, price in PRICES.items() if price.proven}
    assert proven == {"run_request", "run_free_cpu", "gateway_call", "scheduler_job"}
    assert {"oogle" in PRICES[name].source for name in proven} == {True}


def test_ranges_are_reckoned_end_by_end() -> None:
    assert Amount(1, 2, 3) * Amount(2, 2, 2) + exactly(1) == Amount(3, 5, 7)
    assert Amount(1, 2, 3).less(2) == Amount(0, 0, 1)


def test_builds_and_logs_are_counted_beyond_what_is_free() -> None:
    """A campus stays within it; the stress size writes more lines than are free."""
    quiet, busy = Usage(), Usage(requests=200_000_000)
    assert bill.housekeeping(busy).usual - bill.housekeeping(quiet).usual == pytest.approx(
        (200_000_000 * 2 / 1024**2 - 50) * 0.5
    )
    assert PRICES["build"].of(4 * 8).usual == 0
    assert PRICES["build"].of(2_600).usual == pytest.approx(0.6)
