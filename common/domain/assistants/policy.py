"""Who may touch which contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import ColumnElement, bindparam, exists, select

from common.domain.assistants.service import Ending, takes_late_entries
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.people.tables import people
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, Query, all_of
from common.platform.errors import AslabAccessEnded, AslabSuspended
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

    class Work(Ending, Protocol):
        """When a contract ends, and whether it runs."""

        runs: bool


@cache
def works() -> ColumnElement[bool]:
    """That a contract of the row in `people` is active until `today` or later."""
    return exists().where(contracts.c.student_id == people.c.id, _runs())


def is_aslab(db: Connection, person_id: object) -> bool:
    """Whether a contract of this person is active until today or later, or still takes entries for its last days."""
    today = clock.today()
    last = today - timedelta(days=settings().late_attendance_days)
    rows: Sequence[Work] = all_of(db, _work(), {"person_id": person_id, "today": today, "last": last})
    return any(row.runs or takes_late_entries(row) for row in rows)


@cache
def _work() -> Query:
    own = (contracts.c.student_id == bindparam("person_id")) & (contracts.c.ends_on >= bindparam("last"))
    wanted = select(contracts.c.ends_on, contracts.c.ended_at, _runs().label("runs"))
    return wanted.where(own, contracts.c.state != ContractState.SUSPENDED)


def _runs() -> ColumnElement[bool]:
    return (contracts.c.state == ContractState.ACTIVE) & (contracts.c.ends_on >= bindparam("today"))


def roles_of(db: Connection, person: PersonRow) -> list[str]:
    """The roles a person may sign in with: the account's own, and aslab while `is_aslab` (AUTH-15)."""
    return [person.role, Role.ASLAB] if is_aslab(db, person.id) else [person.role]


def require_running_contract(db: Connection, actor: Actor) -> None:
    """Raises AslabSuspended or AslabAccessEnded."""
    if not is_aslab(db, actor.person_id):
        raise AslabSuspended() if _is_suspended(db, actor.person_id) else AslabAccessEnded()


def _is_suspended(db: Connection, person_id: object) -> bool:
    waiting = (contracts.c.state == ContractState.SUSPENDED) & (contracts.c.ends_on >= clock.today())
    return bool(db.scalar(select(exists().where(contracts.c.student_id == person_id, waiting))))
