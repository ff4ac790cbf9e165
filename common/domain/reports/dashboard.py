"""The dashboard of a period (LAP-01): each number is that of the list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, exists, func, select

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.tables import attendance_weeks
from common.domain.certificates.tables import certificates
from common.domain.people.tables import people
from common.domain.recruitment.belonging import chosen_period, vacancies_of
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import application_steps, applications
from common.domain.reports.schemas import Stage
from common.platform import clock
from common.platform.db import Connection, Query, as_view, view, views

if TYPE_CHECKING:
    from common.domain.recruitment.rows import AcademicPeriodRow
    from common.domain.recruitment.views import PeriodViewData
    from common.domain.reports.views import DashboardViewData, VacancyFiguresData, WeekFiguresData

_MOST_VACANCIES = 20
_A = applications.c
_WEEK = timedelta(weeks=1)


class Counts(TypedDict):
    """What is counted of a period, by the labels of the query."""

    vacancies: int
    accepted: int
    active_aslab: int
    certificates: int
    ever_applied: int
    ever_interviewed: int
    ever_accepted: int
    ever_activated: int
    ever_certified: int


_NOTHING_YET: Counts = dict.fromkeys(Counts.__annotations__, 0)  # type: ignore[assignment]


def dashboard(db: Connection, *, period_id: UUID | None) -> DashboardViewData:
    """All the figures of a period, in four statements. Raises NotFound for a period that is not there."""
    period = chosen_period(db, period_id)
    if period is None:
        return _shown(None, _NOTHING_YET, [], [])
    own = vacancies_of(period)
    counts: Counts = view(db, _counts(own))
    by_vacancy: Sequence[VacancyFiguresData] = views(db, _by_vacancy(own))
    by_week: Sequence[WeekFiguresData] = views(db, _by_week(own))
    shown: PeriodViewData = as_view(period)
    return _shown(shown, counts, by_vacancy, _without_gaps(period, {week["starts_on"]: week for week in by_week}))


def _shown(
    period: PeriodViewData | None,
    counts: Counts,
    by_vacancy: Sequence[VacancyFiguresData],
    weeks: Sequence[WeekFiguresData],
) -> DashboardViewData:
    reached = {
        Stage.APPLIED: counts["ever_applied"],
        Stage.INTERVIEWED: counts["ever_interviewed"],
        Stage.ACCEPTED: counts["ever_accepted"],
        Stage.ACTIVATED: counts["ever_activated"],
        Stage.CERTIFIED: counts["ever_certified"],
    }
    return {
        "period": period,
        "totals": {
            "vacancies": counts["vacancies"],
            "applications": counts["ever_applied"],
            "accepted": counts["accepted"],
            "active_aslab": counts["active_aslab"],
            "attendances": sum(week["approved"] + week["waiting"] + week["rejected"] for week in weeks),
            "certificates": counts["certificates"],
        },
        "funnel": [{"stage": stage, "count": reached[stage]} for stage in Stage],
        "applicants_by_vacancy": by_vacancy,
        "attendance_by_week": weeks,
    }


def _counts(own: CTE) -> Query:
    """Applications by what they are and by what they ever were; an application has one contract at most."""
    issued = exists().where(certificates.c.contract_id == contracts.c.id)
    return (
        select(
            select(func.count()).select_from(own).scalar_subquery().label("vacancies"),
            _number(_A.state == ApplicationState.ACCEPTED).label("accepted"),
            _number(contracts.c.state == ContractState.ACTIVE).label("active_aslab"),
            _number(issued.where(certificates.c.revoked_at.is_(None))).label("certificates"),
            func.count().label("ever_applied"),
            _number(_ever(ApplicationState.INTERVIEW)).label("ever_interviewed"),
            _number(_ever(ApplicationState.ACCEPTED)).label("ever_accepted"),
            func.count(contracts.c.id).label("ever_activated"),
            _number(issued).label("ever_certified"),
        )
        .select_from(own)
        .join(applications, _A.vacancy_id == own.c.id)
        .outerjoin(contracts, contracts.c.application_id == _A.id)
        .where(_A.state != ApplicationState.WITHDRAWN)
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _ever(state: ApplicationState) -> ColumnElement[bool]:
    """Whether the application was ever in this state, by its history."""
    return exists().where(application_steps.c.application_id == _A.id, application_steps.c.state == state)


def _by_vacancy(own: CTE) -> Query:
    applicants = func.count(_A.id).label("applicants")
    about = (own.c.id.label("vacancy_id"), own.c.course, people.c.name.label("lecturer"), own.c.quota)
    return (
        select(*about, applicants, _number(_A.state == ApplicationState.ACCEPTED).label("accepted"))
        .join(people, people.c.id == own.c.lecturer_id)
        .outerjoin(applications, (_A.vacancy_id == own.c.id) & (_A.state != ApplicationState.WITHDRAWN))
        .group_by(own.c.id, own.c.course, people.c.name, own.c.quota)
        .order_by(applicants.desc(), own.c.course, own.c.id)
        .limit(_MOST_VACANCIES)
    )


def _by_week(own: CTE) -> Query:
    """Attendances by the Monday of their week. Of a week whose last attendance was removed nothing is said."""
    week = attendance_weeks.c
    approved, waiting, rejected = map(func.sum, (week.approved, week.waiting, week.rejected))
    return (
        select(week.starts_on, approved.label("approved"), waiting.label("waiting"), rejected.label("rejected"))
        .join(own, own.c.id == week.vacancy_id)
        .group_by(week.starts_on)
        .having(approved + waiting + rejected > 0)
    )


def _without_gaps(period: AcademicPeriodRow, by_week: Mapping[date, WeekFiguresData]) -> list[WeekFiguresData]:
    """A row for each week of the period up to today; a contract's weeks outside the period are there as well."""
    weeks = [_monday(period.starts_on), *by_week]
    last = max([_monday(min(period.ends_on, clock.today())), *by_week])
    number = (last - min(weeks)) // _WEEK + 1
    mondays = [min(weeks) + week * _WEEK for week in range(number)]
    return [by_week.get(monday) or _nothing(monday) for monday in mondays]


def _nothing(monday: date) -> WeekFiguresData:
    return {"starts_on": monday, "approved": 0, "waiting": 0, "rejected": 0}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
