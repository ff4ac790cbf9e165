"""Passwords and tokens."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid4

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .config import config
from .database import get_session
from .models import Contract, LoginSession, Person

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
keys = {key["kid"]: jwt.PyJWK(key) for key in json.loads(config.signing_keys)["keys"]}
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="auth/login")


def create_access_token(person: Person, role: str = "", session_id: UUID | None = None) -> str:
    key_id, key = next(iter(keys.items()))
    now = datetime.now(UTC)
    payload = {
        "iss": config.token_issuer,
        "aud": config.token_audience,
        "sub": str(person.id),
        "sid": str(session_id or uuid4()),
        "role": role or person.role,
        "iat": now,
        "exp": now + timedelta(minutes=config.access_minutes),
    }
    return jwt.encode(payload, key.key, algorithm="ES256", headers={"kid": key_id})


def password_is_right(person: Person | None, password: str) -> bool:
    try:
        return bool(person and person.password_hash and hasher.verify(person.password_hash, password))
    except VerificationError:
        return False


async def get_current_person(
    token: Annotated[str, Depends(oauth2_scheme)], session: Annotated[AsyncSession, Depends(get_session)]
) -> Person:
    refused = HTTPException(status.HTTP_401_UNAUTHORIZED, "Could not validate credentials")
    try:
        key = keys[jwt.get_unverified_header(token)["kid"]]
        payload = jwt.decode(
            token, key.key, algorithms=["ES256"], audience=config.token_audience, issuer=config.token_issuer
        )
    except (jwt.InvalidTokenError, KeyError) as wrong:
        raise refused from wrong
    now = datetime.now(UTC)
    login = await session.get(LoginSession, UUID(payload["sid"]))
    if login is None or login.ended_at or login.expires_at <= now or login.role != payload["role"]:
        raise refused
    person = await session.get(Person, UUID(payload["sub"]))
    if person is None or not person.active:
        raise refused
    return person


CurrentPerson = Annotated[Person, Depends(get_current_person)]


async def get_current_aslab(person: CurrentPerson, session: Annotated[AsyncSession, Depends(get_session)]) -> Person:
    runs = (Contract.student_id == person.id) & (Contract.state == "aktif") & (Contract.ends_on >= date.today())
    if await session.scalar(select(Contract.id).where(runs).limit(1)) is None:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Akses Aslab Anda telah berakhir")
    return person


CurrentAslab = Annotated[Person, Depends(get_current_aslab)]
