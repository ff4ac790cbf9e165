"""What was written about one person, and a clock that stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import Connection, select

from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.people import passwords, profile
from common.domain.people.password_rules import hash_of_new, require_long_enough
from common.domain.people.sign_in import begin_confirming, conclude_confirming, matching
from common.domain.people.tables import people
from common.platform.auth import Actor
from common.platform.errors import Problem
from tests.bystanders import own

SECOND = timedelta(seconds=1)


def at(moment: datetime) -> time_machine.travel:
    """The clock stands at `moment`."""
    return time_machine.travel(moment, tick=False)


def audited(db: Connection, subject: object) -> list[tuple[str, Any, Any]]:
    """Action, old and new value of each line about `subject`, the oldest first."""
    lines = own(audit_log).where(audit_log.c.subject_id == str(subject)).order_by(audit_log.c.id)
    return [(line.action, line.old, line.new) for line in db.execute(lines)]


def sent(db: Connection, person: Any) -> list[Any]:
    """The messages of `person`, the oldest first."""
    wanted = own(messages).where(messages.c.person_id == person.id).order_by(messages.c.created_at)
    return list(db.execute(wanted).all())


def tokens(db: Connection, person: Any) -> list[str]:
    """What the links sent to `person` carry, the oldest first."""
    return [message.data["link"].partition("#")[2] for message in sent(db, person) if "link" in message.data]


def confirm_password(db: Connection, actor: Actor, password: str) -> Problem | None:
    """In one transaction, where nobody waits for its connection; the steps are those of the function."""
    guess = begin_confirming(db, actor)
    return guess if isinstance(guess, Problem) else conclude_confirming(db, actor, guess, matching(guess, password))


def change_password(db: Connection, actor: Actor, password: str, new: str) -> Problem | None:
    """Likewise."""
    guess = begin_confirming(db, actor)
    if isinstance(guess, Problem):
        return guess
    fitting = matching(guess, password)
    made = hash_of_new(new, guess.known[0])
    refused = conclude_confirming(db, actor, guess, fitting)
    if refused or isinstance(made, Problem):
        return refused or made
    return profile.change_password(db, actor, made)


def set_password(db: Connection, actor: Actor, token: str, password: str) -> None:
    """Likewise. A refusal is raised."""
    require_long_enough(password)
    made = hash_of_new(password, passwords.owner_of_link(db, token))
    if isinstance(made, Problem):
        raise made
    passwords.set_password(db, actor, token=token, password_hash=made)


def whole(db: Connection, person_id: Any) -> Any:
    """The account with the hash of its password."""
    return db.execute(select(people).where(people.c.id == person_id)).one()
