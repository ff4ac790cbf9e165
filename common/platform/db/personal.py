"""What a column says of a person: why it is kept, how long, and who reads it.

Every column that may hold words is declared, as personal or as not. The register of processing, the file of one's own
data and the erasing of what is over are made from it (decision 0030).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, JSON, CheckConstraint, Column, LargeBinary, Table, Text

AnyColumn = Column[Any]

_MARK, _SUBJECT, _CREDENTIAL = "personal", "subject", "credential"


@dataclass(frozen=True)
class Keep:
    """How long, in words; `days` are counted from what the words name; without any it has no end."""

    text: str
    days: int = 0

    def before(self, now: datetime) -> datetime:
        """What ended before this moment is over."""
        return now - timedelta(days=self.days)


@dataclass(frozen=True)
class Personal:
    """`readers` are people; which steps read a column stands in the rights of the database."""

    why: str
    keep: Keep
    readers: str


def personal(why: str, keep: Keep, readers: str) -> dict[str, Any]:
    """A column's `info`."""
    return {_MARK: Personal(why, keep, readers)}


IMPERSONAL: dict[str, Any] = {_MARK: None}
"""The `info` of a column that says nothing of a person."""

SUBJECT: dict[str, Any] = {_SUBJECT: True}
"""The `info` of a column that names whose row it is, and not who did something with it."""

CREDENTIAL: dict[str, Any] = {_CREDENTIAL: True}
"""The `info` of a column that opens an account, also as a digest: it is handed out to nobody."""


def personal_of(column: AnyColumn) -> Personal | None:
    found: Personal | None = column.info.get(_MARK)
    return found


def names_subject(column: AnyColumn) -> bool:
    return bool(column.info.get(_SUBJECT))


def is_credential(column: AnyColumn) -> bool:
    return bool(column.info.get(_CREDENTIAL) or column.info.get("secret"))


def undeclared(table: Table) -> Iterator[AnyColumn]:
    """Columns that may hold words and say neither; a column that a check keeps to a few words needs not."""
    kept = {name for rule in table.constraints if isinstance(rule, CheckConstraint) for name in rule.info}
    for column in table.columns:
        may_hold_words = isinstance(column.type, (Text, JSON, ARRAY, LargeBinary)) and column.name not in kept
        if may_hold_words and _MARK not in column.info:
            yield column


def columns_kept(table: Table, keep: Keep) -> list[AnyColumn]:
    """The columns of a table that are kept for so long."""
    return [column for column in table.columns if (found := personal_of(column)) and found.keep == keep]
