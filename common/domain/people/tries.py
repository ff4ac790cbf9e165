"""Wrong passwords are counted before a password is checked, so that guesses cost nothing and stay few.

Strangers are counted by number and by address. A device that has signed in to the account before is counted by itself:
no stranger locks it out, and its own failures do (AUTH-23); all such devices of an account together have a limit too.
Each try counts as failed until it has succeeded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select

from common.domain import audit
from common.domain.people.errors import TooManyTries
from common.domain.people.tables import sign_in_attempts
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, JsonObject, all_of
from common.platform.networks import network_of, wide_network_of
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.rows import SignInAttemptRow

NOBODY = "tidak terdaftar"
_AT = sign_in_attempts.c


@dataclass(frozen=True)
class Guesser:
    """Who tries a number: somebody at an address, or a `device` that the account knows."""

    number: str
    network: str
    wide_network: str | None
    device: UUID | None

    @classmethod
    def at(cls, ip: str, number: str, device: UUID | None) -> Guesser:
        """Only an address of IPv6 has a wide network of its own."""
        network, wide = network_of(ip), wide_network_of(ip)
        return cls(number, network, wide if wide != network else None, device)


@dataclass(frozen=True)
class Limit:
    """So many failures within a window lock for another one; an address is only `slowed` to so many within each."""

    action: str
    subject: str
    tries: int
    failures: Sequence[datetime]  # the latest first
    slowed: str = ""  # the address

    def until(self, window: timedelta) -> datetime | None:
        """When the next try may be made; None for at once."""
        if len(self.failures) < self.tries or self.failures[0] - self.failures[self.tries - 1] > window:
            return None
        return self.failures[self.tries - 1 if self.slowed else 0] + window


@dataclass(frozen=True)
class Try:
    """A counted try: whether it is the `first` for a while, and the limits that it reaches if it fails."""

    id: int
    guesser: Guesser
    first: bool
    reached: Sequence[Limit]


def count_try(db: Connection, guesser: Guesser) -> Try | TooManyTries:
    """Count one more. Guesses sent at once do not slip past: each waits here for the one before it."""
    for name in _locks(guesser):
        db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    now, window = clock.now(), timedelta(minutes=settings().sign_in_lock_minutes)
    earlier = _failures(db, guesser, now - 2 * window)
    shut = [until for limit in _limits(guesser, earlier) if (until := limit.until(window)) and until > now]
    if shut:
        return too_many(max(shut) - now)
    where = {"ip": guesser.network, "wide_network": guesser.wide_network, "device": guesser.device}
    row = sign_in_attempts.insert().values(number=guesser.number, at=now, **where)
    counted = db.execute(row.returning(_AT.id)).scalar_one()
    first = not any(one.number == guesser.number and one.at > now - window for one in earlier)
    reached = [limit for limit in _limits(guesser, earlier, now) if limit.until(window)]
    return Try(counted, guesser, first, reached)


def too_many(left: timedelta) -> TooManyTries:
    """For so long."""
    return TooManyTries(minutes=ceil(left / timedelta(minutes=1)), retry_after=ceil(left.total_seconds()))


def take_back(db: Connection, counted: Try) -> None:
    """It was no failure; those before it stay."""
    db.execute(delete(sign_in_attempts).where(_AT.id == counted.id))


def forgive(db: Connection, counted: Try) -> None:
    """Whoever knows the password is forgiven what failed here before."""
    who = counted.guesser
    here = (_AT.device == who.device) if who.device else (_AT.ip == who.network) & _AT.device.is_(None)
    db.execute(delete(sign_in_attempts).where(_AT.number == who.number, here))


def record_failure(
    db: Connection, actor: Actor, action: str, counted: Try, subject: object, new: JsonObject | None = None
) -> None:
    """The first failure for a while leaves a line, and each lock that begins; the others are only counted."""
    if counted.first:
        audit.record(db, actor, action, "person", subject, new=new)
    for limit in counted.reached:
        audit.record(db, actor, limit.action, limit.subject, limit.slowed or subject, new={"tries": limit.tries})


def _locks(guesser: Guesser) -> tuple[str, ...]:
    """In one order, so that no two wait for each other."""
    if guesser.device:
        return (f"tries of devices for {guesser.number}",)
    wide = (f"tries within {guesser.wide_network}",) if guesser.wide_network else ()
    return *wide, f"tries at {guesser.network}", f"tries for {guesser.number}"


def _failures(db: Connection, guesser: Guesser, since: datetime) -> Sequence[SignInAttemptRow]:
    """Those that may count against the guesser, the latest first; limits keep them few."""
    wanted = select(sign_in_attempts).where(_counting(guesser), _AT.at > since).order_by(_AT.at.desc())
    return all_of(db, wanted)


def _counting(guesser: Guesser) -> ColumnElement[bool]:
    if guesser.device:
        return _AT.device.is_not(None) & (_AT.number == guesser.number)
    same = [_AT.number == guesser.number, _AT.ip == guesser.network]
    if guesser.wide_network:
        same.append(_AT.wide_network == guesser.wide_network)
    return _AT.device.is_(None) & or_(*same)


def _limits(guesser: Guesser, failures: Sequence[SignInAttemptRow], now: datetime | None = None) -> list[Limit]:
    """The guesser's limits after these failures, and after one more at `now`."""
    here, more = settings(), [now] if now else []
    if guesser.device:
        of_device = [*more, *(one.at for one in failures if one.device == guesser.device)]
        of_all = [*more, *(one.at for one in failures)]
        return [
            Limit("session.locked", "person", here.sign_in_tries, of_device),
            Limit("session.locked", "person", here.sign_in_tries_anywhere, of_all),
        ]
    of_number = [*more, *(one.at for one in failures if one.number == guesser.number)]
    of_address = [*more, *(one.at for one in failures if one.ip == guesser.network)]
    of_wide = [*more, *(one.at for one in failures if one.wide_network == guesser.wide_network)]
    both = [one.at for one in failures if one.number == guesser.number and one.ip == guesser.network]
    return [
        Limit("session.locked", "person", here.sign_in_tries, [*more, *both]),
        Limit("session.locked", "person", here.sign_in_tries_anywhere, of_number),
        Limit("session.slowed", "address", here.sign_in_tries_of_an_address, of_address, guesser.network),
        *(
            Limit("session.slowed", "address", here.sign_in_tries_of_a_wide_network, of_wide, wide)
            for wide in filter(None, [guesser.wide_network])
        ),
    ]
