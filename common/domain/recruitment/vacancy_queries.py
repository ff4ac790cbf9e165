"""Reading vacancies: the public list, one in detail, and a lecturer's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Text, case, cast, func, literal, select, tuple_

from common.domain.people.tables import people
from common.domain.recruitment.policy import teaches
from common.domain.recruitment.states import UNDECIDED, ApplicationState, VacancyState, VacancyStatus
from common.domain.recruitment.tables import applications, co_lecturers, criteria, vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.cursors import cursor
from common.platform.db import Connection, Expression, Query, all_of, view, views
from common.platform.db.json_list import json_list
from common.platform.pages import contains, page, read_cursor

if TYPE_CHECKING:
    from common.domain.recruitment.views import OwnVacancyPageData, OwnVacancyViewData, VacancyViewData

    class Card(Protocol):
        """A vacancy as JSON text, and its place in the list."""

        text: str
        closes_at: datetime
        id: UUID

    class Listed(OwnVacancyViewData):
        created_at: datetime


_V = vacancies.c


def open_vacancies(db: Connection, *, search: str | None, after: str | None, limit: int) -> str:
    """A page of cards as JSON text, those that close first in front. Made in SQL: it is the busiest list of all."""
    rows = _is_open(_cards(), clock.now()).order_by(_V.closes_at, _V.id).limit(limit + 1)
    if search:
        rows = rows.where(contains(_V.course, search))
    if after:
        rows = rows.where(tuple_(_V.closes_at, _V.id) > read_cursor(after))
    card = rows.subquery()
    text = cast(func.row_to_json(card.table_valued()), Text).label("text")
    found: Sequence[Card] = all_of(db, select(text, card.c.closes_at, card.c.id))
    following = f'"{cursor(found[limit - 1].closes_at, found[limit - 1].id)}"' if len(found) > limit else "null"
    return f'{{"items": [{", ".join(row.text for row in found[:limit])}], "next": {following}}}'


def public_vacancy(db: Connection, vacancy_id: UUID) -> VacancyViewData:
    """A published vacancy with its criteria, also after it closed; a draft is not there for the public."""
    wanted = _details().where(_V.id == vacancy_id, _V.state != VacancyState.DRAFT)
    return view(db, wanted)


def own_vacancies(db: Connection, actor: Actor, *, after: str | None, limit: int) -> OwnVacancyPageData:
    """The vacancies that a lecturer owns or helps with, the newest first (LOW-01)."""
    wanted = _own().where(teaches(actor.person_id)).order_by(_V.created_at.desc(), _V.id.desc()).limit(limit + 1)
    if after:
        wanted = wanted.where(tuple_(_V.created_at, _V.id) < read_cursor(after))
    rows: Sequence[Listed] = views(db, wanted)
    return page(rows, limit, lambda row: (row["created_at"], row["id"]))


def own_vacancy(db: Connection, vacancy_id: UUID) -> OwnVacancyViewData:
    return view(db, _own().where(_V.id == vacancy_id))


def criteria_of(vacancy_id: ColumnElement[UUID]) -> Expression:
    """The published criteria of a vacancy, in their order, as a JSON column."""
    listed = json_list(criteria.c.position, id=criteria.c.id, name=criteria.c.name, weight=criteria.c.weight)
    return select(listed).where(criteria.c.vacancy_id == vacancy_id).scalar_subquery()


def applicants_of(vacancy_id: ColumnElement[UUID]) -> Expression:
    """How many have applied and not withdrawn."""
    everybody = applications.alias("everybody").c
    counted = (everybody.vacancy_id == vacancy_id) & (everybody.state != ApplicationState.WITHDRAWN)
    return select(func.count()).where(counted).scalar_subquery()


def _undecided() -> Expression:
    waiting = applications.alias("waiting").c
    counted = (waiting.vacancy_id == _V.id) & waiting.state.in_(UNDECIDED)
    return select(func.count()).where(counted).scalar_subquery()


def status(now: datetime) -> Expression:
    """The `VacancyStatus` of each row."""
    return case(
        (_V.state == VacancyState.DRAFT, VacancyStatus.DRAFT),
        ((_V.state == VacancyState.CLOSED) | (_V.closes_at <= now), VacancyStatus.CLOSED),
        (_V.opens_at > now, VacancyStatus.SCHEDULED),
        else_=VacancyStatus.OPEN,
    )


def _is_open(rows: Query, now: datetime) -> Query:
    return rows.where(_V.state == VacancyState.PUBLISHED, _V.opens_at <= now, _V.closes_at > now)


def _cards(*more: Expression) -> Query:
    columns = (
        *(_V.id, _V.course, people.c.name.label("lecturer"), _V.quota, _V.accepted, _V.description, _V.requirements),
        *(cast(_V.minimum_ipk, Text).label("minimum_ipk"), _V.minimum_semester, _V.opens_at, _V.closes_at),
        status(clock.now()).label("status"),
        _V.pamphlet_id.is_not(None).label("pamphlet"),
    )
    return select(*columns, *more).join(people, people.c.id == _V.lecturer_id)


def _own() -> Query:
    return _details(_V.lecturer_id, _undecided().label("undecided"))


def _details(*more: Expression) -> Query:
    helpers = (
        select(func.coalesce(func.array_agg(people.c.name), cast(literal("{}"), _V.documents.type)))
        .select_from(co_lecturers.join(people, people.c.id == co_lecturers.c.lecturer_id))
        .where(co_lecturers.c.vacancy_id == _V.id)
        .correlate(vacancies)
        .scalar_subquery()
    )
    return _cards(
        *(_V.state, _V.period_id, _V.pamphlet_id, _V.documents, _V.created_at),
        criteria_of(_V.id).label("criteria"),
        applicants_of(_V.id).label("applicants"),
        helpers.label("co_lecturers"),
        *more,
    )
