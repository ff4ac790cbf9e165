"""What a table needs to be a queue: any table with these columns is worked off by the same code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum
from typing import Any, Final

from sqlalchemy import Column, DateTime, Index, SmallInteger, text

from common.platform import clock
from common.platform.db.columns import moment, words
from common.platform.db.personal import IMPERSONAL

# The two states that all queues share; what a finished item is called is the table's own word.
QUEUED: Final = "antre"
FAILED: Final = "gagal"


class Priority(IntEnum):
    """The lower goes first; the numbers leave room between them."""

    URGENT = 10  # somebody waits for it at this moment: a link that sets a password
    DATED = 20  # worthless after some day
    NORMAL = 30
    BULK = 40  # to many at once


def columns(info: dict[str, Any] = IMPERSONAL) -> Iterator[Column[Any]]:
    """The queue's columns but `state`, whose words the table checks.

    `queued_at` is when it came into the queue: at its creation, or when somebody asked for it again. `info` says what
    an error may hold of a person.
    """
    yield Column("priority", SmallInteger, nullable=False, server_default=str(int(Priority.NORMAL)))
    yield Column("attempts", SmallInteger, nullable=False, server_default="0")
    yield moment("created_at")
    # The default is for rows that an older version of the code writes, which knows nothing of this column.
    yield Column("queued_at", DateTime(timezone=True), nullable=False, server_default=text("now()"))
    yield moment("next_at")
    yield moment("expires_at", nullable=True)
    yield moment("claimed_until", nullable=True)
    yield moment("withdrawn_at", nullable=True)
    yield words("error", nullable=True, info=info)
    yield words("error_en", nullable=True, info=info)


def due_index(table: str, lane: str) -> Index:
    """What is read at each claim: a lane's open items in the order in which they are worked off."""
    return Index(f"{table}_due_idx", lane, "priority", "next_at", postgresql_where=text(f"state = '{QUEUED}'"))


def fresh(priority: Priority = Priority.NORMAL, expires_at: datetime | None = None) -> dict[str, Any]:
    """The queue's values of a new row, due at once."""
    now = clock.now()
    new = {"state": QUEUED, "priority": priority, "expires_at": expires_at}
    return new | dict.fromkeys(("created_at", "queued_at", "next_at"), now)
