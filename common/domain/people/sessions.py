"""Sessions: one row from sign-in to sign-out, kept alive by a refresh token that changes at each use.

Refresh-token rotation with reuse detection (RFC 9700, section 4.14.2): a browser has one live chain of tokens.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, select, update

from common.domain import audit
from common.domain.people.tables import people, refresh_tokens, sessions
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.auth.secrets import digest, new_secret
from common.platform.auth.tokens import Claims, issue
from common.platform.db import Connection, Query, maybe, on_commit, one, without_secrets
from common.platform.errors import Forbidden, Problem, RoleChanged, SessionEnded
from common.platform.log import log
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow, RefreshTokenRow

    Moment = datetime | ColumnElement[datetime]

    class Living(Protocol):
        """A session that may still act, with its owner."""

        person_id: UUID
        role: str
        expires_at: datetime
        name: str
        number: str


@dataclass(frozen=True)
class Credentials:
    """What a signed-in browser holds: the access token in memory, the refresh token in a cookie."""

    person_id: UUID
    role: str
    access_token: str
    refresh_token: str
    expires_in: int
    cookie_seconds: int


def open_session(
    db: Connection, person_id: UUID, roles: Collection[str], device_id: UUID | None = None, device: str = ""
) -> Credentials:
    """A new session in the only role, or undecided when there are two to choose from (AUTH-15)."""
    role = next(iter(roles)) if len(roles) == 1 else Role.UNDECIDED
    now = clock.now()
    expires = now + timedelta(hours=settings().session_hours)
    row = {"person_id": person_id, "role": role, "created_at": now, "used_at": now, "expires_at": expires}
    on = {"device_id": device_id, "device": device or None}
    session_id = db.execute(sessions.insert().values(**row, **on).returning(sessions.c.id)).scalar_one()
    return _credentials(db, session_id, person_id, role, expires)


def actor_of(db: Connection, claims: Claims, ip: str, request_id: str) -> Actor:
    """The actor behind a token. Raises SessionEnded for a session that was ended or whose owner was deactivated,
    RoleChanged when another tab has switched the role since (AUTH-16)."""
    row: Living | None = maybe(db, _living(), _at_present(claims.session_id))
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
    row: Living = one(db, _living().with_for_update(of=sessions), SessionEnded, _at_present(session_id))
    now = clock.now()
    # As by a refresh: when this answer is lost, the token that the browser still has is good for another one.
    before = update(refresh_tokens).where(_unused(refresh_tokens.c.session_id == session_id)).values(used_at=now)
    parent: str | None = db.scalar(before.returning(refresh_tokens.c.digest))
    db.execute(update(sessions).where(sessions.c.id == session_id).values(role=role, used_at=now))
    return _credentials(db, session_id, row.person_id, role, row.expires_at, parent)


def sign_out(db: Connection, actor: Actor) -> None:
    """End the actor's session."""
    end_session(db, _session_id(actor), "signed out")
    audit.record(db, actor, "session.ended", "session", actor.session_id)


def _session_id(actor: Actor) -> UUID:
    if actor.session_id is None:
        raise SessionEnded()
    return actor.session_id


def refresh(db: Connection, token: str, actor: Actor) -> Credentials | Problem:
    """New credentials for a good token: the first use of a token marks it.

    1. A token that is asked again while its successor is unused gets another one: the first answer was lost. The
       first successor is retired.
    2. A retired token, or one whose successor was used, is in two hands. Its session ends and its owner is notified.
       This is returned, so that the ending is kept.
    """
    own = refresh_tokens.c.digest == digest(token)
    # One at a time for a session: two tokens of one chain must not both find their successors unused.
    session_id = select(refresh_tokens.c.session_id).where(own).scalar_subquery()
    db.execute(select(sessions.c.id).where(sessions.c.id == session_id).with_for_update())
    kept: RefreshTokenRow | None = maybe(db, select(refresh_tokens).where(own).with_for_update())
    if kept is None:
        return SessionEnded()
    if kept.retired_at is not None or _successor_was_used(db, kept):
        return _stolen(db, kept.session_id, actor)
    row: Living | None = maybe(db, _living(), _at_present(kept.session_id))
    if row is None:
        return SessionEnded()
    now = clock.now()
    _retire(db, refresh_tokens.c.parent == kept.digest)
    db.execute(update(refresh_tokens).where(refresh_tokens.c.digest == kept.digest).values(used_at=now))
    db.execute(update(sessions).where(sessions.c.id == kept.session_id).values(used_at=now))
    return _credentials(db, kept.session_id, row.person_id, row.role, row.expires_at, kept.digest)


def end_session_of(db: Connection, token: str) -> None:
    """The session of a browser that signs in anew, by its refresh token, if it has one."""
    if not token:
        return
    of = select(refresh_tokens.c.session_id).where(refresh_tokens.c.digest == digest(token)).scalar_subquery()
    _end(db, "signed in anew", sessions.c.id == of)


