"""One step of an application: its row, its line in the history and in the audit log, and the message about it.

Locks are taken in one order, vacancy before application.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import delete, select, update

from common.domain import audit
from common.domain.notifications.queue import EVERYWHERE, Recipient, notify
from common.domain.notifications.states import Channel
from common.domain.people.tables import people
from common.domain.recruitment.interviews import appointment
from common.domain.recruitment.states import APPLICATION, ApplicationState
from common.domain.recruitment.tables import application_steps, applications, interview_slots, vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, JsonObject, one, value, without_secrets

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.rows import ApplicationRow, VacancyRow

    class Applicant(PersonRow, Protocol):
        """Who applied, and for what."""

        course: str
        lecturer: str


def vacancy_of(db: Connection, application_id: UUID) -> UUID:
    """Raises NotFound."""
    vacancy_id: UUID = value(db, select(applications.c.vacancy_id).where(applications.c.id == application_id))
    return vacancy_id


def lock_vacancy(db: Connection, vacancy_id: UUID) -> VacancyRow:
    """Whoever changes one of its applications has this first. Raises NotFound."""
    which = select(vacancies).where(vacancies.c.id == vacancy_id)
    vacancy: VacancyRow = one(db, which.with_for_update(key_share=True))
    return vacancy


def locked(db: Connection, application_id: UUID) -> tuple[VacancyRow, ApplicationRow]:
    """An application and its vacancy, for who may change them. Raises NotFound."""
    vacancy = lock_vacancy(db, vacancy_of(db, application_id))
    this = select(applications).where(applications.c.id == application_id)
    application: ApplicationRow = one(db, this.with_for_update(key_share=True))
    return vacancy, application


def move(
    db: Connection,
    actor: Actor,
    application: ApplicationRow,
    new: ApplicationState,
    kind: str | None = None,
    values: JsonObject | None = None,
    note: str | None = None,
    data: JsonObject | None = None,
    *,
    action: str | None = None,
    interview_at: datetime | None = None,
) -> int:
    """Take the step with what it writes, and notify the student by a message of `kind`; the number of the step.

    Raises IllegalMove and Forbidden.
    """
    written = values or {}
    APPLICATION.check(application.state, new, actor)
    if application.state == ApplicationState.INTERVIEW:
        db.execute(delete(interview_slots).where(interview_slots.c.application_id == application.id))
    db.execute(update(applications).where(applications.c.id == application.id).values(**written, state=new))
    step = add_step(db, actor, application.id, new, note, interview_at)
    interview = {name: value for name, value in written.items() if name in {"interview_at", "interview_place"}}
    audit.record(
        db,
        actor,
        f"application.{action or new.name.lower()}",
        "application",
        application.id,
        old={"state": application.state},
        new={"state": new, **interview},
        reason=None if interview else note,
    )
    if kind:
        said = {**(data or {}), **appointment(application, new, data or {}, step)}
        notify_applicant(db, application, kind, f"{kind}:{step}", said, interview_at)
    return step


def add_step(
    db: Connection,
    actor: Actor,
    application_id: UUID,
    state: ApplicationState,
    note: str | None = None,
    interview_at: datetime | None = None,
) -> int:
    """One line of the history that the applicant sees; its number names the event for the messages."""
    step = {"application_id": application_id, "actor_id": actor.id, "state": state, "at": clock.now()}
    shown = {"note": note, "interview_at": interview_at}
    added = application_steps.insert().values(step | shown).returning(application_steps.c.id)
    number: int = db.execute(added).scalar_one()
    return number


def notify_applicant(
    db: Connection,
    application: ApplicationRow,
    kind: str,
    event: str,
    data: JsonObject,
    expires_at: datetime | None = None,
    channels: Iterable[Channel] = EVERYWHERE,
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
    notify(db, to, kind, event, shown, channels=channels, expires_at=expires_at)
