"""Vacancies and applicants as sheets: a lecturer's own, or all for an admin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from common.domain.people.exports import NAME
from common.domain.recruitment.listing import applicant_page, vacancy_page
from common.domain.recruitment.listing_schemas import ApplicantQuery, VacancyQuery
from common.domain.recruitment.states import WEEKDAYS, ApplicationState, VacancyStatus
from common.platform.auth import Actor, Role
from common.platform.db import Connection
from common.platform.sheets.exports import Column, Export, Kind
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.recruitment.forms import ApplicantQueryForm, VacancyQueryForm
    from common.domain.recruitment.views import OwnVacancyPageData
    from common.platform.sheets.exports import RowPage

READERS = frozenset({Role.ADMIN, Role.LECTURER})
COURSE = Column("course", Text("Mata kuliah", en="Course"), width=32)
LECTURER = Column("lecturer", Text("Dosen", en="Lecturer"), width=32)
_STATUSES = {
    VacancyStatus.DRAFT: Text("Draf", en="Draft"),
    VacancyStatus.SCHEDULED: Text("Terjadwal", en="Scheduled"),
    VacancyStatus.OPEN: Text("Dibuka", en="Open"),
    VacancyStatus.CLOSED: Text("Ditutup", en="Closed"),
}
_STATES = {
    ApplicationState.WAITING: Text("Menunggu", en="Waiting"),
    ApplicationState.INTERVIEW: Text("Wawancara", en="Interview"),
    ApplicationState.WAITING_LIST: Text("Daftar tunggu", en="Waiting list"),
    ApplicationState.ACCEPTED: Text("Diterima", en="Accepted"),
    ApplicationState.REJECTED: Text("Ditolak", en="Rejected"),
    ApplicationState.WITHDRAWN: Text("Dibatalkan", en="Withdrawn"),
}


def _vacancies(db: Connection, actor: Actor, language: str, wanted: VacancyQueryForm) -> OwnVacancyPageData:
    return vacancy_page(db, actor, **wanted)


def _applicants(db: Connection, actor: Actor, language: str, wanted: ApplicantQueryForm) -> RowPage:
    found: RowPage = json.loads(applicant_page(db, actor, **wanted))
    return found


VACANCIES = Export(
    "vacancies",
    Text("Lowongan", en="Vacancies"),
    READERS,
    VacancyQuery,
    (
        COURSE,
        Column("program", Text("Program studi", en="Programme"), width=28),
        Column("days", Text("Hari praktikum", en="Days of the practicum"), words=WEEKDAYS),
        LECTURER,
        Column("co_lecturers", Text("Dosen pendamping", en="Co-lecturers"), width=32),
        Column("status", Text("Status", en="State"), words=_STATUSES),
        Column("quota", Text("Kuota", en="Quota"), Kind.NUMBER, width=9),
        Column("applicants", Text("Pendaftar", en="Applicants"), Kind.NUMBER, width=11),
        Column("accepted", Text("Diterima", en="Accepted"), Kind.NUMBER, width=11),
        Column("minimum_ipk", Text("IPK minimal", en="Minimum GPA"), Kind.NUMBER, width=12),
        Column("opens_at", Text("Dibuka pada", en="Opens"), Kind.MOMENT),
        Column("closes_at", Text("Ditutup pada", en="Closes"), Kind.MOMENT),
    ),
    _vacancies,
)

APPLICANTS = Export(
    "applicants",
    Text("Pendaftar", en="Applicants"),
    READERS,
    ApplicantQuery,
    (
        Column("number", Text("NIM", en="NIM")),
        NAME,
        Column("program", Text("Program studi", en="Programme"), width=28),
        Column("email", Text("Email", en="E-mail"), width=32),
        Column("whatsapp", Text("WhatsApp", en="WhatsApp")),
        Column("semester", Text("Semester", en="Semester"), Kind.NUMBER, width=10),
        Column("ipk", Text("IPK", en="GPA"), Kind.NUMBER, width=8),
        COURSE,
        LECTURER,
        Column("state", Text("Status", en="State"), words=_STATES),
        Column("score", Text("Nilai", en="Score"), Kind.NUMBER, width=9),
        Column("reason", Text("Alasan", en="Reason"), width=32),
        Column("submitted_at", Text("Dikirim", en="Submitted"), Kind.MOMENT),
        Column("decided_at", Text("Diputuskan", en="Decided"), Kind.MOMENT),
    ),
    _applicants,
)
