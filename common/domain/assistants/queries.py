"""Reading contracts and who waits for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_

from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.people.queries import called
from common.domain.people.tables import people
from common.domain.recruitment.application_queries import documents_of
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import academic_periods, applications, vacancies
from common.platform import clock
from common.platform.db import Connection, Expression, Query, view, views
from common.platform.pages import contains, page, read_cursor

if TYPE_CHECKING:
    from common.domain.assistants.views import ContractViewData, ReadyPageData, ReadyViewData

_lecturer = people.alias("lecturer")


def count_ready() -> Select[int]:
    """How many `ready_to_activate` has."""
    return select(func.count()).select_from(applications).where(_is_ready())


def _is_ready() -> ColumnElement[bool]:
    return and_(applications.c.state == ApplicationState.ACCEPTED, applications.c.activated_at.is_(None))


def ready_to_activate(db: Connection, *, search: str | None = None, after: str | None, limit: int) -> ReadyPageData:
    """Accepted applicants without a contract, the earliest decision first (ACT-01).

    `search` looks at the student's name and number, the course and the lecturer.
    """
    wanted = (
        select(
            applications.c.id.label("application_id"),
            applications.c.decided_at,
            *(people.c.name, people.c.number, people.c.email),
            *(vacancies.c.course, _lecturer.c.name.label("lecturer")),
            *_offered_days(clock.today()),
            documents_of(applications.c.id).label("documents"),
        )
        .join(people, people.c.id == applications.c.student_id)
        .join(vacancies, vacancies.c.id == applications.c.vacancy_id)
        .join(_lecturer, _lecturer.c.id == vacancies.c.lecturer_id)
        .outerjoin(academic_periods, academic_periods.c.id == vacancies.c.period_id)
        .where(_is_ready())
        .order_by(applications.c.decided_at, applications.c.id)
        .limit(limit + 1)
    )
    if search:
        wanted = wanted.where(_found_by(search))
    if after:
        wanted = wanted.where(tuple_(applications.c.decided_at, applications.c.id) > read_cursor(after))
    rows: Sequence[ReadyViewData] = views(db, wanted)
    return page(rows, limit, lambda row: (row["decided_at"], row["application_id"]))


def _found_by(search: str) -> ColumnElement[bool]:
    """Of one application after the other: few are ready, and the database takes them for many."""
    elsewhere = (contains(column, search) for column in (vacancies.c.course, _lecturer.c.name))
    return (
        select(or_(called(search), *elsewhere))
        .select_from(people)
        .join(vacancies, vacancies.c.id == applications.c.vacancy_id)
        .join(_lecturer, _lecturer.c.id == vacancies.c.lecturer_id)
        .where(people.c.id == applications.c.student_id)
        .correlate(applications)
        .scalar_subquery()
    )


def _offered_days(today: date) -> Iterator[Expression]:
    """The vacancy's period, from today on (ACT-02). Nothing is offered without one, and no end that is over."""
    period = academic_periods.c
    yield case((period.id.is_not(None), func.greatest(period.starts_on, today))).label("starts_on")
    yield case((period.ends_on > today, period.ends_on)).label("ends_on")


def contract(db: Connection, contract_id: UUID) -> ContractViewData:
    """One contract with its aslab, course and lecturer."""
    return view(db, contract_rows().where(contracts.c.id == contract_id))


def contract_rows(*more: Expression) -> Query:
    """Contracts joined with whom and what they are about; `more` columns beside."""
    about = (aslab_accounts.c.name, aslab_accounts.c.nim, vacancies.c.course, _lecturer.c.name.label("lecturer"))
    return (
        select(*contracts.c, *about, *more)
        .join(aslab_accounts, aslab_accounts.c.id == contracts.c.aslab_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .join(_lecturer, _lecturer.c.id == vacancies.c.lecturer_id)
    )
