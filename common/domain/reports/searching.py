"""The search over everything that a role may see: by a part of a name, a number or a course.

Each kind leads to a page that the role has; what that page would refuse is not found. It is one statement. What people
and courses have in common is looked up first, by the indexes of searches, and no more than `_FEW` of it: of so much a
few are as good as any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    CTE,
    Column,
    FromClause,
    Text,
    Uuid,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from common.domain.assistants.tables import contracts
from common.domain.certificates.tables import certificates
from common.domain.people.queries import called
from common.domain.people.tables import people
from common.domain.recruitment.policy import taught_by
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import applications, vacancies
from common.domain.recruitment.vacancy_queries import is_open, status
from common.domain.reports.search_schemas import Found
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, Expression, Query, is_one_of, views
from common.platform.pages import contains

if TYPE_CHECKING:
    from uuid import UUID

    from common.domain.reports.views import HitPageData, HitViewData

_MOST: Final = 5
# More than these are too many to be looked through: whoever searches types on.
_FEW: Final = 500
_A, _C, _V = applications.c, certificates.c, vacancies.c
_lecturer = people.alias("lecturer")
_NO_TEXT, _NO_ID = cast(null(), Text), cast(null(), Uuid)


def hits(db: Connection, actor: Actor, *, search: str) -> HitPageData:
    """Kind by kind, the newest of each first; people by name."""
    of = {Role.ADMIN: _of_admin, Role.LECTURER: _of_lecturer, Role.ASLAB: _of_aslab, Role.STUDENT: _of_student}
    found = union_all(*of[Role(actor.role)](actor, search)).subquery("found")
    rows: Sequence[HitViewData] = views(db, select(found).order_by(found.c.kind_at, found.c.at))
    return {"items": rows}


def _of_admin(_: Actor, search: str) -> Iterator[Query]:
    """Drafts are their lecturer's alone."""
    who = select(people.c.id).where(called(search, people.c.email)).limit(_FEW).cte("who")
    courses = select(_V.id).where(contains(_V.course, search)).limit(_FEW).cte("courses")
    by_person, by_course = _each(who, contracts.c.student_id), _each(courses, contracts.c.vacancy_id)
    served = union_all(by_person, by_course).cte("served")
    numbered = select(_C.id).where(contains(_C.number, search)).limit(_FEW)
    issued = union_all(_each(served, _C.contract_id), numbered).cte("issued")
    yield _people().where(is_one_of(people.c.id, select(who.c.id)))
    yield _vacancies().where(is_one_of(_V.id, select(courses.c.id)), _V.state != VacancyState.DRAFT)
    yield _contracts().where(is_one_of(contracts.c.id, select(served.c.id)))
    yield _certificates().where(is_one_of(_C.id, select(issued.c.id)))


def _each(found: CTE, about: Column[UUID]) -> Query:
    """The ids of rows that are about what was found: looked up for one after the other, until there are enough."""
    # The offset keeps the planner from reading the whole table at once.
    one = select(about.table.c.id).where(about == found.c.id).offset(0).lateral()
    return select(one.c.id).select_from(found.join(one, true())).limit(_FEW)


def _of_lecturer(lecturer: Actor, search: str) -> Iterator[Query]:
    own, course = select(taught_by(lecturer.person_id).subquery().c.id), contains(_V.course, search)
    remained = _A.state != ApplicationState.WITHDRAWN
    yield _applicants().where(is_one_of(_A.vacancy_id, own), remained, called(search))
    yield _vacancies().where(is_one_of(_V.id, own), course)
    yield _contracts().where(is_one_of(contracts.c.vacancy_id, own), or_(called(search), course))
    meant = or_(called(search), course, contains(_C.number, search))
    yield _certificates().where(is_one_of(contracts.c.vacancy_id, own), meant)


