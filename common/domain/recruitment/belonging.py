"""Which period a vacancy belongs to, and with it its applications, contracts, attendances and certificates.

1. To the one that its lecturer named.
2. Else to the one in which it opens, by the campus's calendar. It is set when the vacancy is published, or when such a
   period is entered later. Periods do not overlap, so that is one at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Date, and_, cast, func, select, update

from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import academic_periods, vacancies
from common.platform import clock
from common.platform.db import Connection, is_one_of, maybe
from common.platform.errors import NotFound

if TYPE_CHECKING:
    from common.domain.recruitment.rows import AcademicPeriodRow

_P = academic_periods.c
# The number of an advisory lock: "periods" as bytes.
_ASSIGNING = int.from_bytes(b"periods", "big")


def chosen_period(db: Connection, period_id: UUID | None) -> AcademicPeriodRow | None:
    """The named period, else the one of today, else the one that begins last; None when there is none at all.

    Raises NotFound for a name that is nobody's.
    """
    wanted = select(academic_periods)
    if period_id:
        wanted = wanted.where(_P.id == period_id)
    today = clock.today()
    running = and_(_P.starts_on <= today, _P.ends_on >= today)
    row: AcademicPeriodRow | None = maybe(db, wanted.order_by(running.desc(), _P.starts_on.desc()).limit(1))
    if row is None and period_id:
        raise NotFound()
    return row


def in_period(db: Connection, period_id: UUID, vacancy_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """A condition on a vacancy's id, so that a list is that of the dashboard's period. Raises NotFound."""
    period = chosen_period(db, period_id)
    if period is None:
        raise NotFound()
    return is_one_of(vacancy_id, select(vacancies.c.id).where(belongs_to(period)))


def vacancies_of(period: AcademicPeriodRow) -> CTE:
    """The period's vacancies, without drafts, which only their lecturer knows."""
    published = vacancies.c.state != VacancyState.DRAFT
    return select(vacancies).where(published, belongs_to(period)).cte("of_period")


def belongs_to(period: AcademicPeriodRow) -> ColumnElement[bool]:
    """A condition on `vacancies`."""
    own: ColumnElement[bool] = vacancies.c.period_id == period.id
    return own


def assign_periods(db: Connection, which: ColumnElement[bool] | None = None) -> None:
    """Give those of `which` that are published and without a period the one in which they open, if there is one.

    Called wherever a vacancy is published or a period is entered. The lock lets neither miss the other; of vacancies
    many may be assigned at once.
    """
    lock = func.pg_advisory_xact_lock if which is None else func.pg_advisory_xact_lock_shared
    db.execute(select(lock(_ASSIGNING)))
    opening_day = cast(func.timezone(str(clock.campus_zone()), vacancies.c.opens_at), Date)
    opening = select(_P.id).where(opening_day.between(_P.starts_on, _P.ends_on)).scalar_subquery()
    unassigned = vacancies.c.period_id.is_(None) & (vacancies.c.state != VacancyState.DRAFT)
    wanted = unassigned if which is None else unassigned & which
    db.execute(update(vacancies).where(wanted, opening.is_not(None)).values(period_id=opening))
