"""What has to be bought: enough at the worst moment, and no more than Terraform can provide."""

from __future__ import annotations

import re

import pytest

from common.ops.cost import capacity
from common.ops.cost.arrivals import CHECK_SECONDS
from common.ops.cost.bill import ALERTS
from common.ops.cost.capacity import DATABASES, database, needed_scale, rates, scale
from common.ops.cost.demand import SIZES, Day
from common.ops.cost.services import (
    CONNECTION_BUDGET,
    RESERVED_CONNECTIONS,
    TERRAFORM,
    TIERS,
    planned,
)
from tests.ops.cost.conftest import times

PILOT, CAMPUS, VERY_LARGE, STRESS = SIZES
READS = ("own applications", "browse", "inbox", "sign in")


def test_the_very_large_campus_meets_the_peaks_that_the_suite_is_built_for() -> None:
    assert rates(Day.CLOSING, VERY_LARGE)["apply"] == pytest.approx(10, rel=0.15)
    assert rates(Day.TEACHING, VERY_LARGE)["record attendance"] == pytest.approx(5, rel=0.15)
    assert sum(rates(Day.RESULTS, VERY_LARGE)[name] for name in READS) == pytest.approx(150, rel=0.25)


def test_the_tier_has_the_connections_of_the_budget_and_the_cpu() -> None:
    for size in SIZES:
        chosen = database(size)
        assert capacity.connections(size) == CONNECTION_BUDGET * scale(size)
        assert chosen.connections >= CONNECTION_BUDGET * scale(size) + RESERVED_CONNECTIONS
        assert chosen.cpus >= capacity.database_cpus(size)


def test_terraform_offers_the_tier() -> None:
    for size in SIZES[:3]:
        assert database(size).name in TIERS


def test_the_stress_is_beyond_what_terraform_offers() -> None:
    assert database(STRESS).name not in TIERS


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_an_environment_has_a_tier_that_bears_its_scale(environment: str) -> None:
    tier, scale = planned(environment)
    assert TIERS[tier] >= CONNECTION_BUDGET * scale + RESERVED_CONNECTIONS


def test_a_campus_gets_what_its_environment_has() -> None:
    assert (database(PILOT).name, scale(PILOT)) == planned("dev")
    assert (database(CAMPUS).name, scale(CAMPUS)) == planned("prod")
    assert needed_scale(CAMPUS) <= planned("prod")[1]


def test_more_people_never_need_less() -> None:
    for size in SIZES:
        twice = times(size, 2)
        assert scale(twice) >= scale(size)
        assert database(twice).monthly.usual >= database(size).monthly.usual
        for with_database in (True, False):
            here, there = (capacity.machine(one, with_database=with_database) for one in (size, twice))
            assert there.monthly.usual >= here.monthly.usual


def test_a_machine_with_the_database_is_no_smaller_than_one_without() -> None:
    for size in SIZES:
        with_it, without = (capacity.machine(size, with_database=own) for own in (True, False))
        assert with_it.monthly.usual >= without.monthly.usual


def test_what_is_watched_is_what_terraform_watches() -> None:
    text = (TERRAFORM / "monitoring.tf").read_text(encoding="utf-8")
    assert len(re.findall(r"^ +help += ", text, re.MULTILINE)) == ALERTS
    assert re.findall(r'^ +period += "(\d+)s"', text, re.MULTILINE) == [str(CHECK_SECONDS)]


def test_tiers_are_in_the_order_of_their_price() -> None:
    monthly = [one.monthly.usual for one in DATABASES]
    assert monthly == sorted(monthly)
    assert monthly[0] == pytest.approx(7.67, abs=0.01)
