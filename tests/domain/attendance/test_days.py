"""For which day an attendance counts, on each side of every limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from common.domain.attendance.days import validated_day
from common.domain.attendance.errors import DayInFuture, DayOutsideContract, LateReasonMissing, TooLate
from common.platform.errors import Problem

# Noon on campus.
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def noon(database: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def judged(first: int = -30, last: int = 30, **form: Any) -> dict[str, Any]:
    """For a contract from the day `first` to the day `last`, counted from today."""
    return validated_day(SimpleNamespace(starts_on=day(first), ends_on=day(last)), form)


def refusal(**asked: Any) -> type[Problem] | None:
    try:
        judged(**asked)
    except Problem as problem:
        return type(problem)
    return None


@pytest.mark.parametrize(
    ("offset", "problem"), [(-4, TooLate), (-3, TooLate), (-2, None), (-1, None), (0, None), (1, DayInFuture)]
)
def test_two_days_back_and_none_ahead_are_taken(offset: int, problem: type[Problem] | None) -> None:
    assert refusal(day=day(offset), late_reason="Lupa") == problem


@pytest.mark.parametrize(("offset", "problem"), [(-2, LateReasonMissing), (-1, LateReasonMissing), (0, None)])
def test_every_earlier_day_asks_for_a_reason(offset: int, problem: type[Problem] | None) -> None:
    assert refusal(day=day(offset)) == problem


@pytest.mark.parametrize(("first", "problem"), [(-2, None), (-1, None), (0, DayOutsideContract)])
def test_the_first_day_of_the_contract_is_the_first_that_counts(first: int, problem: type[Problem] | None) -> None:
    assert refusal(first=first, day=day(-1), late_reason="Lupa") == problem


@pytest.mark.parametrize(("last", "problem"), [(-2, DayOutsideContract), (-1, None), (0, None)])
def test_the_last_day_of_the_contract_is_the_last_that_counts(last: int, problem: type[Problem] | None) -> None:
    assert refusal(last=last, day=day(-1), late_reason="Lupa") == problem


@pytest.mark.parametrize(("offset", "late"), [(-1, True), (0, False)])
def test_an_earlier_day_bears_the_mark_and_the_reason(offset: int, late: bool) -> None:
    told = judged(day=day(offset), late_reason="Lupa")
    assert (told["day"], told["late_entry"], told["late_reason"]) == (day(offset), late, "Lupa" if late else None)


def test_without_a_day_it_is_today() -> None:
    told = judged()
    assert (told["day"], told["recorded_at"], told["taken_at"]) == (TODAY, NOW, None)
    assert (told["late_entry"], told["delayed"]) == (False, False)


@pytest.mark.parametrize(
    ("ago", "delayed"),
    [(timedelta(minutes=5) - SECOND, False), (timedelta(minutes=5), False), (timedelta(minutes=5) + SECOND, True)],
)
def test_a_photo_may_take_five_minutes(ago: timedelta, delayed: bool) -> None:
    told = judged(taken_at=NOW - ago)
    assert (told["taken_at"], told["delayed"]) == (NOW - ago, delayed)


@pytest.mark.parametrize("ahead", [SECOND, timedelta(hours=3)])
def test_no_photo_was_taken_later_than_now(ahead: timedelta) -> None:
    told = judged(taken_at=NOW + ahead)
    assert (told["taken_at"], told["delayed"]) == (NOW, False)


@pytest.mark.parametrize(
    ("taken_at", "problem"),
    [
        (datetime(2026, 11, 21, 16, 59, 59, tzinfo=UTC), LateReasonMissing),
        (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), LateReasonMissing),
    ],
)
def test_only_a_photo_of_that_day_on_campus_saves_the_reason(taken_at: datetime, problem: type[Problem] | None) -> None:
    """Midnight on campus is 17.00 UTC."""
    assert refusal(day=day(-1), taken_at=taken_at) == problem
