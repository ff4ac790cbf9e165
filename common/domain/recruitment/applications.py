"""Applying and withdrawing: the work of the student."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select

from common.domain import audit
from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.states import Channel
from common.domain.people.queries import person
from common.domain.people.tables import people
from common.domain.recruitment.errors import (
    AlreadyApplied,
    AskTheLecturer,
    BelowMinimum,
    DocumentsNotUsable,
    VacancyClosed,
    VacancyNotOpenYet,
)
from common.domain.recruitment.interviews import cancelled_appointment, is_ahead
from common.domain.recruitment.moving import add_step, locked, move, notify_applicant
from common.domain.recruitment.seats import STEPPED_BACK, seat_came_free
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import DocumentKind, application_documents, applications, vacancies
from common.domain.uploads.tables import Purpose
from common.domain.uploads.usable import complaint, usable_files
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, one, translating_constraints, value
from common.platform.errors import Forbidden
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.recruitment.forms import DocumentChoiceForm, NewApplicationForm
    from common.domain.recruitment.rows import VacancyRow

    class OpenVacancy(VacancyRow, Protocol):
        """A vacancy with its lecturer's name."""

        lecturer: str

        @property
        def opens_at(self) -> datetime: ...

        @property
        def closes_at(self) -> datetime: ...


_LABELS = {
    DocumentKind.CV: Text("CV", en="CV"),
    DocumentKind.TRANSCRIPT: Text("Transkrip nilai", en="Transcript"),
    DocumentKind.COVER_LETTER: Text("Surat lamaran", en="Cover letter"),
}


def submit(db: Connection, student: Actor, vacancy_id: UUID, form: NewApplicationForm) -> UUID:
    """One application per student and vacancy, decided by the server's clock at the moment of saving."""
    vacancy = _open_vacancy(db, vacancy_id)
    _require_minimum(vacancy, form["ipk"], form["semester"])
    _require_documents(db, student, vacancy.documents, form["documents"])
    row = {
        "vacancy_id": vacancy_id,
        "student_id": student.person_id,
        "email": form["email"],
        "whatsapp": form["whatsapp"],
        "semester": form["semester"],
        "ipk": form["ipk"],
        "state": ApplicationState.WAITING,
        "submitted_at": clock.now(),
    }
    with translating_constraints({"one_application_per_vacancy": AlreadyApplied}):
        made = applications.insert().values(row).returning(applications.c.id)
        application_id: UUID = db.execute(made).scalar_one()
    if form["documents"]:
        db.execute(
            application_documents.insert(),
            [{"application_id": application_id, **document} for document in form["documents"]],
        )
    add_step(db, student, application_id, ApplicationState.WAITING)
    audit.record(db, student, "application.submitted", "application", application_id, new={"vacancy_id": vacancy_id})
    _confirm(db, student, vacancy, application_id, form["email"])
    return application_id


def withdraw(db: Connection, student: Actor, application_id: UUID) -> None:
    """Take one's own application back before it is decided, or step back from a seat before the activation.

    One may apply again while the vacancy is open. Raises AskTheLecturer.
    """
    owner: UUID = value(db, select(applications.c.student_id).where(applications.c.id == application_id))
    if owner != student.id:
        raise Forbidden()
    vacancy, application = locked(db, application_id)
    if application.activated_at is not None:
        raise AskTheLecturer()
    step = move(db, student, application, ApplicationState.WITHDRAWN)
    if is_ahead(application):
        said = {"at": application.interview_at, **cancelled_appointment(application, step)}
        by_mail = (Channel.EMAIL,)
        notify_applicant(db, application, "interview_cancelled", f"interview_cancelled:{step}", said, channels=by_mail)
    if application.state == ApplicationState.ACCEPTED:
        seat_came_free(db, student, vacancy.id, STEPPED_BACK, application.student_id, f"step:{step}")


def _open_vacancy(db: Connection, vacancy_id: UUID) -> OpenVacancy:
    """The vacancy, shared-locked: closing it waits for this application or comes before it, never in between."""
    wanted = select(vacancies, people.c.name.label("lecturer")).join(people, people.c.id == vacancies.c.lecturer_id)
    row: OpenVacancy = one(db, wanted.where(vacancies.c.id == vacancy_id).with_for_update(read=True, of=vacancies))
    now = clock.now()
    if row.state != VacancyState.PUBLISHED or now >= row.closes_at:
        raise VacancyClosed()
    if now < row.opens_at:
        raise VacancyNotOpenYet()
    return row


def _require_minimum(vacancy: OpenVacancy, ipk: Decimal, semester: int) -> None:
    wrong: dict[str, list[Text]] = {}
    if vacancy.minimum_ipk is not None and ipk < vacancy.minimum_ipk:
        mine, least = str(ipk), str(vacancy.minimum_ipk)
        wrong["ipk"] = [
            Text(
                f"IPK Anda ({mine.replace('.', ',')}) belum memenuhi syarat minimal {least.replace('.', ',')}",
                en=f"Your IPK ({mine}) is below the minimum {least}",
                code="ipk_below_minimum",
            )
        ]
    if vacancy.minimum_semester is not None and semester < vacancy.minimum_semester:
        wrong["semester"] = [
            Text(
                f"Semester Anda ({semester}) belum memenuhi syarat minimal {vacancy.minimum_semester}",
                en=f"Your semester ({semester}) is below the minimum {vacancy.minimum_semester}",
                code="semester_below_minimum",
            )
        ]
    if wrong:
        raise BelowMinimum(fields=wrong)


def _require_documents(
    db: Connection, student: Actor, needed: Sequence[str], given: Sequence[DocumentChoiceForm]
) -> None:
    """Every mandatory kind once, each file the student's own and inspected to be what it has to be."""
    states = usable_files(db, student.person_id, [document["upload_id"] for document in given], Purpose.DOCUMENT)
    wrong: dict[str, list[Text]] = {}
    for document in given:
        label = _LABELS[DocumentKind(document["kind"])]
        if problem := complaint(states.get(document["upload_id"]), _not_a_document(label)):
            wrong[f"documents.{document['kind']}"] = [problem]
    kinds = [document["kind"] for document in given]
    for kind in [kind for kind in needed if kind not in kinds]:
        label = _LABELS[DocumentKind(kind)]
        wrong[f"documents.{kind}"] = [
            Text(f"{label} wajib diunggah", en=f"{label.en} must be uploaded", code="document_missing")
        ]
    for kind in {kind for kind in kinds if kinds.count(kind) > 1}:
        wrong[f"documents.{kind}"] = [Text("Dokumen dikirim dua kali", en="Document sent twice", code="document_twice")]
    if wrong:
        raise DocumentsNotUsable(fields=wrong)


def _not_a_document(label: Text) -> Text:
    return Text(
        f"{label}: Berkas harus PDF maksimal 2 MB",
        en=f"{label.en}: must be a PDF of at most 2 MB",
        code="document_refused",
    )


def _confirm(db: Connection, student: Actor, vacancy: OpenVacancy, application_id: UUID, email: str) -> None:
    me = person(db, student.person_id)
    to = Recipient(me.id, email, None, me.language)
    data = {"name": me.name, "course": vacancy.course, "lecturer": vacancy.lecturer, "at": clock.now().isoformat()}
    channels = (Channel.EMAIL, Channel.INBOX)
    notify(db, to, "application_received", f"application.received:{application_id}", data, channels=channels)
