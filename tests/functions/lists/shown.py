"""What a case says of its list, and rows with ties in the column that they are ordered by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from common.platform import clock
from tests.client import Portal

LIMIT = 3

Place = tuple[datetime, UUID]


@dataclass(frozen=True)
class Listed:
    """`expected` are the case's own rows in the documented order, by what is in the field `key` of an item."""

    by: Portal
    expected: Sequence[Any]
    key: str = "id"
    query: dict[str, Any] = field(default_factory=dict)
    path: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Filtered:
    """Asked for `values`, one after the other, the list has `kept` and not `left_out`; asked for `widely` it has both.

    None for `widely`: there is no question that has both for an answer.
    """

    by: Portal
    values: Sequence[Any]
    kept: Sequence[Any]
    left_out: Sequence[Any]
    key: str = "id"
    query: dict[str, Any] = field(default_factory=dict)
    path: dict[str, Any] = field(default_factory=dict)
    widely: dict[str, Any] | None = field(default_factory=dict)


def places(first: datetime | None = None) -> list[Place]:
    """2 * LIMIT + 1 of them with ties across the ends of pages; in no order, as rows lie in a table."""
    start = first or clock.now() - timedelta(days=3)
    hours = (0, 1, 1, 1, 1, 1, 2)
    keys = sorted(uuid4() for _ in hours)
    in_order = [(start + timedelta(hours=hour), key) for hour, key in zip(hours, keys, strict=True)]
    return [in_order[n] for n in (4, 0, 6, 2, 5, 1, 3)]


def first_to_last(found: Sequence[Place]) -> list[str]:
    return [str(key) for _, key in sorted(found)]


def last_to_first(found: Sequence[Place]) -> list[str]:
    return first_to_last(found)[::-1]


def word() -> str:
    """That no other row has."""
    return f"kata{uuid4().hex[:12]}"
