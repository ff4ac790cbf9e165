"""Selecting in the open: scores by the published criteria, interview, and a decision that the applicant can follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.recruitment.errors import AlreadyActivated, AlreadyDecided, CriterionUnknown
from common.domain.recruitment.interview_day import take_slot
from common.domain.recruitment.moving import locked, move, vacancy_of
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.seats import give_back_seat, give_seat
from common.domain.recruitment.states import UNDECIDED, ApplicationState
from common.domain.recruitment.tables import applications, criteria, scores
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of
from common.platform.errors import Invalid
from common.platform.fields import not_valid
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.recruitment.forms import PointsForm
    from common.domain.recruitment.rows import ApplicationRow, CriterionRow, ScoreRow, VacancyRow


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


def invite(
    db: Connection, actor: Actor, application_id: UUID, *, at: datetime, place: str, ends_at: datetime | None = None
) -> None:
    """Set, or move, the interview; the student is notified of day, hour and place. Only a slot has an end."""
    _, application = _locked(db, actor, application_id)
    require_future(at)
    values = {"interview_at": at, "interview_place": place}
    data = {"at": at.isoformat(), "place": place} | ({"ends_at": ends_at.isoformat()} if ends_at else {})
    interview = ApplicationState.INTERVIEW
    move(db, actor, application, interview, "application_interview", values, place, data, interview_at=at)
    if ends_at:
        take_slot(db, application, at, ends_at)


def require_future(at: datetime) -> None:
    if at <= clock.now():
        raise Invalid(fields={"at": [_PAST]})


def put_on_waiting_list(db: Connection, actor: Actor, application_id: UUID) -> None:
    _, application = _locked(db, actor, application_id)
    move(db, actor, application, ApplicationState.WAITING_LIST, "application_waiting_list")


def accept(db: Connection, actor: Actor, application_id: UUID) -> None:
    """Give a seat. Raises QuotaFull when there is none left."""
    give_seat(db, actor, *_locked(db, actor, application_id))


def reject(db: Connection, actor: Actor, application_id: UUID, *, reason: str) -> None:
    """Refuse with a reason that the student reads; an acceptance can be taken back until the activation (SEL-10)."""
    vacancy, application = _locked(db, actor, application_id)
    if application.activated_at is not None:
        raise AlreadyActivated()
    seated = application.state == ApplicationState.ACCEPTED
    if seated:
        give_back_seat(db, vacancy.id)
    decided = {"decided_at": clock.now(), "reason": reason}
    move(
        db,
        actor,
        application,
        ApplicationState.REJECTED,
        "application_correction" if seated else "application_rejected",
        decided,
        reason,
        {"reason": reason},
    )


def take_rejection_back(db: Connection, actor: Actor, application_id: UUID) -> None:
    """A mistaken rejection: the application waits again, and the student is sent a correction (SEL-13)."""
    _, application = _locked(db, actor, application_id)
    undone = {"decided_at": None, "reason": None}
    move(db, actor, application, ApplicationState.WAITING, "application_reopened", undone, action="reopened")


def _locked(db: Connection, actor: Actor, application_id: UUID) -> tuple[VacancyRow, ApplicationRow]:
    require_lecturer_of(db, actor, vacancy_of(db, application_id))
    return locked(db, application_id)


def _weights(db: Connection, vacancy_id: UUID) -> dict[UUID, int]:
    published: Sequence[CriterionRow] = all_of(db, select(criteria).where(criteria.c.vacancy_id == vacancy_id))
    return {row.id: row.weight for row in published}


def _mean(db: Connection, application_id: UUID, weights: Mapping[UUID, int]) -> Decimal | None:
    given: Sequence[ScoreRow] = all_of(db, select(scores).where(scores.c.application_id == application_id))
    points = {row.criterion_id: row.points for row in given}
    if set(points) != set(weights):
        return None
    return Decimal(sum(weights[key] * points[key] for key in weights)) / 100
