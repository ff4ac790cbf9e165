"""The list of users by name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from common.domain.people.queries import user_page
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
