"""What a lecturer is still responsible for, which somebody has to take over before the account is shut (USR-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, TableClause, Text, Uuid, column, func, or_, select, table

from common.domain.people.errors import StillResponsible
from common.platform import clock
from common.platform.db import Connection, Expression, views

if TYPE_CHECKING:
    from common.domain.people.views import DutyViewData

# Named, not imported: what people do comes after people, and knows them.
_vacancies = table(
    "vacancies",
    *(column("id", Uuid), column("lecturer_id", Uuid), column("course", Text), column("state", Text)),
    column("closes_at", DateTime(timezone=True)),
)
_applications = table(
    "applications", column("state", Text), column("vacancy_id", Uuid), column("activated_at", DateTime(timezone=True))
)
_contracts = table("contracts", column("state", Text), column("vacancy_id", Uuid))


def duties(db: Connection, person_id: UUID) -> Sequence[DutyViewData]:
    """The own vacancies that are open, have applicants to be decided or activated, or aslab with running contracts."""
    v = _vacancies.c
    is_open = (v.state == "terbit") & (v.closes_at > clock.now())
    undecided, aslab = _count(_applications, _is_undecided()), _count(_contracts, _contracts.c.state != "selesai")
    shown = select(v.id, v.course, is_open.label("open"), undecided.label("undecided"), aslab.label("aslab"))
    due = or_(is_open, undecided > 0, aslab > 0)
    found: Sequence[DutyViewData] = views(db, shown.where(v.lecturer_id == person_id, due).order_by(v.course, v.id))
    return found


def require_no_duties(db: Connection, person_id: UUID) -> None:
    """Raises StillResponsible, which names the courses."""
    if left := duties(db, person_id):
        raise StillResponsible(courses=", ".join(dict.fromkeys(duty["course"] for duty in left)))


def _is_undecided() -> ColumnElement[bool]:
    a = _applications.c
    return a.state.in_(["menunggu", "wawancara"]) | ((a.state == "diterima") & a.activated_at.is_(None))


def _count(of: TableClause, which: ColumnElement[bool]) -> Expression:
    counted = select(func.count()).select_from(of).where(of.c.vacancy_id == _vacancies.c.id, which)
    return counted.correlate(_vacancies).scalar_subquery()
