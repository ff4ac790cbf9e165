"""Reading applications: the student's own, and the candidates of a vacancy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    column,
    false,
    func,
    null,
    select,
    table,
    true,
    tuple_,
)

from common.domain.people.tables import people
from common.domain.recruitment.inviting import is_invited
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import application_documents, application_steps, applications, scores, vacancies
from common.domain.recruitment.vacancy_queries import applicants_of, criteria_of
from common.domain.recruitment.waiting import next_in_line
from common.platform.auth import Actor
from common.platform.db import Connection, Expression, Query, value, view, views
from common.platform.db.json_list import json_counts, json_list, json_object, json_rows
from common.platform.pages import page, read_cursor

if TYPE_CHECKING:
    from common.domain.recruitment.views import (
        ApplicationPageData,
        ApplicationViewData,
        CandidateViewData,
        LastDetailsData,
    )


# Named, not imported: contracts and certificates come after applications, and know them.
_contracts = table("contracts", column("id", Uuid), column("application_id", Uuid), column("ended_at"))
_certificates = table("certificates", column("contract_id", Uuid), column("revoked_at"))
_A = applications.c
_ended = select(_contracts.c.ended_at.is_not(None)).where(_contracts.c.application_id == _A.id)
# Of a contract one is valid at most.
_certified = (
    select(true())
    .where(_contracts.c.application_id == _A.id)
    .where(_certificates.c.contract_id == _contracts.c.id, _certificates.c.revoked_at.is_(None))
)
_DECIDED = _A.state.in_([ApplicationState.ACCEPTED, ApplicationState.REJECTED])


def own_applications(db: Connection, student: Actor, *, after: str | None, limit: int) -> ApplicationPageData:
    """Every own application with its steps, the newest first (MHS-REG-11)."""
    mine = _own(student).order_by(_A.submitted_at.desc(), _A.id.desc()).limit(limit + 1)
    if after:
        mine = mine.where(tuple_(_A.submitted_at, _A.id) < read_cursor(after))
    rows: Sequence[ApplicationViewData] = views(db, mine)
    return page(rows, limit, lambda row: (row["submitted_at"], row["id"]))


def own_application(db: Connection, student: Actor, application_id: UUID) -> ApplicationViewData:
    """One own application; anybody else's is not found."""
    return view(db, _own(student).where(_A.id == application_id))


def last_details(db: Connection, student: Actor) -> LastDetailsData:
    """What the form is filled with: from the last application, else from the account."""
    kept = select(_A.email, _A.whatsapp, _A.semester, _A.ipk).where(_A.student_id == student.person_id)
    last: Sequence[LastDetailsData] = views(db, kept.order_by(_A.submitted_at.desc()).limit(1))
    if last:
        return last[0]
    unknown = (null().label("semester"), null().label("ipk"))
    return view(db, select(people.c.email, people.c.whatsapp, *unknown).where(people.c.id == student.person_id))


def candidates(db: Connection, actor: Actor, vacancy_id: UUID) -> str:
    """Everybody who applied for one vacancy, with scores and documents, and how many seats are left (SEL-01).

    JSON text made in SQL, since there may be hundreds.
    """
    require_lecturer_of(db, actor, vacancy_id)
    whole: str = value(db, _candidates(), values={"vacancy_id": vacancy_id})
    return whole


@cache
def _candidates() -> Query:
    these = bindparam("vacancy_id", type_=Uuid)
    shown = _with_scores().where(_A.vacancy_id == these, _A.state != ApplicationState.WITHDRAWN).cte("shown")
    # A number with decimals travels as text.
    exact = (cast(one, Text).label(one.name) if isinstance(one.type, Numeric) else one for one in shown.c)
    item = select(*exact).order_by(shown.c.submitted_at, shown.c.id).subquery("item")
    whole = json_object(
        quota=vacancies.c.quota,
        accepted=vacancies.c.accepted,
        next_id=next_in_line(vacancies.c.id),
        criteria=criteria_of(vacancies.c.id),
        counts=json_counts(shown.c.state).scalar_subquery(),
        items=select(json_rows(item)).scalar_subquery(),
    )
    return select(cast(whole, Text)).where(vacancies.c.id == these)


def candidate(db: Connection, actor: Actor, application_id: UUID) -> CandidateViewData:
    """One candidate, for a lecturer of the vacancy."""
    wanted = _with_scores().where(_A.id == application_id, _A.state != ApplicationState.WITHDRAWN)
    row: CandidateViewData = view(db, wanted)
    require_lecturer_of(db, actor, row["vacancy_id"])
    return row


def _own(student: Actor) -> Query:
    return _with_points().where(_A.student_id == student.person_id)


@cache
def _with_points() -> Query:
    # The points are shown with the decision, not while the sheet is being filled in.
    return _applications(case((_DECIDED, _A.score), else_=None).label("score"))


@cache
def _with_scores() -> Query:
    line = json_list(scores.c.criterion_id, criterion_id=scores.c.criterion_id, points=scores.c.points)
    sheet = select(line).where(scores.c.application_id == _A.id)
    invited = is_invited(_A.vacancy_id, _A.student_id).label("invited")
    return _applications(_A.score, sheet.scalar_subquery().label("scores"), invited)


def _applications(*more: Expression) -> Query:
    lecturer = people.alias("lecturer")
    columns = [column for column in applications.c if column.name not in {"score", "student_id", "activated_at"}]
    about = (
        *(vacancies.c.course, vacancies.c.quota, vacancies.c.accepted, lecturer.c.name.label("lecturer")),
        *(people.c.name, people.c.number, applicants_of(vacancies.c.id).label("applicants")),
        *(documents_of(_A.id).label("documents"), _steps().label("steps")),
        _A.activated_at.is_not(None).label("activated"),
        # An "exists" may be answered by reading all contracts once; of an application there is one at most.
        func.coalesce(_ended.scalar_subquery(), false()).label("finished"),
        func.coalesce(_certified.scalar_subquery(), false()).label("certified"),
    )
    return (
        select(*columns, *about, *more)
        .join(vacancies, vacancies.c.id == _A.vacancy_id)
        .join(lecturer, lecturer.c.id == vacancies.c.lecturer_id)
        .join(people, people.c.id == _A.student_id)
    )


def documents_of(application_id: ColumnElement[UUID]) -> Expression:
    """Kind and upload of each document of an application, as a JSON column."""
    kept = application_documents.c
    found = select(json_list(kept.kind, kind=kept.kind, upload_id=kept.upload_id))
    return found.where(kept.application_id == application_id).scalar_subquery()


def _steps() -> Expression:
    step = application_steps.c
    shown = {"at": step.at, "state": step.state, "note": step.note, "interview_at": step.interview_at}
    found = select(json_list(step.id, **shown, automatic=step.actor_id.is_(None)))
    return found.where(step.application_id == _A.id).scalar_subquery()
