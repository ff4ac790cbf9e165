"""Signing in with the campus account: counted, then asked of the campus, then concluded.

As with a password, what is slow stands in the middle and holds no connection. Strangers are counted by their address,
and a device that has signed in before by itself, so that nobody locks another one out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from common.domain import audit
from common.domain.people.campus_accounts import CampusAccount, account_of, first_account_of
from common.domain.people.errors import AccountInactive, CampusAccountUnknown, CampusSignInFailed, TooManyTries
from common.domain.people.sign_in import record_slowing, too_often
from common.domain.people.tries import NOBODY, Guesser, Try, count_try, record_failure, take_back
from common.platform.auth import Actor
from common.platform.auth.devices import Device
from common.platform.db import Connection
from common.platform.errors import Problem
from common.platform.log import log

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

_WAY = {"way": "campus"}


def begin(db: Connection, actor: Actor, device: Device | None) -> Try | TooManyTries:
    """Count the try. The number is not known yet: one of its own stands for it."""
    familiar = device is not None and bool(device.owners)
    number = f"campus {device.id if device and familiar else uuid4()}"
    return count_try(db, Guesser.at(actor.ip, number, device.id if device and familiar else None))


def fail(db: Connection, actor: Actor, counted: Try, fault: str) -> CampusSignInFailed:
    """The answer was not valid; which fault it had is for the admin, and returned so that the line stays."""
    _refused(db, actor, counted, fault)
    return CampusSignInFailed()


def conclude(db: Connection, actor: Actor, counted: Try, campus: CampusAccount) -> PersonRow | Problem:
    """The person that the campus has vouched for. A refusal is returned, so that what it writes stays."""
    person = account_of(db, campus) or first_account_of(db, actor, campus)
    if person is None:
        _refused(db, actor, counted, "account")
        return CampusAccountUnknown()
    if not person.active:
        _refused(db, actor, counted, "inactive", person.id)
        return AccountInactive()
    if (often := too_often(db, [person])) is not None:
        return often
    take_back(db, counted)
    record_slowing(db, actor, person)
    audit.record(db, replace(actor, id=person.id, role=person.role), "session.opened", "person", person.id, new=_WAY)
    return person


def _refused(db: Connection, actor: Actor, counted: Try, fault: str, subject: UUID | str = NOBODY) -> None:
    log.warning("a campus sign-in was refused: %s", fault)
    record_failure(db, actor, "session.refused", counted, subject, {**_WAY, "fault": fault})
