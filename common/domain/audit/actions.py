"""Writing the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CTE, DateTime, Insert, Text, Uuid, bindparam, cast, insert, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from common.domain.audit.tables import audit_log
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, Expression, JsonObject
from common.platform.db.json_list import json_object

_BY: dict[str, TypeEngine[Any]] = {
    "at": DateTime(timezone=True),
    "actor_id": Uuid(),
    "actor_role": Text(),
    "ip": Text(),
    "request_id": Text(),
}


def record(
    db: Connection,
    actor: Actor,
    action: str,
    subject_type: str,
    subject_id: object,
    *,
    old: JsonObject | None = None,
    new: JsonObject | None = None,
    reason: str | None = None,
) -> None:
    """One line: `action` is `noun.verb`, `old` and `new` hold only what changed. Never a password, token or hash."""
    db.execute(
        audit_log.insert().values(
            **written_by(actor),
            action=action,
            subject_type=subject_type,
            subject_id=str(subject_id),
            old=dict(old) if old else None,
            new=dict(new) if new else None,
            reason=reason,
        )
    )


def record_all(
    db: Connection, actor: Actor, action: str, subject_type: str, new: Mapping[object, Mapping[str, object]]
) -> None:
    """A line for each subject that is new, by its id, in one statement."""
    about = {**written_by(actor), "action": action, "subject_type": subject_type}
    rows = [about | {"subject_id": str(key), "new": dict(values)} for key, values in new.items()]
    if rows:
        db.execute(audit_log.insert().values(rows))


def line(action: str, subject_type: str, subject: CTE, new: Mapping[str, Expression]) -> Insert:
    """The same, as a part of the statement that makes `subject`: a line for each of its rows, by their `id`.

    The statement gets `written_by` among its values.
    """
    row = {
        **{name: bindparam(name, type_=kind) for name, kind in _BY.items()},
        "action": literal(action),
        "subject_type": literal(subject_type),
        "subject_id": cast(subject.c.id, Text),
        "new": cast(json_object(**new), JSONB),
    }
    return insert(audit_log).from_select(list(row), select(*row.values()))


def written_by(actor: Actor) -> dict[str, object]:
    """Who did it, when and from where, by the columns of the log."""
    values = (clock.now(), actor.id, actor.role, actor.ip, actor.request_id)
    return dict(zip(_BY, values, strict=True))


def changes(old: JsonObject, new: JsonObject) -> tuple[dict[str, object], dict[str, object]]:
    """The old and the new value of each field of `new` that differs from `old`."""
    differing = [name for name, value in new.items() if old[name] != value]
    return {name: old[name] for name in differing}, {name: new[name] for name in differing}
