"""What a call left behind: lines of the audit log, messages, signals, in one line of text each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.platform import clock
from common.platform.db import transaction
from tests.bystanders import own


@dataclass(frozen=True)
class Mark:
    """Where the audit log, the messages and the signals ended before the call."""

    line: int
    signal: int
    messages: frozenset[Any]
    at: datetime


def mark() -> Mark:
    with transaction() as db:
        return Mark(
            db.scalar(select(func.coalesce(func.max(audit_log.c.id), 0))) or 0,
            db.scalar(text("SELECT coalesce(max(id), 0) FROM live.signals")) or 0,
            frozenset(db.scalars(own(messages, messages.c.id))),
            clock.now(),
        )


@dataclass(frozen=True)
class Seen:
    """What came after `since`, in the words of `names`: what is not among them is `somebody else's`."""

    since: Mark
    names: Mapping[str, str]
    only_named: bool = False

    def lines(self) -> list[str]:
        with transaction() as db:
            return sorted([*self._audit(db), *self._messages(db), *self._signals(db)])

    def _audit(self, db: Connection) -> Iterator[str]:
        for row in db.execute(own(audit_log).where(audit_log.c.id > self.since.line)).all():
            if self.only_named and row.subject_id not in self.names:
                continue
            told = (self._actor(row), row.action, self._subject(row), *self._changes(row.old or {}, row.new or {}))
            yield " ".join(told) + (f" because {row.reason}" if row.reason else "")

    def _actor(self, row: Any) -> str:
        if row.actor_id is None:
            return str(row.actor_role)
        name = self._name(row.actor_id)
        return name if name == row.actor_role else f"{name} as {row.actor_role}"

    def _subject(self, row: Any) -> str:
        if row.subject_type == "operation":
            return str(row.subject_id)
        return f"{row.subject_type}: {self._name(row.subject_id)}"

    def _name(self, key: object) -> str:
        return self.names.get(str(key), "somebody else's")

    def _changes(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
        """`state:aktif->selesai` for what changed, `+name` for what is new, `-name` for what is gone.

        Of what is new or gone only a value that has a name is shown, or that there is none.
        """
        for name in sorted(old.keys() | new.keys()):
            values = [self.names.get(str(side[name]), side[name]) for side in (old, new) if name in side]
            if len(values) == 2:
                yield f"{name}:{values[0]}->{values[1]}"
            else:
                known = values[0] in (None, [], *self.names.values())
                yield ("+" if name in new else "-") + name + (f"={values[0]}" if known else "")

    def _messages(self, db: Connection) -> Iterator[str]:
        for row in db.execute(own(messages).where(messages.c.withdrawn_at >= self.since.at)):
            yield f"withdrawn: {row.kind} to {self._name(row.recipient)} by {row.channel}"
        sent = defaultdict(list)
        for row in db.execute(own(messages).where(messages.c.id.not_in(self.since.messages))):
            if not self.only_named or str(row.person_id) in self.names:
                person, address = self._name(row.person_id), self._name(row.recipient)
                sent[row.event, row.kind, person, address].append(row.channel)
        for (_, kind, person, address), channels in sent.items():
            at = "" if address == person else f" at {address}"
            yield f"{kind} to {person}{at} by {' '.join(sorted(channels))}"

    def _signals(self, db: Connection) -> Iterator[str]:
        topics = db.scalars(text("SELECT DISTINCT topic FROM live.signals WHERE id > :n"), {"n": self.since.signal})
        yield from (f"wakes {topic}" for topic in topics)
