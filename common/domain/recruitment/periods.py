"""Academic periods: the admin's calendar, from which contracts take their dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update

from common.domain import audit
from common.domain.recruitment.belonging import assign_periods
from common.domain.recruitment.errors import PeriodNameTaken, PeriodsOverlap
from common.domain.recruitment.tables import academic_periods
from common.platform.auth import Actor
from common.platform.db import Connection, columns_of, one, translating_constraints, views

if TYPE_CHECKING:
    from common.domain.recruitment.forms import PeriodFormForm
    from common.domain.recruitment.rows import AcademicPeriodRow
    from common.domain.recruitment.views import PeriodsViewData, PeriodViewData

_RULES = {
    "academic_periods_name_key": PeriodNameTaken,
    "academic_periods_do_not_overlap": PeriodsOverlap,
}


def periods(db: Connection) -> PeriodsViewData:
    """Every period, the newest first; there are two or three a year."""
    wanted = select(academic_periods).order_by(academic_periods.c.starts_on.desc())
    found: Sequence[PeriodViewData] = views(db, wanted)
    return {"items": found}


def add_period(db: Connection, actor: Actor, form: PeriodFormForm) -> AcademicPeriodRow:
    with translating_constraints(_RULES):
        made = academic_periods.insert().values({**form}).returning(academic_periods)
        row: AcademicPeriodRow = one(db, made)
    assign_periods(db)
    audit.record(db, actor, "period.added", "period", row.id, new=form)
    return row


def change_period(db: Connection, actor: Actor, period_id: UUID, form: PeriodFormForm) -> AcademicPeriodRow:
    this = academic_periods.c.id == period_id
    before: AcademicPeriodRow = one(db, select(academic_periods).where(this).with_for_update())
    old, new = audit.changes(columns_of(before), form)
    with translating_constraints(_RULES):
        changed = update(academic_periods).where(this).values({**form}).returning(academic_periods)
        row: AcademicPeriodRow = one(db, changed)
    assign_periods(db)
    audit.record(db, actor, "period.changed", "period", period_id, old=old, new=new)
    return row
