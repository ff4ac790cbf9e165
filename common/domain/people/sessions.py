"""Sessions: one row from sign-in to sign-out, kept alive by a refresh token that changes at each use."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Insert, bindparam, select, true, update

from common.domain import audit
from common.domain.people.tables import people, refresh_tokens, sessions
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.auth.secrets import digest, new_secret
from common.platform.auth.tokens import Claims, issue
from common.platform.db import Connection, Query, maybe, on_commit, one
from common.platform.errors import Forbidden, RoleChanged, SessionEnded
from common.platform.log import log
from common.platform.settings import settings

if TYPE_CHECKING:
    Moment = datetime | ColumnElement[datetime]

    class Living(Protocol):
        """A session that may still act, with its owner."""

        person_id: UUID
        role: str
        expires_at: datetime
        name: str
        number: str

    class Answered(Living, Protocol):
        """With what was asked beside."""

        answer: bool


_NOTHING: ColumnElement[bool] = true()


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
    return credentials(db, session_id, person_id, role, expires)


def actor_of(db: Connection, claims: Claims, ip: str, request_id: str) -> Actor:
    """The actor behind a token. Raises SessionEnded for a session that was ended or whose owner was deactivated,
    RoleChanged when another tab has switched the role since (AUTH-16)."""
    return actor_and(db, claims, ip, request_id, _NOTHING, {})[0]


def actor_and(
    db: Connection,
    claims: Claims,
    ip: str,
    request_id: str,
    asked: ColumnElement[bool],
    values: Mapping[str, object],
) -> tuple[Actor, bool]:
    """The actor, and what was `asked` beside, of the row in `people`, in one statement. The same raises."""
    row: Answered | None = maybe(db, living(asked), {**at_present(claims.session_id), **values})
    if row is None or row.person_id != claims.person_id:
        raise SessionEnded()
    if row.role != claims.role:
        raise RoleChanged()
    return Actor(row.person_id, row.role, row.name, row.number, claims.session_id, ip, request_id), row.answer


def switch_role(db: Connection, actor: Actor, role: str, roles: Collection[str]) -> Credentials:
    """The same session in another of its owner's `roles`; tokens of the old role are refused from now on."""
    if role not in roles:
        raise Forbidden()
    session_id = _session_id(actor)
    row: Living = one(db, living().with_for_update(of=sessions), SessionEnded, at_present(session_id))
    now = clock.now()
    # As by a refresh: when this answer is lost, the token that the browser still has is good for another one.
    before = update(refresh_tokens).where(unused(refresh_tokens.c.session_id == session_id)).values(used_at=now)
    parent: str | None = db.scalar(before.returning(refresh_tokens.c.digest))
    db.execute(update(sessions).where(sessions.c.id == session_id).values(role=role, used_at=now))
    return credentials(db, session_id, row.person_id, role, row.expires_at, parent)


def sign_out(db: Connection, actor: Actor) -> None:
    """End the actor's session."""
    end_session(db, _session_id(actor), "signed out")
    audit.record(db, actor, "session.ended", "session", actor.session_id)


def _session_id(actor: Actor) -> UUID:
    if actor.session_id is None:
        raise SessionEnded()
    return actor.session_id


def end_session_of(db: Connection, token: str) -> None:
    """The session of a browser that signs in anew, by its refresh token, if it has one."""
    if not token:
        return
    of = select(refresh_tokens.c.session_id).where(refresh_tokens.c.digest == digest(token)).scalar_subquery()
    end(db, "signed in anew", sessions.c.id == of)


def end_session(db: Connection, session_id: UUID, reason: str) -> None:
    end(db, reason, sessions.c.id == session_id)


def end_sessions_of(db: Connection, person_id: UUID, reason: str, *, but: UUID | None = None) -> None:
    """All of the person's sessions, or all `but` one."""
    own = sessions.c.person_id == person_id
    end(db, reason, own & (sessions.c.id != but) if but else own)


def unused(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of these refresh tokens the one that the session goes on with."""
    return which & refresh_tokens.c.used_at.is_(None) & refresh_tokens.c.retired_at.is_(None)


@cache
def living(asked: ColumnElement[bool] = _NOTHING) -> Query:
    """A session with its owner, if both may still act. Built once, since every request of who is signed in asks it."""
    own = (sessions.c.person_id, sessions.c.role, sessions.c.expires_at)
    return (
        select(*own, people.c.name, people.c.number, asked.label("answer"))
        .join(people, people.c.id == sessions.c.person_id)
        .where(
            sessions.c.id == bindparam("session_id"),
            _running(bindparam("now"), bindparam("idle_since")),
            people.c.active,
        )
    )


def at_present(session_id: UUID) -> dict[str, object]:
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


def end(db: Connection, reason: str, which: ColumnElement[bool]) -> bool:
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


def credentials(
    db: Connection,
    session_id: UUID,
    person_id: UUID,
    role: str,
    expires: datetime,
    parent: str | None = None,
    first: tuple[CTE, ...] = (),
) -> Credentials:
    """An access token, and the successor of `parent`. It is entered by one statement with the changes of `first`, which
    may name `of_session`, `predecessor` and `now`."""
    secret, here, now = new_secret(), settings(), clock.now()
    values = {"successor": digest(secret), "of_session": session_id, "predecessor": parent, "now": now}
    db.execute(_entering(first), values)
    idle = min(timedelta(minutes=here.session_idle_minutes), expires - now)
    return Credentials(
        person_id,
        role,
        issue(Claims(person_id, session_id, role)),
        secret,
        expires_in=here.access_minutes * 60,
        cookie_seconds=int(idle.total_seconds()),
    )


@cache
def _entering(first: tuple[CTE, ...]) -> Insert:
    """Built once for each of the few `first`."""
    row = {"digest": "successor", "session_id": "of_session", "parent": "predecessor", "issued_at": "now"}
    given = {name: bindparam(value, type_=refresh_tokens.c[name].type) for name, value in row.items()}
    return refresh_tokens.insert().values(given).add_cte(*first)
