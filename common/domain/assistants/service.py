"""When a contract was really served, which is not always as it was planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from common.platform import clock
from common.platform.settings import settings

_EVALUATED_WITHIN: Final = timedelta(days=14)


class Ending(Protocol):
    """The planned last day of a contract, and the moment at which it was ended."""

    @property
    def ends_on(self) -> date: ...

    @property
    def ended_at(self) -> datetime | None: ...


class Terms(Ending, Protocol):
    """With the planned first day, and the moment at which it was activated."""

    @property
    def starts_on(self) -> date: ...

    @property
    def activated_at(self) -> datetime: ...


@dataclass(frozen=True)
class Service:
    """The first and the last day, both on the campus's calendar."""

    starts_on: date
    ends_on: date

    @property
    def began(self) -> bool:
        """False when the contract ended before its first day."""
        return self.starts_on <= self.ends_on

    @property
    def whole_weeks(self) -> int:
        return max(0, (self.ends_on - self.starts_on).days + 1) // 7


def service(contract: Terms, first_attended: date | None = None) -> Service:
    """From the planned first day or, if that is later, the activation, to the planned last day or an earlier end.

    A late entry may be for a day before the activation: service then began on `first_attended`.
    """
    activated = clock.campus_day(contract.activated_at)
    starts_on = max(contract.starts_on, min(activated, first_attended or activated))
    return Service(starts_on, last_day(contract))


def last_day(contract: Ending) -> date:
    """The planned last day, or the day on which the contract was ended before it."""
    return _last_day(contract.ends_on, contract.ended_at)


def _last_day(ends_on: date, ended_at: datetime | None) -> date:
    return ends_on if ended_at is None else min(ends_on, clock.campus_day(ended_at))


def takes_late_entries(contract: Ending) -> bool:
    """Whether the planned last day has passed, and a late entry for it may still come in (ABS-19).

    Not when somebody ended the contract on that day or before.
    """
    return late_until(contract) is not None


def late_until(contract: Ending) -> date | None:
    """Until when late entries come in, of a contract whose planned last day has passed; else None."""
    last = contract.ends_on + timedelta(days=settings().late_attendance_days)
    ran_out = contract.ended_at is None or clock.campus_day(contract.ended_at) > contract.ends_on
    return last if ran_out and contract.ends_on < clock.today() <= last else None


def may_be_evaluated(ends_on: date, ended_at: datetime | None) -> bool:
    """On the last 14 days of a contract, and ever after."""
    return clock.today() > _last_day(ends_on, ended_at) - _EVALUATED_WITHIN
