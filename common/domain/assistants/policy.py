"""Who may touch which contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection
from common.platform.errors import AslabAccessEnded

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow


def is_aslab(db: Connection, person_id: object) -> bool:
    """Whether a contract of this person is running: active, and its last day is not over."""
    running = (
        (contracts.c.student_id == person_id)
        & (contracts.c.state == ContractState.ACTIVE)
        & (contracts.c.ends_on >= clock.today())
    )
    return bool(db.scalar(select(exists().where(running))))


def roles_of(db: Connection, person: PersonRow) -> list[str]:
    """The roles a person may sign in with: the account's own, and aslab while a contract runs (AUTH-15)."""
    return [person.role, Role.ASLAB] if is_aslab(db, person.id) else [person.role]


def require_running_contract(db: Connection, actor: Actor) -> None:
    if not is_aslab(db, actor.person_id):
        raise AslabAccessEnded()
