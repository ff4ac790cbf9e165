"""Signing in."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ..config import config
from ..database import get_session
from ..models import Person
from ..schemas import Login, Token
from ..security import create_access_token, password_is_right

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/login", response_model=Token, status_code=201)
async def login(form: Login, session: Annotated[AsyncSession, Depends(get_session)]) -> Token:
    person = await session.scalar(select(Person).where(Person.number == form.number))
    if not password_is_right(person, form.password):
        raise HTTPException(401, "NIM/NIP atau kata sandi salah")
    return Token(access_token=create_access_token(person), expires_in=config.access_minutes * 60)
