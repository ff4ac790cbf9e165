"""Messages to aslab and lecturers about contracts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, exists, func, literal, select

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.domain.recruitment.policy import teaches
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import Connection, JsonObject, Query, all_of, one, without_secrets

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

    class AboutRow(PersonRow, Protocol):
        """A reader with the contract that the message is about."""

        contract_id: UUID
        ends_on: date
        vacancy_id: UUID
        course: str
        aslab: str


_NOTICE = timedelta(days=7)
_ENDING = "contract_ending_soon"


def notify_aslab(db: Connection, contract_id: UUID, kind: str, occasion: str, data: JsonObject) -> None:
    """One message per contract, kind and occasion."""
    row: AboutRow = one(db, _about(contracts.c.student_id).where(contracts.c.id == contract_id))
    _notify(db, row, kind, f"{kind}:{contract_id}:{occasion}".rstrip(":"), data)


def notify_of_comment(db: Connection, contract_id: UUID, written_by: UUID) -> None:
    """The owner of the vacancy, and who wrote the evaluation, unless they have handed it over meanwhile."""
    kind = "evaluation_commented"
    this = contracts.c.id == contract_id
    for reader in (vacancies.c.lecturer_id, literal(written_by)):
        rows: Sequence[AboutRow] = all_of(db, _about(reader).where(this, teaches(people.c.id)))
        for row in rows:
            _notify(db, row, kind, f"{kind}:{contract_id}", {})


def remind_of_ends(db: Connection, *, limit: int = 500) -> int:
    """Notify lecturer and aslab, once each, seven days before the end (END-07); of how many contracts.

    `limit` contracts are read at a time; those with a message are left out, so that a second run adds nothing.
    """
    count = 0
    while ending := db.scalars(_ending_soon().limit(limit)).all():
        _notify_of_ends(db, ending, contracts.c.student_id, "contract_ending_soon")
        _notify_of_ends(db, ending, vacancies.c.lecturer_id, "aslab_contract_ending_soon")
        count += len(ending)
    return count


def _notify_of_ends(db: Connection, ending: Sequence[UUID], reader: ColumnElement[UUID], kind: str) -> None:
    rows: Sequence[AboutRow] = all_of(db, _about(reader).where(contracts.c.id.in_(ending)))
    for row in rows:
        days = {"ends_on": row.ends_on.isoformat(), "days": (row.ends_on - clock.today()).days}
        over = clock.start_of(row.ends_on + timedelta(days=1))
        _notify(db, row, kind, f"{_ENDING}:{row.contract_id}", days, expires_at=over)


def _ending_soon() -> Query:
    """Contracts without a message yet. The inbox takes every message, so each leaves a row."""
    today = clock.today()
    event = func.concat(f"{_ENDING}:", cast(contracts.c.id, Text))
    return (
        select(contracts.c.id)
        .where(contracts.c.ends_on.between(today, today + _NOTICE), contracts.c.state == ContractState.ACTIVE)
        .where(~exists().where(messages.c.event == event))
        .order_by(contracts.c.ends_on, contracts.c.id)
    )


def _about(reader: ColumnElement[UUID]) -> Query:
    aslab = people.alias("aslab")
    return (
        select(
            *without_secrets(people),
            contracts.c.id.label("contract_id"),
            contracts.c.ends_on,
            contracts.c.vacancy_id,
            vacancies.c.course,
            aslab.c.name.label("aslab"),
        )
        .select_from(contracts)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .join(aslab, aslab.c.id == contracts.c.student_id)
        .join(people, people.c.id == reader)
    )


def _notify(
    db: Connection, row: AboutRow, kind: str, event: str, data: JsonObject, *, expires_at: datetime | None = None
) -> None:
    shown = {"name": row.name, "course": row.course, "aslab": row.aslab, "vacancy_id": row.vacancy_id, **data}
    notify(db, Recipient.of(row), kind, event, shown, expires_at=expires_at)
