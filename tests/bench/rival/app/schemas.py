"""What comes in and what goes out."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Login(BaseModel):
    number: str = Field(max_length=30)
    password: str = Field(max_length=1000)


class Token(BaseModel):
    access_token: str
    expires_in: int


class LecturerOut(Out):
    name: str


class VacancyOut(Out):
    id: UUID
    course: str
    lecturer: LecturerOut
    quota: int
    accepted: int
    description: str
    requirements: str
    minimum_ipk: Decimal | None
    minimum_semester: int | None
    opens_at: datetime
    closes_at: datetime
    pamphlet_id: UUID | None


class CriterionOut(Out):
    id: UUID
    name: str
    weight: int


class VacancyDetailOut(VacancyOut):
    documents: list[str]
    criteria: list[CriterionOut]
    applicants: int


class NewApplication(BaseModel):
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)
    whatsapp: str = Field(max_length=30)
    semester: int = Field(ge=1, le=14)
    ipk: Decimal = Field(ge=0, le=4, decimal_places=2)


class ApplicationOut(Out):
    id: UUID
    vacancy_id: UUID
    state: str
    submitted_at: datetime


class StepOut(Out):
    at: datetime
    state: str
    note: str | None
    interview_at: datetime | None


class DocumentOut(Out):
    kind: str
    upload_id: UUID


class OwnApplicationOut(ApplicationOut):
    course: str
    lecturer: str
    name: str
    number: str
    email: str
    whatsapp: str
    semester: int
    ipk: Decimal
    reason: str | None
    interview_at: datetime | None
    interview_place: str | None
    decided_at: datetime | None
    quota: int
    accepted: int
    applicants: int
    documents: list[DocumentOut]
    steps: list[StepOut]


class ScoreOut(Out):
    criterion_id: UUID
    points: int


class CandidateOut(OwnApplicationOut):
    scores: list[ScoreOut]


class CandidatesOut(BaseModel):
    quota: int
    accepted: int
    criteria: list[CriterionOut]
    counts: dict[str, int]
    items: list[CandidateOut]


class NewAttendance(BaseModel):
    contract_id: UUID
    activity: str = Field(min_length=1, max_length=1000)
    upload_id: UUID


class AttendanceOut(Out):
    id: UUID
    contract_id: UUID
    day: date
    activity: str
    state: str
    recorded_at: datetime
    taken_at: datetime | None
    late_entry: bool
    late_reason: str | None
    delayed: bool
    reason: str | None
    verified_at: datetime | None
    corrections: int


class VerificationOut(AttendanceOut):
    name: str
    number: str
    course: str
    similar_to: UUID | None
    verified_by: str | None


class VerificationsOut(BaseModel):
    items: list[VerificationOut]
    more: bool


class PersonOut(Out):
    id: UUID
    number: str
    name: str
    role: str
    email: str | None
    whatsapp: str | None


class Refreshed(Token):
    role: str
    roles: list[str]
    person: PersonOut


class NoticeOut(Out):
    id: UUID
    kind: str
    data: dict[str, object]
    created_at: datetime


class InboxOut(BaseModel):
    items: list[NoticeOut]
    unread: int
