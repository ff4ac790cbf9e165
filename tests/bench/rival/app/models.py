"""The product's tables as mapped classes."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, JSON, DateTime, ForeignKey, Numeric, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}


class Person(Base):
    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    email: Mapped[str | None]
    whatsapp: Mapped[str | None]
    password_hash: Mapped[str | None]
    active: Mapped[bool]


class LoginSession(Base):
    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str]
    used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RefreshToken(Base):
    __tablename__ = "refresh_tokens"

    digest: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    parent: Mapped[str | None]
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class AuditLine(Base):
    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    actor_role: Mapped[str]
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[str]
    new: Mapped[dict[str, object]] = mapped_column(JSON)
    ip: Mapped[str]
    request_id: Mapped[str]


class Message(Base):
    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str]
    kind: Mapped[str]
    data: Mapped[dict[str, object]] = mapped_column(JSON)
    state: Mapped[str]
    created_at: Mapped[datetime]


class Criterion(Base):
    __tablename__ = "criteria"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancies.id"))
    position: Mapped[int]
    name: Mapped[str]
    weight: Mapped[int]


class Vacancy(Base):
    __tablename__ = "vacancies"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    lecturer_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    course: Mapped[str]
    quota: Mapped[int]
    accepted: Mapped[int]
    description: Mapped[str]
    requirements: Mapped[str]
    minimum_ipk: Mapped[Decimal | None] = mapped_column(Numeric(3, 2))
    minimum_semester: Mapped[int | None]
    documents: Mapped[list[str]] = mapped_column(ARRAY(String))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[str]
    pamphlet_id: Mapped[UUID | None]

    lecturer: Mapped[Person] = relationship(lazy="joined")
    criteria: Mapped[list[Criterion]] = relationship(order_by=Criterion.position)


class Step(Base):
    __tablename__ = "application_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    at: Mapped[datetime]
    state: Mapped[str]
    note: Mapped[str | None]
    interview_at: Mapped[datetime | None]


class Document(Base):
    __tablename__ = "application_documents"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    upload_id: Mapped[UUID]


class Score(Base):
    __tablename__ = "scores"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    criterion_id: Mapped[UUID] = mapped_column(primary_key=True)
    points: Mapped[int]


class Application(Base):
    __tablename__ = "applications"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancies.id"))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    email: Mapped[str]
    whatsapp: Mapped[str]
    semester: Mapped[int]
    ipk: Mapped[Decimal] = mapped_column(Numeric(3, 2))
    state: Mapped[str]
    reason: Mapped[str | None]
    interview_at: Mapped[datetime | None]
    interview_place: Mapped[str | None]
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    vacancy: Mapped[Vacancy] = relationship()
    student: Mapped[Person] = relationship()
    steps: Mapped[list[Step]] = relationship(order_by=Step.id)
    documents: Mapped[list[Document]] = relationship()
    scores: Mapped[list[Score]] = relationship()


class Contract(Base):
    __tablename__ = "contracts"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancies.id"))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str]

    vacancy: Mapped[Vacancy] = relationship()
    student: Mapped[Person] = relationship()


class Upload(Base):
    __tablename__ = "uploads"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str]
    sha256: Mapped[str | None]


class Attendance(Base):
    __tablename__ = "attendances"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    day: Mapped[date]
    activity: Mapped[str]
    state: Mapped[str]
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("uploads.id"))
    photo_sha256: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    late_entry: Mapped[bool] = mapped_column(default=False)
    late_reason: Mapped[str | None]
    delayed: Mapped[bool] = mapped_column(default=False)
    similar_to: Mapped[UUID | None]
    verified_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    verified_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    corrections: Mapped[int] = mapped_column(default=0)

    contract: Mapped[Contract] = relationship()
    verifier: Mapped[Person | None] = relationship()
