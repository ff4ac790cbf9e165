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


class NewAttendance(BaseModel):
    contract_id: UUID
    activity: str = Field(min_length=1, max_length=1000)
    upload_id: UUID


class AttendanceOut(Out):
    id: UUID
    day: date
    state: str
    recorded_at: datetime
