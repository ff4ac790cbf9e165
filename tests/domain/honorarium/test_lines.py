"""Lines add up, whatever the month; a rate that is set later changes no locked month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest

from common.domain.honorarium.lines import NoRate, Rate, Served, digest_of, lines_of, rate_of, totals_of

FIRST = date(2026, 10, 1)
LOCKED = datetime(2026, 11, 2, tzinfo=UTC)
KEY = UUID(int=1)
COURSES = ("Basis Data", "Jaringan", "Fisika Dasar")


def one(*days: int, course: str = "Basis Data") -> Served:
    return Served(KEY, course, LOCKED, [FIRST + timedelta(days=day - 1) for day in days])


def rate(amount: int, *, starts: date = FIRST, course: str | None = None, late: bool = False) -> Rate:
    return Rate(course, starts, amount, LOCKED + timedelta(days=1 if late else -30))


@dataclass(frozen=True)
class Month:
    """One that chance has made: who served, at which rates, and the tax."""

    served: list[Served]
    rates: list[Rate]
    percent: Decimal

    @classmethod
    def by(cls, chance: Random) -> Month:
        always = Rate(None, date(2026, 1, 1), chance.randint(1, 10_000_000), LOCKED - timedelta(days=200))
        rates = [always, *(any_rate(chance) for _ in range(chance.randint(0, 4)))]
        served = [any_served(chance) for _ in range(chance.randint(1, 6))]
        return cls(served, rates, Decimal(chance.randint(0, 10_000)) / 100)


def any_rate(chance: Random) -> Rate:
    starts, set_at = (
        FIRST + timedelta(days=chance.randint(-60, 30)),
        LOCKED + timedelta(hours=chance.randint(-900, 900)),
    )
    return Rate(chance.choice([*COURSES, None]), starts, chance.randint(1, 10_000_000), set_at)


def any_served(chance: Random) -> Served:
    days = [FIRST + timedelta(days=n) for n in chance.sample(range(31), chance.randint(1, 31))]
    locked_at = LOCKED + timedelta(hours=chance.randint(0, 400))
    return Served(UUID(int=chance.getrandbits(128)), chance.choice(COURSES), locked_at, days)


def test_lines_add_up_in_ten_thousand_months() -> None:
    chance = Random()
    for _ in range(10_000):
        month = Month.by(chance)
        lines = lines_of(month.served, month.rates, month.percent)
        totals = totals_of(lines)
        assert totals.sessions == sum(len(each.days) for each in month.served), month
        assert totals.gross == totals.tax + totals.net == sum(line.sessions * line.rate for line in lines), month
        assert (totals.tax, totals.net) == (sum(line.tax for line in lines), sum(line.net for line in lines)), month
        sums = {0 <= line.tax <= line.gross and line.gross == line.tax + line.net for line in lines}
        assert sums == {True}, month
        assert abs(totals.tax - totals.gross * month.percent / 100) <= len(lines), month


def test_a_later_rate_changes_no_locked_month() -> None:
    chance = Random()
    for _ in range(1000):
        month, other = Month.by(chance), any_rate(chance)
        last = max(each.set_at for each in month.rates), max(each.locked_at for each in month.served)
        later = Rate(other.course, other.starts_on, other.amount, max(last) + timedelta(seconds=1))
        before = lines_of(month.served, month.rates, month.percent)
        again = lines_of(month.served, [later, *month.rates[::-1]], month.percent)
        assert (again, digest_of(FIRST, None, again)) == (before, digest_of(FIRST, None, before)), (month, later)


def test_the_rate_of_the_course_goes_before_that_of_the_campus_and_the_latest_before_others() -> None:
    known = [rate(40), rate(50, course="Basis Data", starts=date(2026, 9, 1)), rate(60, course="Basis Data")]
    assert rate_of(known, one(2), FIRST) == 60
    assert rate_of(known, one(2, course="Fisika Dasar"), FIRST) == 40
    assert rate_of(known, one(2), FIRST - timedelta(days=1)) == 50


def test_what_was_locked_without_a_rate_takes_the_first_that_is_set() -> None:
    first, second = rate(40, late=True), Rate("Basis Data", FIRST, 90, LOCKED + timedelta(days=5))
    assert rate_of([second, first], one(2), FIRST) == 40
    with pytest.raises(NoRate) as missing:
        lines_of([one(2), one(3, course="Fisika Dasar")], [rate(1, course="Jaringan")], Decimal(0))
    assert missing.value.courses == ["Basis Data", "Fisika Dasar"]


def test_a_rate_that_begins_within_the_month_makes_two_lines() -> None:
    lines = lines_of([one(1, 14, 15, 20)], [rate(100), rate(110, starts=date(2026, 10, 15))], Decimal("2.5"))
    assert [(line.sessions, line.rate, line.gross, line.tax, line.net) for line in lines] == [
        (2, 100, 200, 5, 195),
        (2, 110, 220, 6, 214),
    ]
    assert digest_of(FIRST, None, lines) != digest_of(FIRST, "Informatika", lines)