def _of_aslab(aslab: Actor, search: str) -> Iterator[Query]:
    yield _contracts().where(contracts.c.student_id == aslab.person_id, contains(_V.course, search))
    yield _own_certificates(aslab, search)


def _of_student(student: Actor, search: str) -> Iterator[Query]:
    """Vacancies that are open, and those that one has applied for."""
    own = exists().where(_A.vacancy_id == _V.id, _A.student_id == student.person_id)
    applied = own.where(_A.state != ApplicationState.WITHDRAWN)
    yield _vacancies().where(contains(_V.course, search), or_(is_open(clock.now()), applied))
    yield _own_certificates(student, search)


def _own_certificates(owner: Actor, search: str) -> Query:
    meant = or_(contains(_V.course, search), contains(_C.number, search))
    return _certificates().where(contracts.c.student_id == owner.person_id, meant)


def _people() -> Query:
    return _of_kind(
        Found.PERSON,
        people.c.id,
        people.c.name,
        role=people.c.role,
        number=people.c.number,
        order=(people.c.name, people.c.id),
    )


def _applicants() -> Query:
    shown = _of_kind(
        Found.APPLICANT,
        _A.id,
        people.c.name,
        state=_A.state,
        number=people.c.number,
        course=_V.course,
        vacancy_id=_A.vacancy_id,
        order=(_A.submitted_at.desc(), _A.id.desc()),
    )
    return shown.select_from(
        applications.join(people, people.c.id == _A.student_id).join(vacancies, _V.id == _A.vacancy_id)
    )


def _vacancies() -> Query:
    shown = _of_kind(
        Found.VACANCY,
        _V.id,
        _lecturer.c.name,
        state=status(clock.now()),
        course=_V.course,
        vacancy_id=_V.id,
        order=(_V.created_at.desc(), _V.id.desc()),
    )
    return shown.select_from(vacancies.join(_lecturer, _lecturer.c.id == _V.lecturer_id))


def _contracts() -> Query:
    shown = _of_kind(
        Found.CONTRACT,
        contracts.c.id,
        people.c.name,
        state=contracts.c.state,
        number=people.c.number,
        course=_V.course,
        vacancy_id=_V.id,
        order=(contracts.c.activated_at.desc(), contracts.c.id.desc()),
    )
    return shown.select_from(_about(contracts))


def _certificates() -> Query:
    shown = _of_kind(
        Found.CERTIFICATE,
        _C.id,
        people.c.name,
        valid=case((_C.revoked_at.is_(None), "sah"), else_="dicabut"),
        number=_C.number,
        course=_V.course,
        vacancy_id=_V.id,
        code=_C.code,
        order=(_C.issued_at.desc(), _C.id.desc()),
    )
    return shown.select_from(_about(certificates.join(contracts, contracts.c.id == _C.contract_id)))


def _about(with_contracts: FromClause) -> FromClause:
    with_people = with_contracts.join(people, people.c.id == contracts.c.student_id)
    return with_people.join(vacancies, _V.id == contracts.c.vacancy_id)


def _of_kind(
    kind: Found,
    id_: Expression,
    name: Expression,
    *,
    order: Sequence[Expression],
    number: Expression = _NO_TEXT,
    course: Expression = _NO_TEXT,
    role: Expression = _NO_TEXT,
    state: Expression = _NO_TEXT,
    valid: Expression = _NO_TEXT,
    vacancy_id: Expression = _NO_ID,
    code: Expression = _NO_TEXT,
) -> Query:
    """The first of a kind, all kinds in the same columns."""
    columns = {"id": id_, "name": name, "number": number, "course": course, "role": role}
    columns |= {"state": state, "valid": valid, "vacancy_id": vacancy_id, "code": code}
    places = (literal(list(Found).index(kind)).label("kind_at"), func.row_number().over(order_by=order).label("at"))
    named = (column.label(name) for name, column in columns.items())
    return select(literal(kind, Text).label("kind"), *named, *places).order_by(*order).limit(_MOST)
