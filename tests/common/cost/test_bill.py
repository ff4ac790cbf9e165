"""From usage to dollars: what is free never turns into a gift, and what is not used is not paid for."""

from __future__ import annotations

from dataclasses import fields
from random import Random

import pytest

from common.cost import bill, prices
from common.cost.amounts import NOTHING, Amount, exactly, total
from common.cost.model import Architecture, answer
from common.cost.prices import Price, Tier
from common.cost.services import functions
from common.cost.sizes import NOBODY
from common.cost.usage import Usage
from common.cost.year import Day, months

EVERY_PRICE = {
    f"{name} {tier}".strip(): price
    for name, value in vars(prices).items()
    for tier, price in (value.items() if isinstance(value, dict) else [("", value)])
    if isinstance(price, Price)
}
SWEEPS_A_MONTH = 43_800  # one each minute of a month of 730 hours


def random_usage(seed: int, scale: float) -> Usage:
    random = Random(seed)
    return Usage(*(random.random() * scale for _ in fields(Usage)))


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("scale", [0.0, 1.0, 1e4, 1e6, 1e8])
@pytest.mark.parametrize("seed", range(5))
def test_what_is_free_never_makes_a_negative(seed: int, scale: float, tier: Tier) -> None:
    used = random_usage(seed, scale)
    paid = [bill.cloud_run(used, tier), bill.gateway(used), bill.firestore({Day.QUIET: 1}, {Day.QUIET: used})]
    for amount in [*paid, bill.dollars(bill.suite(used, paid[2], tier, balanced=False))]:
        assert 0 <= amount.low <= amount.usual <= amount.high


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("name", [one.name for one in fields(Usage)])
def test_more_of_anything_never_costs_less(name: str, tier: Tier) -> None:
    few, many = Usage(**{name: 1e6}), Usage(**{name: 3e6})

    def cost(used: Usage) -> float:
        live = bill.firestore({Day.QUIET: 1}, {Day.QUIET: used})
        return bill.dollars(bill.suite(used, live, tier, balanced=False)).usual

    assert cost(few) <= cost(many)


def test_beyond_what_is_free_each_thing_has_its_price() -> None:
    used = Usage(cpu_seconds=180_000 + 1e6, memory_seconds=360_000 + 1e6, requests=3e6, calls=3e6)
    assert bill.cloud_run(used, Tier.ONE).usual == pytest.approx(24.0 + 2.5 + 0.4)
    assert bill.gateway(used).usual == pytest.approx(3.0)


def test_what_is_free_buys_less_in_jakarta() -> None:
    free = Usage(cpu_seconds=180_000)
    assert bill.cloud_run(free, Tier.ONE).usual == 0
    assert bill.cloud_run(free, Tier.TWO).usual == pytest.approx(180_000 * (0.0000336 - 0.000024))


def test_a_quiet_day_does_not_pay_for_a_busy_one_in_firestore() -> None:
    busy = bill.firestore({Day.CLOSING: 1, Day.QUIET: 1}, {Day.CLOSING: Usage(live_reads=90_000), Day.QUIET: Usage()})
    even = bill.firestore({Day.QUIET: 2}, {Day.QUIET: Usage(live_reads=45_000)})
    assert even == NOTHING
    assert busy.usual == pytest.approx(40_000 * 0.6e-6)


def test_zero_traffic_costs_the_fixed_parts_alone() -> None:
    empty = answer(NOBODY)
    for architecture in (Architecture.SUITE, Architecture.BALANCED, Architecture.CONTAINER):
        fixed = total(empty.monthly(architecture, part) for part in ("database", "housekeeping", "load balancer"))
        assert empty.monthly(architecture, "functions") == NOTHING
        assert empty.monthly(architecture, "files") == NOTHING
        traffic = empty.monthly(architecture, "traffic")
        assert 0 < traffic.usual < 0.05, "the uptime checks"
        assert empty.monthly(architecture).usual == pytest.approx(fixed.usual + traffic.usual)


def test_two_functions_look_for_work_each_minute() -> None:
    quiet = answer(NOBODY).suite[Day.QUIET].outcomes
    a_month = {one.service.name: one.served * 365 / 12 for one in quiet}
    assert a_month["deliver_notifications"] == a_month["draw_certificates"] == SWEEPS_A_MONTH
    assert set(a_month) == set(functions())


def test_a_year_has_twelve_months_of_its_days() -> None:
    assert len(months()) == 12
    assert sum(sum(month.values()) for month in months()) == pytest.approx(365)
    assert all(count >= 0 for month in months() for count in month.values())


@pytest.mark.parametrize("name", EVERY_PRICE)
def test_every_price_says_its_unit_and_where_it_is_from(name: str) -> None:
    price = EVERY_PRICE[name]
    assert price.unit
    assert price.source
    assert 0 <= price.amount.low <= price.amount.usual <= price.amount.high


def test_only_a_page_of_google_proves_a_price() -> None:
    proven = {name for name, price in EVERY_PRICE.items() if price.proven}
    assert proven == {"RUN_CPU 1", "RUN_REQUEST", "GATEWAY_CALL", "SCHEDULER_JOB"}
    assert all("oogle" in EVERY_PRICE[name].source for name in proven)


def test_ranges_are_reckoned_end_by_end() -> None:
    assert Amount(1, 2, 3) * Amount(2, 2, 2) + exactly(1) == Amount(3, 5, 7)
    assert Amount(1, 2, 3).less(2) == Amount(0, 0, 1)
