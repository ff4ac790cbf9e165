"""When a contract was really served, which is not always as it was planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from common.platform import clock


class Terms(Protocol):
    """The planned days of a contract, and the moments at which it was activated and ended."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...

    @property
    def activated_at(self) -> datetime: ...

    @property
    def ended_at(self) -> datetime | None: ...


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


def last_day(contract: Terms) -> date:
    """The planned last day, or the day on which the contract was ended before it."""
    if contract.ended_at is None:
        return contract.ends_on
    return min(contract.ends_on, clock.campus_day(contract.ended_at))
