"""One's own sessions, on whatever device: which there are, and ending those that one does not want (AUTH-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from common.domain import audit
from common.domain.people.sessions import end_session, end_sessions_of, running
from common.domain.people.tables import sessions
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from common.domain.people.rows import SessionRow
    from common.domain.people.views import OwnSessionsData

_REASON = "ended elsewhere"


def own_sessions(db: Connection, actor: Actor) -> OwnSessionsData:
    """Those that run, the last used first."""
    own = select(sessions).where(sessions.c.person_id == actor.person_id, running())
    found: Sequence[SessionRow] = all_of(db, own.order_by(sessions.c.used_at.desc(), sessions.c.id))
    return {
        "items": [
            {
                "id": row.id,
                "device": row.device,
                "created_at": row.created_at,
                "used_at": row.used_at,
                "current": row.id == actor.session_id,
            }
            for row in found
        ]
    }


def end_own_session(db: Connection, actor: Actor, session_id: UUID) -> None:
    """Its tokens are refused from now on, by the inbox as well. Raises NotFound for another person's session."""
    own = select(sessions).where(sessions.c.id == session_id, sessions.c.person_id == actor.person_id)
    found: SessionRow = one(db, own.with_for_update())
    if found.ended_at is None:
        end_session(db, found.id, _REASON)
        audit.record(db, actor, "session.ended_elsewhere", "session", found.id)


def end_other_sessions(db: Connection, actor: Actor) -> None:
    """Each one but that of this request."""
    end_sessions_of(db, actor.person_id, _REASON, but=actor.session_id)
    audit.record(db, actor, "session.others_ended", "person", actor.person_id)
