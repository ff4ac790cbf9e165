"""Vacancies, and applying for them."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from ..database import get_session
from ..models import Application, Vacancy
from ..schemas import ApplicationOut, CandidatesOut, NewApplication, OwnApplicationOut, VacancyDetailOut, VacancyOut
from ..security import CurrentPerson

router = APIRouter(prefix="/vacancies", tags=["vacancies"])
SessionDep = Annotated[AsyncSession, Depends(get_session)]


@router.get("", response_model=list[VacancyOut])
async def list_vacancies(session: SessionDep, limit: int = 25) -> list[Vacancy]:
    now = datetime.now(UTC)
    is_open = (Vacancy.state == "terbit") & (Vacancy.opens_at <= now) & (Vacancy.closes_at > now)
    found = await session.scalars(select(Vacancy).where(is_open).order_by(Vacancy.closes_at, Vacancy.id).limit(limit))
    return list(found.unique())


@router.get("/mine/applications", response_model=list[OwnApplicationOut])
async def own_applications(session: SessionDep, person: CurrentPerson, limit: int = 25) -> list[dict[str, object]]:
    mine = select(Application).where(Application.student_id == person.id)
    found = await whole(session, mine.order_by(Application.submitted_at.desc(), Application.id.desc()).limit(limit))
    counts = await applicants(session, [one.vacancy_id for one in found])
    return [shown(one, counts) for one in found]


@router.get("/{vacancy_id}/applications", response_model=CandidatesOut)
async def candidates(vacancy_id: UUID, session: SessionDep, person: CurrentPerson) -> dict[str, object]:
    vacancy = await session.scalar(
        select(Vacancy).where(Vacancy.id == vacancy_id).options(selectinload(Vacancy.criteria))
    )
    if vacancy is None or vacancy.lecturer_id != person.id:
        raise HTTPException(403, "Anda tidak memiliki akses")
    those = select(Application).where(Application.vacancy_id == vacancy_id, Application.state != "dibatalkan")
    wanted = those.order_by(Application.submitted_at, Application.id).options(selectinload(Application.scores))
    found = await whole(session, wanted)
    counts = await applicants(session, [vacancy_id])
    return {
        "quota": vacancy.quota,
        "accepted": vacancy.accepted,
        "criteria": vacancy.criteria,
        "counts": Counter(one.state for one in found),
        "items": [shown(one, counts) | {"scores": one.scores} for one in found],
    }


async def whole(session: AsyncSession, wanted: Select[tuple[Application]]) -> list[Application]:
    """Applications with what hangs on them."""
    beside = joinedload(Application.vacancy), joinedload(Application.student)
    below = selectinload(Application.steps), selectinload(Application.documents)
    return list((await session.scalars(wanted.options(*beside, *below))).unique())


def shown(one: Application, counts: dict[UUID, int]) -> dict[str, object]:
    names = [name for name in OwnApplicationOut.model_fields if hasattr(one, name)]
    return (
        {name: getattr(one, name) for name in names}
        | {"course": one.vacancy.course, "lecturer": one.vacancy.lecturer.name}
        | {"quota": one.vacancy.quota, "accepted": one.vacancy.accepted, "applicants": counts.get(one.vacancy_id, 0)}
        | {"name": one.student.name, "number": one.student.number}
    )


@router.get("/{vacancy_id}", response_model=VacancyDetailOut)
async def show_vacancy(vacancy_id: UUID, session: SessionDep) -> dict[str, object]:
    wanted = select(Vacancy).where(Vacancy.id == vacancy_id, Vacancy.state != "draf")
    vacancy = await session.scalar(wanted.options(selectinload(Vacancy.criteria)))
    if vacancy is None:
        raise HTTPException(404, "Lowongan tidak ditemukan")
    counts = await applicants(session, [vacancy_id])
    shown = {name: getattr(vacancy, name) for name in VacancyDetailOut.model_fields if hasattr(vacancy, name)}
    return shown | {"applicants": counts.get(vacancy_id, 0)}


async def applicants(session: AsyncSession, vacancies: list[UUID]) -> dict[UUID, int]:
    """How many have applied for each and not withdrawn."""
    counted = select(Application.vacancy_id, func.count()).group_by(Application.vacancy_id)
    wanted = counted.where(Application.vacancy_id.in_(vacancies), Application.state != "dibatalkan")
    return dict((await session.execute(wanted)).all())


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
