"""Reading accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Column, ColumnElement, bindparam, func, or_, select, tuple_

from common.domain.people.tables import PeopleOrder, people
from common.platform.db import Connection, Query, all_of, if_few, one, views, without_secrets
from common.platform.db.json_list import json_counts
from common.platform.fields.normal import number
from common.platform.pages import contains, page, read_cursor, read_text_cursor

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.people.views import UserPageData, UserViewData
    from common.platform.pages import Page

    class Listed(UserViewData):
        place: datetime | str


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


def called(search: str, *more: Column[str | None]) -> ColumnElement[bool]:
    """A condition on `people`: a part of the name, the NIM/NIP in any spelling, or `more` columns."""
    spelled = (contains(column, search) for column in (people.c.name, people.c.number, *more))
    return or_(*spelled, contains(func.normal_number(people.c.number), number(search)))


def user_page(
    db: Connection,
    *,
    search: str | None,
    role: str | None,
    active: bool | None,
    order: str = PeopleOrder.NEWEST,
    after: str | None,
    limit: int,
) -> UserPageData:
    """Accounts in a `PeopleOrder`, by part of a name, a NIM/NIP or an address; how many there are with the first."""
    by_name = order == PeopleOrder.NAME
    place = func.lower(people.c.name) if by_name else people.c.created_at
    wanted = select(*without_secrets(people), place.label("place")).limit(limit + 1)
    wanted = wanted.order_by(*(column if by_name else column.desc() for column in (place, people.c.id)))
    if search:
        found = called(search, people.c.email)
        wanted = wanted.where(found, *if_few(db, people.c.id, select(people.c.id).where(found), _FEW))
    if role:
        wanted = wanted.where(people.c.role == role)
    if active is not None:
        wanted = wanted.where(people.c.active == active)
    if after and by_name:
        wanted = wanted.where(tuple_(place, people.c.id) > read_text_cursor(after))
    elif after:
        wanted = wanted.where(tuple_(place, people.c.id) < read_cursor(after))
    rows: Sequence[Listed] = views(db, wanted)
    counts: Mapping[str, int] | None = None if after else db.scalar(_counts())
    shown: Page[Listed] = page(rows, limit, lambda row: (row["place"], row["id"]))
    return {"items": shown["items"], "next": shown["next"], "counts": counts}


@cache
def _counts() -> Query:
    """Of each role."""
    return json_counts(people.c.role)
