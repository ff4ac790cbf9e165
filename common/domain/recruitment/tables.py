"""Vacancies with their published criteria, applications with their history."""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint

from common.domain.recruitment.states import ApplicationState, CalendarKind, VacancyState, Weekday
from common.platform.db import metadata
from common.platform.db.columns import key, moment, one_of, reference, search_index, some_of, words
from common.platform.db.personal import IMPERSONAL, SUBJECT, Keep, personal


class DocumentKind(StrEnum):
    CV = "cv"
    TRANSCRIPT = "transkrip"
    COVER_LETTER = "surat_lamaran"


APPLICATION_KEPT = Keep("a year after the period; with a contract as long as the certificate can be checked", days=365)

_READERS = "oneself, the course's lecturers, admins"
_APPLIED = personal("to select assistants", APPLICATION_KEPT, _READERS)
_FIGURE = personal("to select assistants", Keep("for statistics, without a name once the account is erased"), _READERS)
_REACHED = personal("to reach the applicant", APPLICATION_KEPT, _READERS)

academic_periods = Table(
    "academic_periods",
    metadata,
    key(),
    words("name", info=IMPERSONAL),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    CheckConstraint("ends_on > starts_on", name="order"),
    UniqueConstraint("name", name="academic_periods_name_key"),
)
academic_periods.append_constraint(
    ExcludeConstraint(
        (func.daterange(academic_periods.c.starts_on, academic_periods.c.ends_on, "[]"), "&&"),
        name="academic_periods_do_not_overlap",
    )
)

campus_calendar = Table(
    "campus_calendar",
    metadata,
    key(),
    words("kind", info=IMPERSONAL),
    words("name", info=IMPERSONAL),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False, comment="the same day for one day alone"),
    one_of("kind", CalendarKind),
    CheckConstraint("ends_on >= starts_on", name="order"),
)
# A holiday may lie within the exams, but a day is a holiday once and an exam day once.
for kind in CalendarKind:
    campus_calendar.append_constraint(
        ExcludeConstraint(
            (func.daterange(campus_calendar.c.starts_on, campus_calendar.c.ends_on, "[]"), "&&"),
            name=f"one_{kind.name.lower()}_a_day",
            where=text(f"kind = '{kind}'"),
        )
    )

vacancies = Table(
    "vacancies",
    metadata,
    key(),
    reference("lecturer_id", "people", index=True),
    reference("period_id", "academic_periods", nullable=True, index=True),
    words("course", info=IMPERSONAL),
    words("program", nullable=True, info=IMPERSONAL),
    Column("days", ARRAY(Text), nullable=False, server_default="{}", comment="of the practicum", info=IMPERSONAL),
    Column("quota", SmallInteger, nullable=False),
    Column("accepted", SmallInteger, nullable=False, server_default="0"),
    words("description", info=IMPERSONAL),
    words("requirements", info=IMPERSONAL),
    Column("minimum_ipk", Numeric(3, 2)),
    Column("minimum_semester", SmallInteger),
    Column(
        "documents", ARRAY(Text), nullable=False, comment="kinds that must come with an application", info=IMPERSONAL
    ),
    moment("opens_at", nullable=True),
    moment("closes_at", nullable=True),
    Column(
        "fills_seats",
        Boolean,
        nullable=False,
        server_default="false",
        comment="a seat that comes free goes to the next on the waiting list by itself",
    ),
    Column("confirm_by", Date, comment="none where it is not asked"),
    words("state"),
    reference("pamphlet_id", "uploads", nullable=True, unique=True),
    moment("created_at"),
    moment("updated_at"),
    one_of("state", VacancyState),
    some_of("days", Weekday),
    CheckConstraint("closes_at > opens_at", name="order"),
    # A draft may have been copied from an earlier semester, whose dates are of no use.
    CheckConstraint("state = 'draf' OR (opens_at IS NOT NULL AND closes_at IS NOT NULL)", name="dates"),
    CheckConstraint("quota BETWEEN 1 AND 100", name="quota"),
    # The rule that holds the quota under any race: a seat is taken by adding one here.
    CheckConstraint("accepted BETWEEN 0 AND quota", name="seats"),
    Index("vacancies_open_idx", "closes_at", "id", postgresql_where=text("state = 'terbit'")),
    Index("vacancies_created_at_id_idx", "created_at", "id"),
)
search_index("vacancies", vacancies.c.course)

