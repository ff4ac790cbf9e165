"""Refresh tokens: each is used once, and its use gives the next.

Rotation with reuse detection (RFC 9700, section 4.14.2): a browser has one live chain of tokens.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import CTE, BindParameter, bindparam, exists, select, true, update

from common.domain import audit
from common.domain.people.sessions import Credentials, at_present, credentials, end, living, unused
from common.domain.people.tables import people, refresh_tokens, sessions
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.secrets import digest
from common.platform.db import Connection, Query, maybe, one, without_secrets
from common.platform.errors import Problem, SessionEnded
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

    class Kept(Protocol):
        """A token with its session, whose other columns are None when it may not go on."""

        digest: str
        session_id: UUID
        retired_at: datetime | None
        successor_used: bool
        person_id: UUID | None
        role: str
        expires_at: datetime


def refresh(db: Connection, token: str, actor: Actor) -> Credentials | Problem:
    """New credentials for a good token: the first use of a token marks it.

    1. A token that is asked again while its successor is unused gets another one: the first answer was lost. The
       first successor is retired.
    2. A retired token, or one whose successor was used, is in two hands. Its session ends and its owner is notified.
       This is returned, so that the ending is kept.
    """
    found = digest(token)
    # One at a time for a session: two tokens of one chain must not both find their successors unused.
    session_id: UUID | None = db.scalar(_lock(), {"digest": found})
    if session_id is None:
        return SessionEnded()
    kept: Kept | None = maybe(db, _look(), {"digest": found, **at_present(session_id)})
    if kept is None:
        return SessionEnded()
    if kept.retired_at is not None or kept.successor_used:
        return _stolen(db, session_id, actor)
    if kept.person_id is None:
        return SessionEnded()
    return credentials(db, session_id, kept.person_id, kept.role, kept.expires_at, kept.digest, _used())


@cache
def _lock() -> Query:
    own = refresh_tokens.c.digest == bindparam("digest")
    of = select(refresh_tokens.c.session_id).where(own).scalar_subquery()
    return select(sessions.c.id).where(sessions.c.id == of).with_for_update()


@cache
def _look() -> Query:
    """Under the lock, in a statement of its own: it sees what who had it before has done."""
    tokens, after, alive = refresh_tokens.c, refresh_tokens.alias("after"), living().subquery("alive")
    used = exists().where(after.c.parent == tokens.digest, after.c.used_at.is_not(None))
    own = (tokens.digest, tokens.session_id, tokens.retired_at, used.label("successor_used"))
    session = (alive.c.person_id, alive.c.role, alive.c.expires_at)
    return (
        select(*own, *session).outerjoin_from(refresh_tokens, alive, true()).where(tokens.digest == bindparam("digest"))
    )


@cache
def _used() -> tuple[CTE, ...]:
    """Its use, in the session as well; whoever uses the successor that it had before has copied it."""
    tokens = refresh_tokens.c
    given: BindParameter[str] = bindparam("predecessor")
    now: BindParameter[datetime] = bindparam("now")
    before = update(refresh_tokens).where(unused(tokens.parent == given)).values(retired_at=now)
    this = update(refresh_tokens).where(tokens.digest == given).values(used_at=now)
    session = update(sessions).where(sessions.c.id == bindparam("of_session")).values(used_at=now)
    return before.cte("before"), this.cte("this"), session.cte("session")


def _stolen(db: Connection, session_id: UUID, actor: Actor) -> Problem:
    if end(db, "refresh token reused", sessions.c.id == session_id):
        # Hardly ever: the templates are loaded here.
        from common.domain.notifications.queue import Recipient, notify

        audit.record(db, actor, "session.stolen", "session", session_id)
        owner = select(sessions.c.person_id).where(sessions.c.id == session_id).scalar_subquery()
        person: PersonRow = one(db, select(*without_secrets(people)).where(people.c.id == owner))
        data = {"name": person.name, "at": clock.now().isoformat(), "link": f"{settings().portal_url}/lupa-kata-sandi"}
        notify(db, Recipient.of(person), "session_stolen", f"session_stolen:{session_id}", data)
    return SessionEnded()
