"""What was written about one person, and a clock that stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import Connection

from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
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