def end_session(db: Connection, session_id: UUID, reason: str) -> None:
    _end(db, reason, sessions.c.id == session_id)


def end_sessions_of(db: Connection, person_id: UUID, reason: str, *, but: UUID | None = None) -> None:
    """All of the person's sessions, or all `but` one."""
    own = sessions.c.person_id == person_id
    _end(db, reason, own & (sessions.c.id != but) if but else own)


def _successor_was_used(db: Connection, kept: RefreshTokenRow) -> bool:
    used = (refresh_tokens.c.parent == kept.digest) & refresh_tokens.c.used_at.is_not(None)
    return kept.used_at is not None and bool(db.scalar(select(exists().where(used))))


def _retire(db: Connection, which: ColumnElement[bool]) -> None:
    """From now on whoever uses one of these tokens has copied it."""
    db.execute(update(refresh_tokens).where(_unused(which)).values(retired_at=clock.now()))


def _unused(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of these tokens the one that the session goes on with."""
    return which & refresh_tokens.c.used_at.is_(None) & refresh_tokens.c.retired_at.is_(None)


def _stolen(db: Connection, session_id: UUID, actor: Actor) -> Problem:
    if _end(db, "refresh token reused", sessions.c.id == session_id):
        # Every function knows sessions, and hardly one of them notifies: the templates are imported here.
        from common.domain.notifications.queue import Recipient, notify

        audit.record(db, actor, "session.stolen", "session", session_id)
        owner = select(sessions.c.person_id).where(sessions.c.id == session_id).scalar_subquery()
        person: PersonRow = one(db, select(*without_secrets(people)).where(people.c.id == owner))
        data = {"name": person.name, "at": clock.now().isoformat(), "link": f"{settings().portal_url}/lupa-kata-sandi"}
        notify(db, Recipient.of(person), "session_stolen", f"session_stolen:{session_id}", data)
    return SessionEnded()


@cache
def _living() -> Query:
    """A session with its owner, if both may still act. Built once, since every request of who is signed in asks it."""
    return (
        select(sessions.c.person_id, sessions.c.role, sessions.c.expires_at, people.c.name, people.c.number)
        .join(people, people.c.id == sessions.c.person_id)
        .where(
            sessions.c.id == bindparam("session_id"),
            _running(bindparam("now"), bindparam("idle_since")),
            people.c.active,
        )
    )


def _at_present(session_id: UUID) -> dict[str, object]:
    now = clock.now()
    return {"session_id": session_id, "now": now, "idle_since": _idle_since(now)}


def running() -> ColumnElement[bool]:
    """That a session was not ended, has not been idle for too long, and is not too old."""
    now = clock.now()
    return _running(now, _idle_since(now))


def _running(now: Moment, idle_since: Moment) -> ColumnElement[bool]:
    return sessions.c.ended_at.is_(None) & (sessions.c.expires_at > now) & (sessions.c.used_at > idle_since)


def _idle_since(now: datetime) -> datetime:
    return now - timedelta(minutes=settings().session_idle_minutes)


def _end(db: Connection, reason: str, which: ColumnElement[bool]) -> bool:
    """End those of `which` that run, in the inbox as well, which asks no database; whether there were any."""
    ended = update(sessions).where(which, sessions.c.ended_at.is_(None)).returning(sessions.c.id)
    ids = db.scalars(ended.values(ended_at=clock.now(), end_reason=reason)).all()
    if ids:
        on_commit(db, partial(_end_in_the_inbox, tuple(ids)))
    return bool(ids)


def _end_in_the_inbox(ids: tuple[UUID, ...]) -> None:
    """At worst the inbox answers until the access token has expired."""
    if not settings().wake_delivery:
        return
    from common.platform.live import live

    until = clock.now() + timedelta(minutes=settings().access_minutes + 1)
    try:
        for session_id in ids:
            live().end_session(str(session_id), until)
    except Exception:
        log.warning("the inbox does not know of an ended session yet", exc_info=True)


def _credentials(
    db: Connection, session_id: UUID, person_id: UUID, role: str, expires: datetime, parent: str | None = None
) -> Credentials:
    secret, here, now = new_secret(), settings(), clock.now()
    row = {"digest": digest(secret), "session_id": session_id, "parent": parent, "issued_at": now}
    db.execute(refresh_tokens.insert().values(row))
    idle = min(timedelta(minutes=here.session_idle_minutes), expires - now)
    return Credentials(
        person_id,
        role,
        issue(Claims(person_id, session_id, role)),
        secret,
        expires_in=here.access_minutes * 60,
        cookie_seconds=int(idle.total_seconds()),
    )