co_lecturers = Table(
    "co_lecturers",
    metadata,
    reference("vacancy_id", "vacancies", primary_key=True),
    reference("lecturer_id", "people", primary_key=True, index=True),
)

vacancy_copies = Table(
    "vacancy_copies",
    metadata,
    reference("copy_id", "vacancies", primary_key=True),
    reference("source_id", "vacancies"),
    reference("period_id", "academic_periods", index=True),
    UniqueConstraint("source_id", "period_id", name="one_copy_a_period"),
)

invitations = Table(
    "invitations",
    metadata,
    reference("vacancy_id", "vacancies", primary_key=True),
    reference("person_id", "people", primary_key=True, index=True, info=SUBJECT),
    moment("invited_at"),
)

criteria = Table(
    "criteria",
    metadata,
    key(),
    reference("vacancy_id", "vacancies"),
    Column("position", SmallInteger, nullable=False),
    words("name", info=IMPERSONAL),
    Column("weight", SmallInteger, nullable=False, comment="percent; the weights of a vacancy add up to 100"),
    CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
    UniqueConstraint("vacancy_id", "position", name="criteria_vacancy_id_position_key"),
)

applications = Table(
    "applications",
    metadata,
    key(),
    reference("vacancy_id", "vacancies"),
    reference("student_id", "people", index=True, info=SUBJECT),
    words("email", info=_REACHED),
    words("whatsapp", comment="E.164", info=_REACHED),
    Column("semester", SmallInteger, nullable=False, info=_FIGURE),
    Column("ipk", Numeric(3, 2), nullable=False, info=_FIGURE),
    words("state"),
    words("reason", nullable=True, info=_APPLIED),
    moment("interview_at", nullable=True),
    words("interview_place", nullable=True, info=_APPLIED),
    Column("score", Numeric(5, 2), comment="weighted mean of the score sheet, 0-100", info=_FIGURE),
    moment("submitted_at"),
    moment("decided_at", nullable=True),
    Column("confirm_by", Date, comment="the last day on which an acceptance is confirmed"),
    moment("confirmed_at", nullable=True),
    moment("activated_at", nullable=True),
    one_of("state", ApplicationState),
    CheckConstraint("ipk BETWEEN 0 AND 4", name="ipk"),
    CheckConstraint("semester BETWEEN 1 AND 14", name="semester"),
    Index(
        "one_application_per_vacancy",
        "vacancy_id",
        "student_id",
        unique=True,
        postgresql_where=text("state <> 'dibatalkan'"),
    ),
    Index("applications_vacancy_id_submitted_at_id_idx", "vacancy_id", "submitted_at", "id"),
    Index("applications_submitted_at_idx", "submitted_at"),
    Index(
        "applications_ready_idx",
        "decided_at",
        "id",
        postgresql_where=text("state = 'diterima' AND activated_at IS NULL"),
    ),
    Index(
        "applications_to_confirm_idx",
        "confirm_by",
        "id",
        postgresql_where=text("state = 'diterima' AND confirmed_at IS NULL AND activated_at IS NULL"),
    ),
)

application_documents = Table(
    "application_documents",
    metadata,
    reference("application_id", "applications", primary_key=True),
    Column("kind", Text, primary_key=True),
    reference("upload_id", "uploads", index=True),
    one_of("kind", DocumentKind),
)

application_steps = Table(
    "application_steps",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    reference("application_id", "applications", index=True),
    moment("at"),
    reference("actor_id", "people", nullable=True, comment="none: by the system"),
    words("state", comment="the state that this step led to", info=IMPERSONAL),
    words("note", nullable=True, info=_APPLIED),
    moment("interview_at", nullable=True),
)

interview_slots = Table(
    "interview_slots",
    metadata,
    # One slot an applicant, and one applicant a slot.
    reference("application_id", "applications", primary_key=True),
    reference("vacancy_id", "vacancies"),
    moment("starts_at"),
    moment("ends_at"),
    CheckConstraint("ends_at > starts_at", name="order"),
    UniqueConstraint("vacancy_id", "starts_at", name="one_applicant_per_slot"),
)

scores = Table(
    "scores",
    metadata,
    reference("application_id", "applications", primary_key=True),
    reference("criterion_id", "criteria", primary_key=True),
    Column("points", SmallInteger, nullable=False, info=_FIGURE),
    reference("scored_by", "people"),
    moment("scored_at"),
    CheckConstraint("points BETWEEN 0 AND 100", name="points"),
)
