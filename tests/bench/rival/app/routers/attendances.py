"""Recording attendance."""

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ..database import get_session
from ..models import Attendance, Contract, Upload
from ..schemas import AttendanceOut, NewAttendance
from ..security import CurrentPerson

router = APIRouter(prefix="/attendances", tags=["attendances"])
CAMPUS = ZoneInfo("Asia/Jakarta")


@router.post("", response_model=AttendanceOut, status_code=201)
async def record_attendance(
    form: NewAttendance, session: Annotated[AsyncSession, Depends(get_session)], person: CurrentPerson
) -> Attendance:
    now = datetime.now(UTC)
    today = now.astimezone(CAMPUS).date()
    contract = await session.scalar(
        select(Contract).where(Contract.id == form.contract_id, Contract.student_id == person.id)
    )
    if contract is None or contract.state != "aktif" or contract.ends_on < today:
        raise HTTPException(403, "Kontrak Anda sudah berakhir")
    photo = await session.scalar(select(Upload).where(Upload.id == form.upload_id, Upload.owner_id == person.id))
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
        await session.commit()
    except IntegrityError as taken:
        raise HTTPException(409, "Anda sudah absen hari ini") from taken
    return attendance
