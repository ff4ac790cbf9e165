"""The dashboard of a period (LAP-01): each number is that of the list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from sqlalchemy import CTE, FromClause, func, select, true

from common.domain.attendance.tables import attendance_weeks
from common.domain.people.tables import people
from common.domain.recruitment.belonging import chosen_period, vacancies_of
from common.domain.reports.schemas import Stage
from common.domain.reports.tables import COUNTS, application_counts
from common.platform import clock
from common.platform.db import Connection, Query, as_view, view, views

if TYPE_CHECKING:
    from common.domain.recruitment.rows import AcademicPeriodRow
    from common.domain.recruitment.views import PeriodViewData
    from common.domain.reports.views import DashboardViewData, VacancyFiguresData, WeekFiguresData

_MOST_VACANCIES = 20
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
    """Applications by what they are and by what they ever were."""
    counted = _counted(own)
    sums = (func.coalesce(func.sum(counted.c[name]), 0).label(name) for name in COUNTS)
    return select(func.count().label("vacancies"), *sums).select_from(own).join(counted, true())


def _counted(own: CTE) -> FromClause:
    """One row for each vacancy, whose counts are looked up one by one: of all periods there are ever more."""
    sums = (func.coalesce(func.sum(application_counts.c[name]), 0).label(name) for name in COUNTS)
    return select(*sums).where(application_counts.c.vacancy_id == own.c.id).lateral("counted")


def _by_vacancy(own: CTE) -> Query:
    counted = _counted(own)
    applicants = counted.c.ever_applied.label("applicants")
    most = (
        select(own.c.id, own.c.course, own.c.quota, own.c.lecturer_id, applicants, counted.c.accepted)
        .join(counted, true())
        .order_by(applicants.desc(), own.c.course, own.c.id)
        .limit(_MOST_VACANCIES)
        .subquery("most")
    )
    about = (most.c.id.label("vacancy_id"), most.c.course, people.c.name.label("lecturer"), most.c.quota)
    return (
        select(*about, most.c.applicants, most.c.accepted)
        .join(people, people.c.id == most.c.lecturer_id)
        .order_by(most.c.applicants.desc(), most.c.course, most.c.id)
    )


def _by_week(own: CTE) -> Query:
    """Attendances by the Monday of their week. Of a week whose last attendance was removed nothing is said."""
    # The offset keeps the planner from reading the weeks of all periods at once.
    weeks = select(attendance_weeks).where(attendance_weeks.c.vacancy_id == own.c.id).offset(0).lateral("week")
    week = weeks.c
    approved, waiting, rejected = map(func.sum, (week.approved, week.waiting, week.rejected))
    return (
        select(week.starts_on, approved.label("approved"), waiting.label("waiting"), rejected.label("rejected"))
        .select_from(own)
        .join(weeks, true())
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
