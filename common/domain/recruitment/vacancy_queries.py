"""Reading vacancies: the public list, one in detail, and a lecturer's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SelectBase,
    Text,
    any_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from common.domain.people.tables import people
from common.domain.recruitment.policy import taught_by
from common.domain.recruitment.states import UNDECIDED, ApplicationState, VacancyOrder, VacancyState, VacancyStatus
from common.domain.recruitment.tables import applications, co_lecturers, criteria, vacancies, vacancy_copies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, Expression, Query, one, view, views
from common.platform.db.json_list import ORDER, json_list, json_page
from common.platform.pages import contains, page, page_text, pattern, read_cursor, read_text_cursor

if TYPE_CHECKING:
    from common.domain.recruitment.views import (
        OwnVacancyPageData,
        OwnVacancyViewData,
        ProgramsViewData,
        ProgramViewData,
        VacancyViewData,
    )
    from common.platform.pages import JsonPage

    Moment = datetime | Expression

    class Listed(OwnVacancyViewData):
        created_at: datetime


_V = vacancies.c
_YEAR = timedelta(days=365)


def open_vacancies(
    db: Connection,
    *,
    search: str | None,
    ipk: Decimal | None = None,
    program: str | None = None,
    day: str | None = None,
    order: str = VacancyOrder.CLOSING,
    after: str | None,
    limit: int,
) -> str:
    """A page of cards as JSON text, in the order of `VacancyOrder`. Made in SQL: it is the busiest list of all."""
    values: dict[str, object] = {"now": clock.now(), "limit": limit}
    if search:
        values["part"] = pattern(search)
    values |= {name: asked for name, asked in (("ipk", ipk), ("program", program), ("day", day)) if asked is not None}
    if after:
        read = read_text_cursor if order == VacancyOrder.COURSE else read_cursor
        values["at"], values["id"] = read(after)
    found: JsonPage = one(db, _open_page(order, frozenset(values)), values=values)
    return page_text(found)


_ORDERS: dict[str, Expression] = {
    VacancyOrder.CLOSING: _V.closes_at,
    VacancyOrder.NEWEST: _V.opens_at,
    VacancyOrder.COURSE: func.lower(_V.course),
}


@cache
def _open_page(order: str, given: frozenset[str]) -> Query:
    """Built once for each order and set of parameters, as that takes longer than it runs."""
    now: Expression = bindparam("now")
    at, backwards = _ORDERS[order], order == VacancyOrder.NEWEST
    rows = _pictured(_cards(now, at.label(ORDER))).where(is_open(now))
    rows = rows.order_by(*(column.desc() if backwards else column for column in (at, _V.id)))
    if "part" in given:
        # Few are open at a time: names of lecturers, which stand in another table, need no index here.
        rows = rows.where(or_(*(contains(column, bindparam("part")) for column in (_V.course, people.c.name))))
    if "ipk" in given:
        rows = rows.where(or_(_V.minimum_ipk.is_(None), _V.minimum_ipk <= bindparam("ipk")))
    if "program" in given:
        rows = rows.where(_V.program == bindparam("program"))
    if "day" in given:
        rows = rows.where(bindparam("day") == any_(_V.days))
    if "at" in given:
        place, seen = tuple_(at, _V.id), tuple_(bindparam("at"), bindparam("id"))
        rows = rows.where(place < seen if backwards else place > seen)
    return json_page(rows, ORDER, "id", backwards=backwards)


def programs(db: Connection) -> ProgramsViewData:
    """The programmes of vacancies that were open within a year, by name."""
    now = clock.now()
    open_now = func.count().filter(is_open(now))
    named = select(_V.program.label("name"), open_now.label("open")).group_by(_V.program)
    lately = (_V.state == VacancyState.PUBLISHED) & (_V.closes_at > now - _YEAR)
    named = named.where(lately, _V.program.is_not(None))
    items: Sequence[ProgramViewData] = views(db, named.order_by(func.lower(_V.program), _V.program))
    return {"items": items}


def public_vacancy(db: Connection, vacancy_id: UUID) -> VacancyViewData:
    """A published vacancy with its criteria, also after it closed; a draft is not there for the public."""
    return view(db, _public(), values={"id": vacancy_id, "now": clock.now()})


@cache
def _public() -> Query:
    return _pictured(_details(bindparam("now"))).where(_V.id == bindparam("id"), _V.state != VacancyState.DRAFT)


def own_vacancies(db: Connection, actor: Actor, *, after: str | None, limit: int) -> OwnVacancyPageData:
    """The vacancies that a lecturer owns or helps with (LOW-01)."""
    return vacancies_where(db, _V.id.in_(taught_by(actor.person_id)), after=after, limit=limit)


def vacancies_where(db: Connection, *which: ColumnElement[bool], after: str | None, limit: int) -> OwnVacancyPageData:
    """The newest first, as their lecturers see them."""
    wanted = _own().where(*which).order_by(_V.created_at.desc(), _V.id.desc()).limit(limit + 1)
    if after:
        wanted = wanted.where(tuple_(_V.created_at, _V.id) < read_cursor(after))
    rows: Sequence[Listed] = views(db, wanted)
    return page(rows, limit, lambda row: (row["created_at"], row["id"]))


def count_to_decide(vacancy_ids: SelectBase) -> Select[int]:
    """How many of these vacancies have applicants who wait for a decision."""
    waiting = exists().where(applications.c.vacancy_id == _V.id, applications.c.state.in_(UNDECIDED))
    return select(func.count()).where(_V.id.in_(vacancy_ids), waiting)


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


def status(now: Moment) -> Expression:
    """The `VacancyStatus` of each row."""
    return case(
        (_V.state == VacancyState.DRAFT, VacancyStatus.DRAFT),
        ((_V.state == VacancyState.CLOSED) | (_V.closes_at <= now), VacancyStatus.CLOSED),
        (_V.opens_at > now, VacancyStatus.SCHEDULED),
        else_=VacancyStatus.OPEN,
    )


def is_open(now: Moment) -> ColumnElement[bool]:
    """A condition on `vacancies`: one may apply."""
    return (_V.state == VacancyState.PUBLISHED) & (_V.opens_at <= now) & (_V.closes_at > now)


def _cards(now: Moment, *more: Expression) -> Query:
    columns = (
        *(_V.id, _V.course, _V.program, _V.days, people.c.name.label("lecturer"), _V.quota, _V.accepted),
        *(_V.description, _V.requirements),
        *(cast(_V.minimum_ipk, Text).label("minimum_ipk"), _V.minimum_semester, _V.opens_at, _V.closes_at),
        status(now).label("status"),
        _V.pamphlet_id.is_not(None).label("pamphlet"),
    )
    return select(*columns, *more).join(people, people.c.id == _V.lecturer_id)


def _pictured(cards: Query) -> Query:
    """With whether the pamphlet is a picture, which the site has a small one of."""
    from common.domain.uploads.tables import uploads
    from common.platform.documents.kinds import JPEG

    shown = func.coalesce(uploads.c.stored_type == JPEG, literal(False)).label("thumbnail")
    return cards.add_columns(shown).outerjoin(uploads, uploads.c.id == _V.pamphlet_id)


def _own() -> Query:
    copied = exists().where(vacancy_copies.c.copy_id == _V.id).label("rolled_over")
    more = (_V.lecturer_id, _V.confirm_by, _V.fills_seats, copied)
    return _details(clock.now(), *more, _undecided().label("undecided"))


def _details(now: Moment, *more: Expression) -> Query:
    helpers = (
        select(func.coalesce(func.array_agg(people.c.name), cast(literal("{}"), _V.documents.type)))
        .select_from(co_lecturers.join(people, people.c.id == co_lecturers.c.lecturer_id))
        .where(co_lecturers.c.vacancy_id == _V.id)
        .correlate(vacancies)
        .scalar_subquery()
    )
    return _cards(
        now,
        *(_V.state, _V.period_id, _V.pamphlet_id, _V.documents, _V.created_at),
        criteria_of(_V.id).label("criteria"),
        applicants_of(_V.id).label("applicants"),
        helpers.label("co_lecturers"),
        *more,
    )
