"""The bell."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ..database import get_session
from ..models import Message
from ..schemas import InboxOut
from ..security import CurrentPerson

router = APIRouter(prefix="/inbox", tags=["inbox"])


@router.get("", response_model=InboxOut)
async def read_inbox(
    session: Annotated[AsyncSession, Depends(get_session)], person: CurrentPerson, limit: int = 25
) -> dict[str, object]:
    own = (Message.person_id == person.id) & (Message.channel == "kotak_masuk")
    latest = select(Message).where(own).order_by(Message.created_at.desc()).limit(limit)
    found = await session.scalars(latest) if limit else []
    unread = await session.scalar(select(func.count()).select_from(Message).where(own))
    return {"items": list(found), "unread": unread}
