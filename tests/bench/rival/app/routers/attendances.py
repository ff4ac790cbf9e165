"""Recording attendance, and the list of those to verify."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from ..database import get_session
from ..models import Attendance, AuditLine, Contract, Upload, Vacancy
from ..schemas import AttendanceOut, NewAttendance, VerificationsOut
from ..security import CurrentAslab, CurrentPerson

router = APIRouter(prefix="/attendances", tags=["attendances"])
CAMPUS = ZoneInfo("Asia/Jakarta")
SessionDep = Annotated[AsyncSession, Depends(get_session)]


@router.post("", response_model=AttendanceOut, status_code=201)
async def record_attendance(
    form: NewAttendance, session: SessionDep, person: CurrentAslab, request: Request
) -> Attendance:
    now = datetime.now(UTC)
    today = now.astimezone(CAMPUS).date()
    own = select(Contract).where(Contract.id == form.contract_id, Contract.student_id == person.id)
    contract = await session.scalar(own.with_for_update(read=True))
    if contract is None or contract.state != "aktif" or contract.ends_on < today:
        raise HTTPException(403, "Kontrak Anda sudah berakhir")
    uploaded = select(Upload).where(Upload.id == form.upload_id, Upload.owner_id == person.id)
    photo = await session.scalar(uploaded.with_for_update())
    if photo is None or photo.state != "diterima":
        raise HTTPException(422, "Foto bukti wajib dilampirkan")
    attendance = Attendance(
        contract_id=contract.id,
        day=today,
        activity=form.activity,
        state="menunggu_verifikasi",
        photo_id=photo.id,
        photo_sha256=photo.sha256,
        recorded_at=now,
    )
    session.add(attendance)
    try:
        await session.flush()
    except IntegrityError as taken:
        raise HTTPException(409, "Anda sudah absen hari ini") from taken
    session.add(
        AuditLine(
            at=now,
            actor_id=person.id,
            actor_role="aslab",
            action="attendance.recorded",
            subject_type="attendance",
            subject_id=str(attendance.id),
            new={"contract_id": str(contract.id), "day": str(today), "photo_id": str(photo.id)},
            ip=request.client.host if request.client else "",
            request_id=uuid4().hex,
        )
    )
    await session.commit()
    return attendance


@router.get("", response_model=VerificationsOut)
async def to_verify(
    session: SessionDep, person: CurrentPerson, since: Annotated[date, Query(alias="from")], limit: int = 25
) -> dict[str, object]:
    whole = joinedload(Attendance.contract)
    wanted = (
        select(Attendance)
        .join(Attendance.contract)
        .join(Contract.vacancy)
        .where(Vacancy.lecturer_id == person.id, Attendance.day >= since)
        .options(
            whole.joinedload(Contract.vacancy), whole.joinedload(Contract.student), joinedload(Attendance.verifier)
        )
        .order_by(Attendance.recorded_at.desc(), Attendance.id.desc())
        .limit(limit + 1)
    )
    found = (await session.scalars(wanted)).all()
    return {"items": [shown(one) for one in found[:limit]], "more": len(found) > limit}


def shown(one: Attendance) -> dict[str, object]:
    student = one.contract.student
    return {
        **{column.key: getattr(one, column.key) for column in Attendance.__table__.columns},
        "name": student.name,
        "number": student.number,
        "course": one.contract.vacancy.course,
        "verified_by": one.verifier and one.verifier.name,
    }
