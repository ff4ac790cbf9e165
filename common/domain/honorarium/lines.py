"""Days, rates and tax become lines; all of it in whole rupiah."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True)
class Rate:
    """Of one session from `starts_on` on; of every course where `course` is None."""

    course: str | None
    starts_on: date
    amount: int
    set_at: datetime


@dataclass(frozen=True)
class Served:
    """A contract's approved days in a month, and when the month was locked."""

    contract_id: UUID
    course: str
    locked_at: datetime
    days: Sequence[date]


@dataclass(frozen=True)
class Line:
    """Sessions of one contract at one rate."""

    contract_id: UUID
    sessions: int
    rate: int
    gross: int
    tax: int
    net: int


@dataclass(frozen=True)
class Totals:
    sessions: int
    gross: int
    tax: int
    net: int


class NoRate(Exception):
    """No rate is known for days of these courses."""

    def __init__(self, courses: Sequence[str]) -> None:
        super().__init__(", ".join(courses))
        self.courses = courses


def rate_of(rates: Iterable[Rate], served: Served, day: date) -> int | None:
    """What was set when the month was locked: of the course before that of the campus, and the latest that had begun.

    Where nothing was set by then it is the first that was set after that. So no later rate changes a locked month.
    """
    fitting = [rate for rate in rates if rate.starts_on <= day and rate.course in {None, served.course}]
    known = [rate for rate in fitting if rate.set_at <= served.locked_at]
    if known:
        return max(known, key=lambda rate: (rate.course is not None, rate.starts_on, rate.set_at)).amount
    return min(fitting, key=lambda rate: (rate.set_at, rate.course is None)).amount if fitting else None


def lines_of(served: Iterable[Served], rates: Sequence[Rate], tax_percent: Decimal) -> list[Line]:
    """In the order of `served`, and of a contract by rate. Raises NoRate."""
    made: list[Line] = []
    without: list[str] = []
    for one in served:
        by_rate = Counter(rate_of(rates, one, day) for day in one.days)
        if None in by_rate:
            without.append(one.course)
        made += _lines(one, by_rate, tax_percent)
    if without:
        raise NoRate(sorted(set(without)))
    return made


def _lines(one: Served, by_rate: Counter[int | None], tax_percent: Decimal) -> Iterator[Line]:
    for rate, sessions in sorted((rate, count) for rate, count in by_rate.items() if rate is not None):
        gross = sessions * rate
        tax = int((gross * tax_percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
        yield Line(one.contract_id, sessions, rate, gross, tax, gross - tax)


def totals_of(lines: Sequence[Line]) -> Totals:
    columns = ([line.sessions, line.gross, line.tax, line.net] for line in lines)
    return Totals(*map(sum, zip(*columns, strict=True))) if lines else Totals(0, 0, 0, 0)


def digest_of(month: date, program: str | None, lines: Iterable[Line]) -> str:
    """The same for the same lines, whenever they are made."""
    said = [f"{month:%Y-%m};{program or ''}"]
    said += [f"{one.contract_id};{one.sessions};{one.rate};{one.gross};{one.tax};{one.net}" for one in lines]
    return sha256("\n".join(said).encode()).hexdigest()
