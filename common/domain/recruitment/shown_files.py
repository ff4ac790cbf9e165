"""The files of applications and vacancies that somebody may look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select

from common.domain import audit
from common.domain.people.tables import people
from common.domain.recruitment.policy import may_see_application
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import DocumentKind, application_documents, vacancies
from common.domain.uploads.tables import uploads
from common.platform.auth import Actor, Role
from common.platform.db import Connection, one
from common.platform.errors import NotFound

if TYPE_CHECKING:
    from common.domain.uploads.links import StoredFile

    class Document(StoredFile, Protocol):
        """A document with its owner's NIM."""

        number: str


_STORED = (uploads.c.stored_object, uploads.c.stored_type)


def document_to_show(db: Connection, actor: Actor, application_id: UUID, kind: str) -> Document:
    """One document of an application. That a lecturer or an admin has opened it stays in the log (SEL-02)."""
    application = may_see_application(db, actor, application_id)
    # Any text may stand in the address, also what no column can hold.
    if kind not in list(DocumentKind):
        raise NotFound()
    found = select(*_STORED, people.c.number).join(uploads, uploads.c.id == application_documents.c.upload_id)
    owner = people.c.id == application.student_id
    wanted = (application_documents.c.application_id == application_id) & (application_documents.c.kind == kind)
    row: Document = one(db, found.join(people, owner).where(wanted))
    if actor.role in {Role.LECTURER, Role.ADMIN}:
        audit.record(db, actor, "document.opened", "application", application_id, new={"kind": kind})
    return row


def pamphlet_to_show(db: Connection, vacancy_id: UUID) -> StoredFile:
    """The pamphlet of a vacancy that is or was published; a draft has none for the public."""
    shown = (vacancies.c.id == vacancy_id) & (vacancies.c.state != VacancyState.DRAFT)
    return one(db, select(*_STORED).join(vacancies, vacancies.c.pamphlet_id == uploads.c.id).where(shown))
