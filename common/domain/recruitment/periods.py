"""Academic periods: the admin's calendar, from which contracts take their dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from common.domain import audit
from common.domain.recruitment.errors import PeriodNameTaken, PeriodsOverlap
from common.domain.recruitment.tables import academic_periods
from common.platform.auth import Actor
from common.platform.db import Connection, one, translating_constraints

_RULES = {
    "academic_periods_name_key": PeriodNameTaken,
    "academic_periods_do_not_overlap": PeriodsOverlap,
}


def periods(db: Connection) -> dict[str, Any]:
    """Every period, the newest first; there are two or three a year."""
    wanted = select(academic_periods).order_by(academic_periods.c.starts_on.desc())
    return {"items": db.execute(wanted).mappings().all()}


def add_period(db: Connection, actor: Actor, form: Mapping[str, Any]) -> Any:
    with translating_constraints(_RULES):
        row = db.execute(academic_periods.insert().values(dict(form)).returning(academic_periods)).one()
    audit.record(db, actor, "period.added", "period", row.id, new=form)
    return row


def change_period(db: Connection, actor: Actor, period_id: UUID, form: Mapping[str, Any]) -> Any:
    this = academic_periods.c.id == period_id
    before = one(db, select(academic_periods).where(this).with_for_update())
    old, new = audit.changes(before._mapping, form)
    with translating_constraints(_RULES):
        row = db.execute(update(academic_periods).where(this).values(dict(form)).returning(academic_periods)).one()
    audit.record(db, actor, "period.changed", "period", period_id, old=old, new=new)
    return row
