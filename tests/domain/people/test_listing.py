"""The list of users by name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from common.domain.people.queries import user_page
from common.domain.people.tables import people
from common.platform.db import all_of
from tests import factories as make

ALL: dict[str, Any] = {"search": "Zyx", "role": None, "active": None, "limit": 2}


def names(db: Connection, **asked: Any) -> list[str]:
    """Of all pages, two lines a page."""
    found, after = [], None
    while True:
        page = user_page(db, **ALL | asked, after=after)
        found += [one["name"] for one in page["items"]]
        after = page["next"]
        if after is None:
            return found


def test_people_are_listed_by_name_whatever_its_capitals_page_by_page(db: Connection) -> None:
    for name in ("Zyx Dewi", "zyx andi", "Zyx Budi", "Zyx Budi", "ZYX CITRA"):
        make.student(db, name=name)
    assert names(db, order="nama") == ["zyx andi", "Zyx Budi", "Zyx Budi", "ZYX CITRA", "Zyx Dewi"]
    assert names(db) == ["ZYX CITRA", "Zyx Budi", "Zyx Budi", "zyx andi", "Zyx Dewi"]


def test_the_first_page_says_how_many_there_are_of_each_role_and_no_later_one(db: Connection) -> None:
    def counted(role: str) -> int:
        return len(all_of(db, select(people.c.id).where(people.c.role == role)))

    for number in range(3):
        make.student(db, name=f"Zyx {number}", active=number > 0)
    make.lecturer(db)
    page = user_page(db, **ALL, after=None)
    assert page["counts"] == {role: counted(role) for role in ("admin", "dosen", "mahasiswa") if counted(role)}
    assert page["counts"]["mahasiswa"] >= 3
    assert user_page(db, **ALL, after=page["next"])["counts"] is None
