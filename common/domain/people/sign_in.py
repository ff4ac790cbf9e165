"""Signing in with NIM or NIP and a password: limited tries, and no hint which accounts exist.

A sign-in has three parts: the try is counted, the password is checked, the outcome is written. The slow part in the
middle needs no connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from common.domain import audit
from common.domain.people.campus_accounts import by_campus_alone
from common.domain.people.errors import AccountInactive, PasswordSignInOff, TooManyTries, WrongCredentials
from common.domain.people.tables import people, sessions
from common.domain.people.tries import NOBODY, Guesser, Try, count_try, forgive, record_failure, take_back, too_many
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.devices import Device, Owner
from common.platform.auth.passwords import password_fits
from common.platform.db import Connection, all_of, maybe, one
from common.platform.errors import Invalid, Problem, SessionEnded
from common.platform.fields.normal import number as normal_number
from common.platform.settings import settings
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow, WholePersonRow

_WRONG = Text("Kata sandi saat ini salah", en="The current password is wrong", code="wrong_password")


@dataclass(frozen=True)
class Guess:
    """A counted try, and the accounts that it may be for."""

    counted: Try
    known: Sequence[WholePersonRow]


def begin(db: Connection, actor: Actor, number: str, device: Device | None = None) -> Guess | Problem:
    """Count the try. A refusal is returned: it is answered without the work of checking a password."""
    known = _accounts(db, number)
    if (often := too_often(db, known)) is not None:
        return often
    familiar = device and any(device.knows(Owner.by(person.id, person.password_hash)) for person in known)
    counted = count_try(db, Guesser.at(actor.ip, number, device.id if device and familiar else None))
    return counted if isinstance(counted, Problem) else Guess(counted, known)


def matching(guess: Guess, password: str) -> WholePersonRow | None:
    """Whose password it is. As slow when the number is nobody's."""
    hashes = [person.password_hash for person in guess.known] or [None]
    fitting = [password_fits(password_hash, password) for password_hash in hashes]
    return guess.known[fitting.index(True)] if True in fitting else None


def conclude(db: Connection, actor: Actor, guess: Guess, person: WholePersonRow | None) -> WholePersonRow | Problem:
    """The person, unless the password has changed since. A refusal is returned, so that what it writes stays."""
    if person is None or not _unchanged(db, person):
        tried = person or (guess.known[0] if guess.known else None)
        record_failure(db, actor, "session.refused", guess.counted, tried.id if tried else NOBODY)
        return WrongCredentials()
    if not person.active:
        take_back(db, guess.counted)
        return AccountInactive()
    if by_campus_alone(db, person):
        take_back(db, guess.counted)
        return PasswordSignInOff()
    forgive(db, guess.counted)
    record_slowing(db, actor, person)
    audit.record(db, replace(actor, id=person.id, role=person.role), "session.opened", "person", person.id)
    return person


def too_often(db: Connection, known: Sequence[PersonRow]) -> TooManyTries | None:
    """Why the accounts cannot be signed in to now, although nothing was wrong: they were too often."""
    lately, most = _sign_ins(db, known), settings().sign_ins
    return too_many(lately[most - 1] + _window() - clock.now()) if len(lately) >= most else None


def record_slowing(db: Connection, actor: Actor, person: PersonRow) -> None:
    """A line for the sign-in that is the last for a while."""
    if len(_sign_ins(db, [person])) == settings().sign_ins - 1:
        audit.record(db, actor, "session.slowed", "person", person.id, new={"sign_ins": settings().sign_ins})


def check_password(
    db: Connection, actor: Actor, number: str, password: str, device: Device | None = None
) -> WholePersonRow | Problem:
    """All three parts in one transaction, where nobody waits for its connection."""
    guess = begin(db, actor, number, device)
    return guess if isinstance(guess, Problem) else conclude(db, actor, guess, matching(guess, password))


def begin_confirming(db: Connection, actor: Actor) -> Guess | Problem:
    """As `begin`, when the one who is signed in has to show to be the owner.

    Tries count together with those to sign in on this device: a session left open is no way around the lock.
    """
    guesser = Guesser.at(actor.ip, normal_number(actor.number), _device_of(db, actor))
    counted = count_try(db, guesser)
    if isinstance(counted, Problem):
        return counted
    me: WholePersonRow = one(db, select(people).where(people.c.id == actor.person_id))
    return Guess(counted, [me])


def conclude_confirming(db: Connection, actor: Actor, guess: Guess, person: WholePersonRow | None) -> Problem | None:
    """Why the password shows no owner, or None; to be returned, so that what it writes stays.

    Passing locks the row of the account: the password cannot change before the decision that it was asked for.
    """
    [known] = guess.known
    active = select(people).where(people.c.id == known.id, people.c.active)
    now: WholePersonRow | None = maybe(db, active.with_for_update())
    if now is None or _has_ended(db, actor):
        take_back(db, guess.counted)
        return SessionEnded()
    if person is None or now.password_hash != known.password_hash:
        record_failure(db, actor, "password.refused", guess.counted, known.id)
        return Invalid(fields={"current_password": [_WRONG]})
    forgive(db, guess.counted)
    return None


def _accounts(db: Connection, number: str) -> Sequence[WholePersonRow]:
    """The account of a number; older ones may have it in another spelling, and the password shows which is meant."""
    same = func.normal_number(people.c.number) == number
    return all_of(db, select(people).where(same).order_by(people.c.number_double))


def _sign_ins(db: Connection, known: Sequence[PersonRow]) -> Sequence[datetime]:
    """When the accounts were signed in to within the window, the latest first; no more than count."""
    own = sessions.c.person_id.in_([person.id for person in known])
    lately = select(sessions.c.created_at).where(own, sessions.c.created_at > clock.now() - _window())
    return db.scalars(lately.order_by(sessions.c.created_at.desc()).limit(settings().sign_ins)).all()


def _window() -> timedelta:
    return timedelta(minutes=settings().sign_in_lock_minutes)


def _has_ended(db: Connection, actor: Actor) -> bool:
    """Whether the session was ended while the password was being checked."""
    return db.scalar(select(sessions.c.ended_at).where(sessions.c.id == actor.session_id)) is not None


def _device_of(db: Connection, actor: Actor) -> UUID | None:
    device: UUID | None = db.scalar(select(sessions.c.device_id).where(sessions.c.id == actor.session_id))
    return device


def _unchanged(db: Connection, person: WholePersonRow) -> bool:
    """Whether the password checked is still the one that holds; from here on a new one waits for this session."""
    now = select(people.c.password_hash).where(people.c.id == person.id, people.c.active == person.active)
    return bool(db.scalar(now.with_for_update(read=True)) == person.password_hash)
