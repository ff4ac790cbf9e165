"""Finding contracts by a part of the aslab's name or number, or of the course."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select, true, union_all

from common.domain.assistants.tables import contracts
from common.domain.people.queries import called
from common.domain.people.tables import people
from common.domain.recruitment.tables import vacancies
from common.platform.db import Connection, Query, if_few
from common.platform.pages import contains

# What more contracts than these have in common is not rare: a page of them is full soon.
_FEW = 500


def searched(
    db: Connection, search: str, *others: Query, other: ColumnElement[bool] | None = None
) -> Iterator[ColumnElement[bool]]:
    """Conditions on contracts that are joined with people and vacancies; where few are meant it has these alone.

    `others` find the ids of more contracts, namely those that the condition `other` names.
    """
    person, course = called(search), contains(vacancies.c.course, search)
    # The offset: contracts are looked up for one person after the other, until there are too many.
    served = select(contracts.c.id).where(contracts.c.student_id == people.c.id).offset(0).lateral("served")
    by_person = select(served.c.id).select_from(people).join(served, true()).where(person)
    by_course = select(contracts.c.id).join(vacancies, vacancies.c.id == contracts.c.vacancy_id).where(course)
    yield from if_few(db, contracts.c.id, union_all(by_person, by_course, *others), _FEW)
    yield or_(person, course) if other is None else or_(person, course, other)
