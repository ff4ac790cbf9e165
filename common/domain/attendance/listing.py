"""Attendances of many contracts, contract by contract: of one's own aslab as a lecturer, of all as an admin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, select, tuple_

from common.domain.assistants.tables import contracts
from common.domain.attendance.policy import require_own_aslab
from common.domain.attendance.tables import attendances
from common.domain.people.tables import people
from common.domain.recruitment.belonging import in_period
from common.domain.recruitment.policy import taught_by
from common.domain.recruitment.tables import vacancies
from common.platform.auth import Actor, Role
from common.platform.cursors import cursor
from common.platform.db import Connection, Query, value
from common.platform.db.json_list import json_rows
from common.platform.pages import read_cursor

if TYPE_CHECKING:
    from common.platform.sheets.exports import RowPage

_A = attendances.c


def attendance_page(
    db: Connection,
    actor: Actor,
    *,
    state: str | None,
    contract_id: UUID | None,
    since: date | None,
    until: date | None,
    period_id: UUID | None,
    after: str | None,
    limit: int,
) -> RowPage:
    """In the order of contract and day, by which an index finds each page. Raises NotYourVacancy."""
    if contract_id and actor.role != Role.ADMIN:
        require_own_aslab(db, actor, contract_id)
    wanted = _rows().where(*_narrowing(state, contract_id, since, until), *_scope(db, actor, period_id))
    if after:
        seen, last = read_cursor(after)
        wanted = wanted.where(tuple_(_A.contract_id, _A.day) > tuple_(last, seen.date()))
    found = wanted.order_by(_A.contract_id, _A.day).limit(limit + 1).subquery("found")
    text: str = value(db, select(cast(json_rows(found), Text)))
    rows: list[dict[str, object]] = json.loads(text)
    return {"items": rows[:limit], "next": _place(rows[limit - 1]) if len(rows) > limit else None}


def _place(row: dict[str, object]) -> str:
    """Cursors carry moments: of a day its first one."""
    day = date.fromisoformat(str(row["day"]))
    return cursor(datetime.combine(day, time.min, UTC), row["contract_id"])


def _scope(db: Connection, actor: Actor, period_id: UUID | None) -> Iterator[ColumnElement[bool]]:
    if actor.role != Role.ADMIN:
        yield contracts.c.vacancy_id.in_(taught_by(actor.person_id))
    if period_id:
        yield in_period(db, period_id, contracts.c.vacancy_id)


def _narrowing(
    state: str | None, contract_id: UUID | None, since: date | None, until: date | None
) -> Iterator[ColumnElement[bool]]:
    if state:
        yield _A.state == state
    if contract_id:
        yield _A.contract_id == contract_id
    if since:
        yield _A.day >= since
    if until:
        yield _A.day <= until


def _rows() -> Query:
    aslab, lecturer, verifier = people.alias("aslab"), people.alias("lecturer"), people.alias("verifier")
    own = (_A.contract_id, _A.day, _A.activity, _A.state, _A.recorded_at, _A.late_entry, _A.late_reason)
    about = (aslab.c.number, aslab.c.name, vacancies.c.course, lecturer.c.name.label("lecturer"))
    return (
        select(*own, _A.verified_at, _A.reason, *about, verifier.c.name.label("verified_by"))
        .join(contracts, contracts.c.id == _A.contract_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .join(lecturer, lecturer.c.id == vacancies.c.lecturer_id)
        .join(aslab, aslab.c.id == contracts.c.student_id)
        .outerjoin(verifier, verifier.c.id == _A.verified_by)
    )
