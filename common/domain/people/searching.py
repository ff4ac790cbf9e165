"""Finding people by a part of what they are called."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, func, or_

from common.domain.people.tables import people
from common.platform.fields.normal import number
from common.platform.pages import contains


def called(search: str, *more: Column[str | None]) -> ColumnElement[bool]:
    """A condition on `people`: a part of the name, the NIM/NIP in any spelling, or `more` columns."""
    spelled = (contains(column, search) for column in (people.c.name, people.c.number, *more))
    return or_(*spelled, contains(func.normal_number(people.c.number), number(search)))
