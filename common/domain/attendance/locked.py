"""A month of a contract that is locked takes no change; that the database refuses it is record 0033."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Integer, cast, exists, extract

from common.domain.attendance.errors import MonthLocked
from common.domain.attendance.tables import attendances, locked_months
from common.platform.db import Connection
from common.platform.errors import Problem

OPEN_MONTH: Final[dict[str, Callable[[], Problem]]] = {"open_month": MonthLocked}


def month_locked() -> ColumnElement[bool]:
    """A condition on `attendances`: the month of its day is locked for its contract."""
    day = attendances.c.day
    first = day - cast(extract("day", day), Integer) + 1
    return exists().where(locked_months.c.contract_id == attendances.c.contract_id, locked_months.c.month == first)


def is_locked(db: Connection, contract_id: object, day: date) -> bool:
    """Whether the month of `day` is locked for the contract."""
    this = (locked_months.c.contract_id == contract_id) & (locked_months.c.month == day.replace(day=1))
    return bool(db.scalar(exists().where(this).select()))


def first_of(month: str) -> date:
    """Of a month as YYYY-MM."""
    return date.fromisoformat(f"{month}-01")


def month_after(first: date) -> date:
    """The first day of the month that follows."""
    return (first + timedelta(days=31)).replace(day=1)


def last_of(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return month_after(first) - timedelta(days=1)
