"""The statements on a queue: claim, give back, mark, expire, give up, withdraw, ask again.

An item is claimed in one short transaction, worked on outside of any, and marked in another. A claim ends by itself,
so that a sweep that died leaves nothing behind; then an item may be worked on twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, or_, select, update

from common.platform import clock
from common.platform.db import Row as Record
from common.platform.db import transaction
from common.platform.queue.columns import FAILED, QUEUED
from common.platform.text import ENGLISH, Text

# An outage of a day loses nothing, nor does one from Friday evening to the Tuesday after a holiday. Mail itself is kept
# for 4 to 5 days (RFC 5321, section 4.5.4.1).
GIVEN_UP_AFTER: Final = timedelta(days=4)
EXPIRED: Final = Text("Kedaluwarsa", en="Expired")
_CLAIM = timedelta(minutes=5)


@dataclass(frozen=True)
class Queue:
    """`lane` is the column that separates items by what they need; a fault of one lane leaves the others going.

    `done` is the table's word for a finished item, `named_by` the column that names an item in the log.
    """

    table: Table
    lane: str
    done: str
    named_by: str = "id"

    @property
    def name(self) -> str:
        return self.table.name

    def claim(self, lane: str, limit: int) -> Sequence[Row[Any]]:
        """Up to `limit` due items, the most urgent first, then the one that is due for the longest."""
        now, t = clock.now(), self.table.c
        alive = or_(t.expires_at.is_(None), t.expires_at > now)
        with transaction() as db:
            wanted = select(self.table).where(self._open(lane), self._free(), t.next_at <= now, alive)
            wanted = wanted.order_by(t.priority, t.next_at, t.id).limit(limit)
            rows = db.execute(wanted.with_for_update(skip_locked=True)).all()
            if rows:
                self._set(db, self._these(rows), claimed_until=now + _CLAIM)
        return rows

    def give_back(self, rows: Iterable[Any]) -> None:
        """As they were: they have not been tried."""
        with transaction() as db:
            self._set(db, self._these(rows), claimed_until=None)

    def withdrawn(self, row: Any) -> bool:
        """Whether it was withdrawn since it was claimed: the last of a batch waits for all the others."""
        with transaction() as db:
            return db.scalar(select(self.table.c.withdrawn_at).where(self.table.c.id == row.id)) is not None

    def finish(self, db: Connection, row: Any, values: Mapping[str, Any]) -> None:
        """Done, also if it was withdrawn on its way: that came too late."""
        mine = self._these([row]) & or_(self.table.c.state == QUEUED, self.table.c.withdrawn_at.is_not(None))
        done = {"state": self.done, "attempts": row.attempts + 1, "error": None, "error_en": None}
        self._set(db, mine, claimed_until=None, **done, **values)

    def mark(self, row: Any, **values: Any) -> None:
        """After a fault; what was withdrawn on its way stays withdrawn."""
        with transaction() as db:
            self._set(db, self._these([row]) & (self.table.c.state == QUEUED), claimed_until=None, **values)

    def expire(self, lane: str) -> Sequence[Row[Any]]:
        """Give up what is out of date; the items."""
        return self._fail(self._open(lane) & (self.table.c.expires_at <= clock.now()), EXPIRED)

    def give_up_old(self, lane: str, why: Text) -> Sequence[Row[Any]]:
        """Give up what is due and has been in the queue for too long; the items."""
        now, t = clock.now(), self.table.c
        return self._fail(self._open(lane) & (t.queued_at <= now - GIVEN_UP_AFTER) & (t.next_at <= now), why)

    def withdraw(self, db: Connection, which: ColumnElement[bool], reason: Text) -> None:
        """What is not done of `which` never will be, with `reason` on the row."""
        t = self.table.c
        undone = which & (t.state != self.done) & t.withdrawn_at.is_(None)
        why = {"error": f"Dibatalkan: {reason}", "error_en": f"Withdrawn: {reason.en}"}
        self._set(db, undone, state=FAILED, withdrawn_at=clock.now(), **why)

    def again(self, db: Connection, which: ColumnElement[bool], **values: Any) -> int:
        """Back into the queue with all its tries, as if it were new; how many. `values` are the rows' own."""
        now = clock.now()
        anew = {"state": QUEUED, "attempts": 0, "queued_at": now, "next_at": now, "error": None, "error_en": None}
        return db.execute(update(self.table).where(which).values(**anew, **values)).rowcount

    def repeatable(self) -> ColumnElement[bool]:
        """As the function `repeatable` says of one row."""
        t = self.table.c
        alive = or_(t.expires_at.is_(None), t.expires_at > clock.now())
        return and_(t.state == FAILED, t.withdrawn_at.is_(None), alive)

    def _fail(self, which: ColumnElement[bool], why: Text) -> Sequence[Row[Any]]:
        failed = update(self.table).where(which, self._free())
        with transaction() as db:
            values = {"state": FAILED, "error": str(why), "error_en": why.en}
            return db.execute(failed.values(values).returning(self.table)).all()

    def _open(self, lane: str) -> ColumnElement[bool]:
        return and_(self._lane == lane, self.table.c.state == QUEUED)

    def _free(self) -> ColumnElement[bool]:
        claimed = self.table.c.claimed_until
        return or_(claimed.is_(None), claimed < clock.now())

    def _these(self, rows: Iterable[Any]) -> ColumnElement[bool]:
        return self.table.c.id.in_([row.id for row in rows])

    @property
    def _lane(self) -> Column[Any]:
        return self.table.c[self.lane]

    def _set(self, db: Connection, which: ColumnElement[bool], **values: Any) -> None:
        db.execute(update(self.table).where(which).values(values))


def repeatable(row: Record) -> bool:
    """Whether an item may be asked for again: it failed, was not withdrawn and is not out of date."""
    dead = row["expires_at"] is not None and row["expires_at"] <= clock.now()
    return row["state"] == FAILED and row["withdrawn_at"] is None and not dead


def error_in(row: Record, language: str) -> str | None:
    """Why it failed the last time."""
    error: str | None = row["error_en"] if language == ENGLISH else row["error"]
    return error
