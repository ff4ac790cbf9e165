"""Signing in with NIM or NIP and a password: limited tries, and no hint which accounts exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, select

from common.domain import audit
from common.domain.people.errors import AccountInactive, TooManyTries, WrongCredentials
from common.domain.people.tables import people, sign_in_attempts
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.passwords import password_fits
from common.platform.db import Connection, all_of, one
from common.platform.errors import Invalid, Problem
from common.platform.fields.normal import number as normal_number
from common.platform.settings import settings
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

_WRONG = Text("Kata sandi saat ini salah", en="The current password is wrong", code="wrong_password")


def check_password(db: Connection, actor: Actor, number: str, password: str) -> PersonRow | Problem:
    """The person who knows the password. A refusal is returned, not raised: the failed try has to be kept."""
    if locked := _one_guess_at_a_time(db, number, actor.ip):
        return locked
    known = _accounts(db, number)
    hashes = [person.password_hash for person in known] or [None]
    fitting = [password_fits(password_hash, password) for password_hash in hashes]
    if True not in fitting:
        return _failed(db, actor, number, known[0] if known else None)
    person = known[fitting.index(True)]
    if not _unchanged(db, person):
        return _failed(db, actor, number, person)
    if not person.active:
        return AccountInactive()
    db.execute(delete(sign_in_attempts).where(_of(number, actor.ip)))
    audit.record(db, replace(actor, id=person.id, role=person.role), "session.opened", "person", person.id)
    return person


def _accounts(db: Connection, number: str) -> Sequence[PersonRow]:
    """The account of a number; older ones may have it in another spelling, and the password shows which is meant."""
    same = func.normal_number(people.c.number) == number
    return all_of(db, select(people).where(same).order_by(people.c.number_double))


def confirm_password(db: Connection, actor: Actor, password: str) -> Problem | None:
    """Why the one who is signed in has not shown to be the owner, or None; to be returned, so that the try is kept.

    Tries count together with those to sign in: a session left open is no way around the lock. Passing locks the
    row of the account, so that the password cannot change before the decision that it was asked for.
    """
    number = normal_number(actor.number)
    if locked := _one_guess_at_a_time(db, number, actor.ip):
        return locked
    known: PersonRow = one(db, select(people).where(people.c.id == actor.person_id))
    fits = password_fits(known.password_hash, password)
    again = select(people.c.password_hash).where(people.c.id == known.id).with_for_update()
    if db.scalar(again) != known.password_hash or not fits:
        _count(db, actor, number)
        audit.record(db, actor, "password.refused", "person", known.id)
        return Invalid(fields={"current_password": [_WRONG]})
    db.execute(delete(sign_in_attempts).where(_of(number, actor.ip)))
    return None


def _one_guess_at_a_time(db: Connection, number: str, ip: str) -> Problem | None:
    """Guesses sent at once must not slip past the count: each waits here for the one before it."""
    db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{number} {ip}", 0))))
    locked_for = _locked_for(db, number, ip)
    if locked_for <= timedelta(0):
        return None
    return TooManyTries(minutes=ceil(locked_for / timedelta(minutes=1)), retry_after=ceil(locked_for.total_seconds()))


def _unchanged(db: Connection, person: PersonRow) -> bool:
    """Whether the password checked is still the one that holds; from here on a new one waits for this session."""
    now = select(people.c.password_hash).where(people.c.id == person.id, people.c.active == person.active)
    return bool(db.scalar(now.with_for_update(read=True)) == person.password_hash)


def _failed(db: Connection, actor: Actor, number: str, person: PersonRow | None) -> Problem:
    _count(db, actor, number)
    audit.record(db, actor, "session.refused", "person", person.id if person else "tidak terdaftar")
    return WrongCredentials()


def _count(db: Connection, actor: Actor, number: str) -> None:
    db.execute(sign_in_attempts.insert().values(number=number, ip=actor.ip, at=clock.now()))


def _locked_for(db: Connection, number: str, ip: str) -> timedelta:
    """How long this number stays locked for this address; many failures lock it for every one."""
    here, anywhere = settings(), sign_in_attempts.c.number == number
    return max(
        _lock_after(db, _of(number, ip), here.sign_in_tries),
        _lock_after(db, anywhere, here.sign_in_tries_anywhere),
    )


def _lock_after(db: Connection, which: ColumnElement[bool], tries: int) -> timedelta:
    """What is left of 15 minutes from the last of so many failures within 15 minutes."""
    window = timedelta(minutes=settings().sign_in_lock_minutes)
    latest = (
        select(sign_in_attempts.c.at)
        .where(which, sign_in_attempts.c.at > clock.now() - 2 * window)
        .order_by(sign_in_attempts.c.at.desc())
        .limit(tries)
    )
    failures = db.scalars(latest).all()
    if len(failures) < tries or failures[0] - failures[-1] > window:
        return timedelta(0)
    unlocked_at: datetime = failures[0] + window
    return unlocked_at - clock.now()


def _of(number: str, ip: str) -> ColumnElement[bool]:
    return (sign_in_attempts.c.number == number) & (sign_in_attempts.c.ip == ip)
