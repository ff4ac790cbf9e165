"""Writing the audit log."""

from __future__ import annotations

from common.domain.audit.tables import audit_log
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, JsonObject


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
            at=clock.now(),
            actor_id=actor.id,
            actor_role=actor.role,
            action=action,
            subject_type=subject_type,
            subject_id=str(subject_id),
            old=dict(old) if old else None,
            new=dict(new) if new else None,
            reason=reason,
            ip=actor.ip,
            request_id=actor.request_id,
        )
    )


def changes(old: JsonObject, new: JsonObject) -> tuple[dict[str, object], dict[str, object]]:
    """The old and the new value of each field of `new` that differs from `old`."""
    differing = [name for name, value in new.items() if old[name] != value]
    return {name: old[name] for name in differing}, {name: new[name] for name in differing}
