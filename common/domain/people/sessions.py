"""Sessions: one row from sign-in to sign-out, kept alive by a refresh token that changes at each use.

Refresh-token rotation with reuse detection (RFC 9700, section 4.14.2):

1. A token that comes a second time was copied: the whole session ends, for the thief and for the owner.
2. Within a few seconds of its first use the answer may have been lost (a page loaded anew, a phone without a network).
   Then the answer's token is revoked and a new one given out, unless it was used already.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Update, delete, exists, select, update

from common.domain import audit
from common.domain.people.tables import people, refresh_tokens, sessions
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.auth.secrets import digest, new_secret
from common.platform.auth.tokens import Claims, issue
from common.platform.db import Connection, Query, maybe, one
from common.platform.errors import Forbidden, Problem, RequestInProgress, RoleChanged, SessionEnded
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.rows import RefreshTokenRow

    class Living(Protocol):
        """A session that may still act, with its owner."""

        person_id: UUID
        role: str
        expires_at: datetime
        name: str
        number: str


_LOST_ANSWER = timedelta(seconds=10)


@dataclass(frozen=True)
class Credentials:
    """What a signed-in browser holds: the access token in memory, the refresh token in a cookie."""

    person_id: UUID
    role: str
    access_token: str
    refresh_token: str
    expires_in: int
    cookie_seconds: int


def open_session(db: Connection, person_id: UUID, roles: Collection[str]) -> Credentials:
    """A new session in the only role, or undecided when there are two to choose from (AUTH-15)."""
    role = next(iter(roles)) if len(roles) == 1 else Role.UNDECIDED
    now = clock.now()
    expires = now + timedelta(hours=settings().session_hours)
    row = {"person_id": person_id, "role": role, "created_at": now, "used_at": now, "expires_at": expires}
    session_id = db.execute(sessions.insert().values(row).returning(sessions.c.id)).scalar_one()
    return _credentials(db, session_id, person_id, role, expires)


def actor_of(db: Connection, claims: Claims, ip: str, request_id: str) -> Actor:
    """The actor behind a token. Raises SessionEnded for a session that was ended or whose owner was deactivated,
    RoleChanged when another tab has switched the role since (AUTH-16)."""
    row: Living | None = maybe(db, _living(claims.session_id))
    if row is None or row.person_id != claims.person_id:
        raise SessionEnded()
    if row.role != claims.role:
        raise RoleChanged()
    return Actor(row.person_id, row.role, row.name, row.number, claims.session_id, ip, request_id)


def switch_role(db: Connection, actor: Actor, role: str, roles: Collection[str]) -> Credentials:
    """The same session in another of its owner's `roles`; tokens of the old role are refused from now on."""
    if role not in roles:
        raise Forbidden()
    session_id = _session_id(actor)
    row: Living = one(db, _living(session_id).with_for_update(of=sessions), SessionEnded)
    db.execute(update(sessions).where(sessions.c.id == session_id).values(role=role, used_at=clock.now()))
    return _credentials(db, session_id, row.person_id, role, row.expires_at)


def sign_out(db: Connection, actor: Actor) -> None:
    """End the actor's session."""
    end_session(db, _session_id(actor), "signed out")
    audit.record(db, actor, "session.ended", "session", actor.session_id)


def _session_id(actor: Actor) -> UUID:
    if actor.session_id is None:
        raise SessionEnded()
    return actor.session_id


def refresh(db: Connection, token: str, actor: Actor) -> Credentials | Problem:
    """New credentials for a good token. A reused one ends its session: returned, so that the ending is kept."""
    wanted = select(refresh_tokens).where(refresh_tokens.c.digest == digest(token)).with_for_update()
    kept: RefreshTokenRow | None = maybe(db, wanted)
    if kept is None:
        return SessionEnded()
    if kept.used_at is not None:
        refused = _reused(db, kept.session_id, kept.used_at, actor)
        if refused:
            return refused
    row: Living | None = maybe(db, _living(kept.session_id))
    if row is None:
        return SessionEnded()
    now = clock.now()
    db.execute(update(refresh_tokens).where(refresh_tokens.c.digest == kept.digest).values(used_at=now))
    db.execute(update(sessions).where(sessions.c.id == kept.session_id).values(used_at=now))
    return _credentials(db, kept.session_id, row.person_id, row.role, row.expires_at)


def end_session(db: Connection, session_id: UUID, reason: str) -> None:
    db.execute(_ending(reason).where(sessions.c.id == session_id, sessions.c.ended_at.is_(None)))


def end_sessions_of(db: Connection, person_id: UUID, reason: str, *, but: UUID | None = None) -> None:
    """All of the person's sessions, or all `but` one."""
    running = (sessions.c.person_id == person_id) & sessions.c.ended_at.is_(None)
    others = running & (sessions.c.id != but) if but else running
    db.execute(_ending(reason).where(others))


def _reused(db: Connection, session_id: UUID, used_at: datetime, actor: Actor) -> Problem | None:
    """Why a token is refused that comes a second time; None where the first answer was lost, and is taken back."""
    if clock.now() - used_at > _LOST_ANSWER:
        end_session(db, session_id, "refresh token reused")
        audit.record(db, actor, "session.stolen", "session", session_id)
        return SessionEnded()
    later = (refresh_tokens.c.session_id == session_id) & (refresh_tokens.c.issued_at >= used_at)
    if db.scalar(select(exists().where(later, refresh_tokens.c.used_at.is_not(None)))):
        return RequestInProgress()
    db.execute(delete(refresh_tokens).where(later))
    return None


def _living(session_id: UUID) -> Query:
    """The session with its owner, if both may still act: not ended, not idle for too long, account active."""
    now = clock.now()
    idle = timedelta(minutes=settings().session_idle_minutes)
    return (
        select(sessions.c.person_id, sessions.c.role, sessions.c.expires_at, people.c.name, people.c.number)
        .join(people, people.c.id == sessions.c.person_id)
        .where(
            sessions.c.id == session_id,
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > now,
            sessions.c.used_at > now - idle,
            people.c.active,
        )
    )


def _ending(reason: str) -> Update:
    return update(sessions).values(ended_at=clock.now(), end_reason=reason)


def _credentials(db: Connection, session_id: UUID, person_id: UUID, role: str, expires: datetime) -> Credentials:
    secret, here, now = new_secret(), settings(), clock.now()
    db.execute(refresh_tokens.insert().values(digest=digest(secret), session_id=session_id, issued_at=now))
    idle = min(timedelta(minutes=here.session_idle_minutes), expires - now)
    return Credentials(
        person_id,
        role,
        issue(Claims(person_id, session_id, role)),
        secret,
        expires_in=here.access_minutes * 60,
        cookie_seconds=int(idle.total_seconds()),
    )
