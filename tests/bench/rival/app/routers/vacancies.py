"""Vacancies, and applying for them."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ..database import get_session
from ..models import Application, Vacancy
from ..schemas import ApplicationOut, NewApplication, VacancyOut
from ..security import CurrentPerson

router = APIRouter(prefix="/vacancies", tags=["vacancies"])
SessionDep = Annotated[AsyncSession, Depends(get_session)]


@router.get("", response_model=list[VacancyOut])
async def list_vacancies(session: SessionDep, limit: int = 25) -> list[Vacancy]:
    now = datetime.now(UTC)
    is_open = (Vacancy.state == "terbit") & (Vacancy.opens_at <= now) & (Vacancy.closes_at > now)
    found = await session.scalars(select(Vacancy).where(is_open).order_by(Vacancy.closes_at, Vacancy.id).limit(limit))
    return list(found.unique())


@router.post("/{vacancy_id}/applications", response_model=ApplicationOut, status_code=201)
async def apply(vacancy_id: UUID, form: NewApplication, session: SessionDep, person: CurrentPerson) -> Application:
    vacancy = await session.get(Vacancy, vacancy_id)
    now = datetime.now(UTC)
    if vacancy is None:
        raise HTTPException(404, "Lowongan tidak ditemukan")
    if vacancy.state != "terbit" or not vacancy.opens_at <= now < vacancy.closes_at:
        raise HTTPException(409, "Lowongan sudah ditutup")
    application = Application(
        vacancy_id=vacancy_id, student_id=person.id, state="menunggu", submitted_at=now, **form.model_dump()
    )
    session.add(application)
    try:
        await session.commit()
    except IntegrityError as taken:
        raise HTTPException(409, "Anda sudah mendaftar") from taken
    return application
