"""Selecting in the open: scores by the published criteria, interview, and a decision that the applicant can follow.

Locks are taken in one order, vacancy before application. A seat is taken by `vacancies.accepted + 1`, which the
database refuses beyond the quota: that holds when several decide at the same time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.notifications.queue import Recipient, notify
from common.domain.people.tables import people
from common.domain.recruitment.applications import add_step
from common.domain.recruitment.errors import AlreadyActivated, AlreadyDecided, CriterionUnknown, QuotaFull
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.states import APPLICATION, UNDECIDED, ApplicationState
from common.domain.recruitment.tables import applications, criteria, scores, vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import (
    Connection,
    JsonObject,
    all_of,
    maybe,
    one,
    translating_constraints,
    value,
    without_secrets,
)
from common.platform.errors import Invalid
from common.platform.fields import not_valid
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.forms import PointsForm
    from common.domain.recruitment.rows import ApplicationRow, CriterionRow, ScoreRow, VacancyRow

    class WaitingCandidate(Protocol):
        id: UUID
        name: str

    class Applicant(PersonRow, Protocol):
        """Who applied, and for what."""

        course: str
        lecturer: str


_CRITERION = not_valid(Text("Kriteria", en="Criterion"))
_PAST = Text("Waktu wawancara harus di masa depan", en="The interview must be in the future", code="in_the_past")


def score(db: Connection, actor: Actor, application_id: UUID, sheet: Sequence[PointsForm]) -> None:
    """Fill in the score sheet; the weighted mean appears once every criterion has its points."""
    _, application = _locked(db, actor, application_id)
    if application.state not in UNDECIDED:
        raise AlreadyDecided()
    weights = _weights(db, application.vacancy_id)
    unknown = [n for n, line in enumerate(sheet) if line["criterion_id"] not in weights]
    if unknown:
        raise CriterionUnknown(fields={f"scores.{n}.criterion_id": [_CRITERION] for n in unknown})
    for line in sheet:
        row = {**line, "scored_by": actor.person_id, "scored_at": clock.now()}
        written = insert(scores).values(**row, application_id=application_id)
        db.execute(written.on_conflict_do_update(index_elements=["application_id", "criterion_id"], set_=row))
    mean = _mean(db, application_id, weights)
    db.execute(update(applications).where(applications.c.id == application_id).values(score=mean))
    audit.record(
        db,
        actor,
        "application.scored",
        "application",
        application_id,
        old={"score": application.score},
        new={"score": mean},
    )


def invite(db: Connection, actor: Actor, application_id: UUID, *, at: datetime, place: str) -> None:
    """Set, or move, the interview; the student is notified of day, hour and place."""
    _, application = _locked(db, actor, application_id)
    if at <= clock.now():
        raise Invalid(fields={"at": [_PAST]})
    values = {"interview_at": at, "interview_place": place}
    data = {"at": at.isoformat(), "place": place}
    _move(
        db,
        actor,
        application,
        ApplicationState.INTERVIEW,
        "application_interview",
        values,
        place,
        data,
        interview_at=at,
    )


def put_on_waiting_list(db: Connection, actor: Actor, application_id: UUID) -> None:
    _, application = _locked(db, actor, application_id)
    _move(db, actor, application, ApplicationState.WAITING_LIST, "application_waiting_list", {})


def accept(db: Connection, actor: Actor, application_id: UUID) -> None:
    """Give a seat. Raises QuotaFull when there is none left."""
    vacancy, application = _locked(db, actor, application_id)
    APPLICATION.check(application.state, ApplicationState.ACCEPTED, actor)
    with translating_constraints(
        {"vacancies_seats_check": lambda: QuotaFull(accepted=vacancy.accepted, quota=vacancy.quota)}
    ):
        _take_seats(db, vacancy.id, 1)
    decided = {"decided_at": clock.now(), "reason": None}
    _move(db, actor, application, ApplicationState.ACCEPTED, "application_accepted", decided)


def reject(db: Connection, actor: Actor, application_id: UUID, *, reason: str) -> None:
    """Refuse with a reason that the student reads; an acceptance can be taken back until the activation (SEL-10)."""
    vacancy, application = _locked(db, actor, application_id)
    if application.activated_at is not None:
        raise AlreadyActivated()
    kind = "application_rejected"
    if application.state == ApplicationState.ACCEPTED:
        _take_seats(db, vacancy.id, -1)
        kind = "application_correction"
    decided = {"decided_at": clock.now(), "reason": reason}
    _move(db, actor, application, ApplicationState.REJECTED, kind, decided, reason, {"reason": reason})


def release_seat(db: Connection, vacancy_id: UUID) -> None:
    """An aslab left before the end: the seat can be given to the next on the waiting list (END-08)."""
    _take_seats(db, vacancy_id, -1)


def next_on_waiting_list(db: Connection, vacancy_id: UUID) -> WaitingCandidate | None:
    """The best scored candidate who waits; without scores, who applied first."""
    waiting = (applications.c.vacancy_id == vacancy_id) & (applications.c.state == ApplicationState.WAITING_LIST)
    order = (applications.c.score.desc().nulls_last(), applications.c.submitted_at)
    wanted = select(applications.c.id, people.c.name).join(people, people.c.id == applications.c.student_id)
    return maybe(db, wanted.where(waiting).order_by(*order).limit(1))


def _locked(db: Connection, actor: Actor, application_id: UUID) -> tuple[VacancyRow, ApplicationRow]:
    vacancy_id: UUID = value(db, select(applications.c.vacancy_id).where(applications.c.id == application_id))
    require_lecturer_of(db, actor, vacancy_id)
    which = select(vacancies).where(vacancies.c.id == vacancy_id)
    vacancy: VacancyRow = one(db, which.with_for_update(key_share=True))
    this = select(applications).where(applications.c.id == application_id)
    application: ApplicationRow = one(db, this.with_for_update(key_share=True))
    return vacancy, application


def _move(
    db: Connection,
    actor: Actor,
    application: ApplicationRow,
    new: ApplicationState,
    kind: str,
    values: JsonObject,
    note: str | None = None,
    data: JsonObject | None = None,
    *,
    interview_at: datetime | None = None,
) -> None:
    APPLICATION.check(application.state, new, actor)
    db.execute(update(applications).where(applications.c.id == application.id).values(**values, state=new))
    step = add_step(db, actor, application.id, new, note, interview_at)
    audit.record(
        db,
        actor,
        f"application.{new.name.lower()}",
        "application",
        application.id,
        old={"state": application.state},
        new={"state": new, **_interview(values)},
        reason=None if _interview(values) else note,
    )
    _notify_student(db, application, kind, step, data or {}, interview_at)


def _interview(values: JsonObject) -> JsonObject:
    return {name: value for name, value in values.items() if name in {"interview_at", "interview_place"}}


def _notify_student(
    db: Connection,
    application: ApplicationRow,
    kind: str,
    step: int,
    data: JsonObject,
    expires_at: datetime | None,
) -> None:
    """To the addresses that the student gave in the form (NOTIF-02)."""
    lecturer = people.alias("lecturer")
    about = (
        select(*without_secrets(people), vacancies.c.course, lecturer.c.name.label("lecturer"))
        .select_from(applications)
        .join(people, people.c.id == applications.c.student_id)
        .join(vacancies, vacancies.c.id == applications.c.vacancy_id)
        .join(lecturer, lecturer.c.id == vacancies.c.lecturer_id)
        .where(applications.c.id == application.id)
    )
    row: Applicant = one(db, about)
    to = Recipient(row.id, application.email, application.whatsapp, row.language, row.whatsapp_wanted)
    shown = {"name": row.name, "course": row.course, "lecturer": row.lecturer, **data}
    notify(db, to, kind, f"{kind}:{step}", shown, expires_at=expires_at)


def _take_seats(db: Connection, vacancy_id: UUID, seats: int) -> None:
    taken = update(vacancies).where(vacancies.c.id == vacancy_id)
    db.execute(taken.values(accepted=vacancies.c.accepted + seats))


def _weights(db: Connection, vacancy_id: UUID) -> dict[UUID, int]:
    published: Sequence[CriterionRow] = all_of(db, select(criteria).where(criteria.c.vacancy_id == vacancy_id))
    return {row.id: row.weight for row in published}


def _mean(db: Connection, application_id: UUID, weights: Mapping[UUID, int]) -> Decimal | None:
    given: Sequence[ScoreRow] = all_of(db, select(scores).where(scores.c.application_id == application_id))
    points = {row.criterion_id: row.points for row in given}
    if set(points) != set(weights):
        return None
    return Decimal(sum(weights[key] * points[key] for key in weights)) / 100
