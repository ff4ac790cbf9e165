"""Signing in, and going on with a session."""

from datetime import UTC, date, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, HTTPException, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ..config import config
from ..database import get_session
from ..models import Contract, LoginSession, Person, RefreshToken
from ..schemas import Login, Refreshed, Token
from ..security import create_access_token, password_is_right

router = APIRouter(prefix="/auth", tags=["auth"])
SessionDep = Annotated[AsyncSession, Depends(get_session)]


@router.post("/login", response_model=Token, status_code=201)
async def login(form: Login, session: SessionDep) -> Token:
    person = await session.scalar(select(Person).where(Person.number == form.number))
    if not password_is_right(person, form.password):
        raise HTTPException(401, "NIM/NIP atau kata sandi salah")
    return Token(access_token=create_access_token(person), expires_in=config.access_minutes * 60)


@router.post("/refresh", response_model=Refreshed)
async def refresh(response: Response, session: SessionDep, refresh: Annotated[str, Cookie()]) -> dict[str, object]:
    now, refused = datetime.now(UTC), HTTPException(401, "Sesi telah berakhir")
    own = select(RefreshToken).where(RefreshToken.digest == digest(refresh))
    kept = await session.scalar(own.with_for_update())
    if kept is None or kept.retired_at or kept.used_at:
        raise refused
    login = await session.get(LoginSession, kept.session_id, with_for_update=True)
    if login is None or login.ended_at or login.expires_at <= now:
        raise refused
    person = await session.get(Person, login.person_id)
    if person is None or not person.active:
        raise refused
    kept.used_at = login.used_at = now
    secret = token_urlsafe(32)
    session.add(RefreshToken(digest=digest(secret), session_id=login.id, parent=kept.digest, issued_at=now))
    runs = (Contract.student_id == person.id) & (Contract.state == "aktif") & (Contract.ends_on >= date.today())
    aslab = await session.scalar(select(Contract.id).where(runs).limit(1))
    await session.commit()
    response.set_cookie("refresh", secret, httponly=True, samesite="strict")
    return {
        "access_token": create_access_token(person, login.role, login.id),
        "expires_in": config.access_minutes * 60,
        "role": login.role,
        "roles": [person.role, "aslab"] if aslab else [person.role],
        "person": person,
    }


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
