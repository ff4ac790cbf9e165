"""Reading accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select, tuple_

from common.domain.people.searching import called
from common.domain.people.tables import people
from common.platform.db import Connection, Query, all_of, if_few, one, views, without_secrets
from common.platform.pages import page, read_cursor

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.people.views import UserPageData, UserViewData


# Of more people than these a page is full soon.
_FEW = 500


def person(db: Connection, person_id: UUID) -> PersonRow:
    """The account; raises NotFound."""
    return one(db, _account(), values={"person_id": person_id})


@cache
def _account() -> Query:
    return select(*without_secrets(people)).where(people.c.id == bindparam("person_id"))


def people_known_by(db: Connection, numbers: Iterable[str], emails: Iterable[str]) -> Sequence[PersonRow]:
    """Whoever holds one of these numbers or addresses, both in their normal form."""
    held = func.normal_number(people.c.number).in_(list(numbers)) & (people.c.number_double == 0)
    found = select(*without_secrets(people)).where(or_(held, func.lower(people.c.email).in_(list(emails))))
    return all_of(db, found)


def user_page(
    db: Connection, *, search: str | None, role: str | None, active: bool | None, after: str | None, limit: int
) -> UserPageData:
    """Accounts, the newest first, by part of a name, a NIM/NIP or an address."""
    order = tuple_(people.c.created_at, people.c.id)
    wanted = select(*without_secrets(people)).order_by(people.c.created_at.desc(), people.c.id.desc()).limit(limit + 1)
    if search:
        found = called(search, people.c.email)
        wanted = wanted.where(found, *if_few(db, people.c.id, select(people.c.id).where(found), _FEW))
    if role:
        wanted = wanted.where(people.c.role == role)
    if active is not None:
        wanted = wanted.where(people.c.active == active)
    if after:
        wanted = wanted.where(order < read_cursor(after))
    rows: Sequence[UserViewData] = views(db, wanted)
    return page(rows, limit, lambda row: (row["created_at"], row["id"]))
