"""Reading applications: the student's own, and the candidates of a vacancy."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, select, tuple_

from common.domain.people.tables import people
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import application_documents, application_steps, applications, scores, vacancies
from common.domain.recruitment.vacancy_queries import applicants_of, criteria_of
from common.platform.auth import Actor
from common.platform.db import Connection, one
from common.platform.db.json_list import json_list
from common.platform.pages import page, read_cursor

_A = applications.c
_DECIDED = _A.state.in_([ApplicationState.ACCEPTED, ApplicationState.REJECTED])


def own_applications(db: Connection, student: Actor, *, after: str | None, limit: int) -> dict[str, Any]:
    """Every own application with its steps, the newest first (MHS-REG-11)."""
    mine = _own(student).order_by(_A.submitted_at.desc(), _A.id.desc()).limit(limit + 1)
    if after:
        mine = mine.where(tuple_(_A.submitted_at, _A.id) < read_cursor(after))
    return page(db.execute(mine).mappings().all(), limit, lambda row: (row["submitted_at"], row["id"]))


def own_application(db: Connection, student: Actor, application_id: UUID) -> Any:
    """One own application; anybody else's is not found."""
    return one(db, _own(student).where(_A.id == application_id))._mapping


def last_details(db: Connection, student: Actor) -> Any:
    """What the form is filled with: from the last application, else from the account."""
    kept = select(_A.email, _A.whatsapp, _A.semester, _A.ipk).where(_A.student_id == student.person_id)
    last = db.execute(kept.order_by(_A.submitted_at.desc()).limit(1)).one_or_none()
    return last or db.execute(select(people.c.email, people.c.whatsapp).where(people.c.id == student.person_id)).one()


def candidates(db: Connection, actor: Actor, vacancy_id: UUID) -> dict[str, Any]:
    """Everybody who applied for one vacancy, with scores and documents, and how many seats are left (SEL-01)."""
    require_lecturer_of(db, actor, vacancy_id)
    seats = select(vacancies.c.quota, vacancies.c.accepted, criteria_of(vacancies.c.id).label("criteria"))
    about = db.execute(seats.where(vacancies.c.id == vacancy_id)).mappings().one()
    wanted = _with_scores().where(_A.vacancy_id == vacancy_id, _A.state != ApplicationState.WITHDRAWN)
    rows = db.execute(wanted.order_by(_A.submitted_at, _A.id)).mappings().all()
    return dict(about) | {"items": rows, "counts": Counter(row["state"] for row in rows)}


def candidate(db: Connection, actor: Actor, application_id: UUID) -> Any:
    """One candidate, for a lecturer of the vacancy."""
    row = one(db, _with_scores().where(_A.id == application_id, _A.state != ApplicationState.WITHDRAWN))._mapping
    require_lecturer_of(db, actor, row["vacancy_id"])
    return row


def _own(student: Actor) -> Select[Any]:
    # The points are shown with the decision, not while the sheet is being filled in.
    points = case((_DECIDED, _A.score), else_=None).label("score")
    return _applications(points).where(_A.student_id == student.person_id)


def _with_scores() -> Select[Any]:
    line = json_list(scores.c.criterion_id, criterion_id=scores.c.criterion_id, points=scores.c.points)
    sheet = select(line).where(scores.c.application_id == _A.id)
    return _applications(_A.score, sheet.scalar_subquery().label("scores"))


def _applications(*more: Any) -> Select[Any]:
    lecturer = people.alias("lecturer")
    columns = [column for column in applications.c if column.name not in {"score", "student_id", "activated_at"}]
    about = (
        *(vacancies.c.course, vacancies.c.quota, vacancies.c.accepted, lecturer.c.name.label("lecturer")),
        *(people.c.name, people.c.number, applicants_of(vacancies.c.id).label("applicants")),
        *(documents_of(_A.id).label("documents"), _steps().label("steps")),
    )
    return (
        select(*columns, *about, *more)
        .join(vacancies, vacancies.c.id == _A.vacancy_id)
        .join(lecturer, lecturer.c.id == vacancies.c.lecturer_id)
        .join(people, people.c.id == _A.student_id)
    )


def documents_of(application_id: Any) -> Any:
    """Kind and upload of each document of an application, as a JSON column."""
    kept = application_documents.c
    found = select(json_list(kept.kind, kind=kept.kind, upload_id=kept.upload_id))
    return found.where(kept.application_id == application_id).scalar_subquery()


def _steps() -> Any:
    step = application_steps.c
    found = select(json_list(step.id, at=step.at, state=step.state, note=step.note, interview_at=step.interview_at))
    return found.where(step.application_id == _A.id).scalar_subquery()
