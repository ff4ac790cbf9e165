"""The calendar of the story: weeks and hours counted from the campus's today, so that it never grows old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from common.platform import clock

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
Span = tuple[date, date]
"""First and last day."""


def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """That hour of the campus's clock, in UTC."""
    return datetime.combine(day, time(hour, minute, second), clock.campus_zone()).astimezone(UTC)


@dataclass(frozen=True)
class Semester:
    """The semester around `now`. Weeks are numbered from the present one, 0, backwards below it."""

    now: datetime

    @property
    def today(self) -> date:
        return clock.campus_day(self.now)

    def day(self, week: int, weekday: int) -> date:
        return self.today + timedelta(weeks=week, days=weekday - self.today.weekday())

    def at(self, week: int, weekday: int, hour: int, minute: int = 0) -> datetime:
        return moment(self.day(week, weekday), hour, minute)

    def days_ago(self, days: int, hour: int, minute: int = 0) -> datetime:
        return moment(self.today - timedelta(days=days), hour, minute)

    def minutes_ago(self, minutes: int) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def closing(self, week: int, weekday: int) -> datetime:
        """The last second of that day."""
        return moment(self.day(week, weekday), 23, 59, 59)

    def end_of(self, days_ahead: int) -> datetime:
        """The last second of the day that is so many days from today."""
        return moment(self.today + timedelta(days=days_ahead), 23, 59, 59)

    def is_over(self, day: date) -> bool:
        """Whether nothing of that day happens any more; just after midnight the day before is still warm."""
        return day < clock.campus_day(self.minutes_ago(60))

    def workday(self, days_ahead: int) -> date:
        """The first day from Monday to Friday that many days from today or later."""
        day = self.today + timedelta(days=days_ahead)
        return day + timedelta(days=7 - day.weekday()) if day.weekday() > FRIDAY else day

    @property
    def span(self) -> Span:
        return self.day(-13, MONDAY), self.day(8, SUNDAY)

    @property
    def span_before(self) -> Span:
        return self.day(-36, MONDAY), self.day(-15, SUNDAY)

    @property
    def name(self) -> str:
        return _named(*_half_of(_middle(self.span)))

    @property
    def name_before(self) -> str:
        year, odd = _half_of(_middle(self.span))
        return _named(*((year - 1, False) if odd else (year, True)))


def semester_of(nim: str, on: date) -> int:
    """How far somebody is who came in the year that the NIM holds; between 3 and 8, whatever year it is by now."""
    year, odd = _half_of(on)
    passed = 2 * (year - (2000 + int(nim[3:5]))) + (1 if odd else 2)
    return min(8, max(3, passed))


def _middle(span: Span) -> date:
    return span[0] + (span[1] - span[0]) / 2


def _half_of(day: date) -> tuple[int, bool]:
    """The year in which the academic year of that day began, and whether the day is in its first, odd half."""
    first = day.year if day.month >= 8 else day.year - 1
    return first, day.month >= 8 or day.month == 1


def _named(year: int, odd: bool) -> str:
    return f"{'Ganjil' if odd else 'Genap'} {year}/{year + 1}"
