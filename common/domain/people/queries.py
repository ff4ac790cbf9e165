"""Reading accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_

from common.domain.people.tables import people
from common.platform.db import Connection, one
from common.platform.pages import containing, page, read_cursor


def person(db: Connection, person_id: UUID) -> Any:
    """The account; raises NotFound."""
    return one(db, select(people).where(people.c.id == person_id))


def user_page(
    db: Connection, *, search: str | None, role: str | None, active: bool | None, after: str | None, limit: int
) -> dict[str, Any]:
    """Accounts, the newest first, by part of a name, a NIM/NIP or an address."""
    order = tuple_(people.c.created_at, people.c.id)
    wanted = select(people).order_by(people.c.created_at.desc(), people.c.id.desc()).limit(limit + 1)
    if search:
        part = containing(search)
        wanted = wanted.where(or_(people.c.name.ilike(part), people.c.number.ilike(part), people.c.email.ilike(part)))
    if role:
        wanted = wanted.where(people.c.role == role)
    if active is not None:
        wanted = wanted.where(people.c.active == active)
    if after:
        wanted = wanted.where(order < read_cursor(after))
    return page(db.execute(wanted).mappings().all(), limit, lambda row: (row["created_at"], row["id"]))
