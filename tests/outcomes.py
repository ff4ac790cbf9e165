"""What an action did: how it came out, the rows it left and the lines it wrote, each found by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Table, select

from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.platform.auth import SYSTEM, Role
from common.platform.errors import Problem

ROLES = (*Role, "publik", SYSTEM)
Legal = Mapping[tuple[StrEnum, StrEnum], Iterable[str]]


def expected(legal: Legal, old: StrEnum, new: StrEnum, role: str) -> str:
    """The outcome of a move by a list of the legal ones."""
    if (old, new) not in legal:
        return "illegal_move"
    return "done" if role in legal[old, new] else "forbidden"


def outcome(db: Connection, action: Callable[..., Any], *values: Any, **named: Any) -> str:
    """`done`, or the code of the refusal, which leaves nothing behind."""
    try:
        with db.begin_nested():
            action(db, *values, **named)
    except Problem as problem:
        return problem.code
    return "done"


def row(db: Connection, table: Table, key: Any) -> Any:
    """The row as it is now."""
    return db.execute(select(table).where(table.c.id == key)).one()


def lines(db: Connection, subject_id: object) -> list[Any]:
    """The audit log about one subject, the oldest line first."""
    about = select(audit_log).where(audit_log.c.subject_id == str(subject_id))
    return list(db.execute(about.order_by(audit_log.c.id)).all())


def mails(db: Connection, person: Any) -> list[Any]:
    """What goes out to one person by mail."""
    wanted = select(messages).where(messages.c.person_id == person.id, messages.c.channel == "email")
    return list(db.execute(wanted.order_by(messages.c.created_at)).all())
