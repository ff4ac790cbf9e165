"""What leaves the log when its time is over. A line itself stays, and what it was about.

A trigger of the database lets a transaction that has announced it take a value away, and nothing else; only the step
that erases has the right to change the log at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import case, func, select, update

from common.domain.audit.tables import ADDRESS, ADDRESS_KEPT, audit_log
from common.platform import clock
from common.platform.db import Connection

_L = audit_log.c


def erase_addresses(db: Connection, limit: int) -> int:
    """Of lines that are older than a year, the oldest first; of how many."""
    over = select(_L.id).where(_L.at < ADDRESS_KEPT.before(clock.now()), _L.ip != "").order_by(_L.at).limit(limit)
    subject = case((_L.subject_type == ADDRESS, ""), else_=_L.subject_id)
    _announce(db)
    erased = update(audit_log).where(_L.id.in_(db.scalars(over).all()))
    return db.execute(erased.values(ip="", subject_id=subject)).rowcount


def erase_values(db: Connection, subject_type: str, subjects: Sequence[UUID]) -> None:
    """Old and new values and reasons of every line about these subjects."""
    about = (_L.subject_type == subject_type) & _L.subject_id.in_([str(subject) for subject in subjects])
    _announce(db)
    db.execute(update(audit_log).where(about).values(old=None, new=None, reason=None))


def _announce(db: Connection) -> None:
    """For this transaction alone."""
    db.execute(select(func.set_config("aslab.erasing", "on", True)))
