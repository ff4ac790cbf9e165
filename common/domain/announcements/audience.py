"""Whom an announcement is for: people whose account is in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from common.domain.announcements.states import Audience
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.people.tables import people
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications
from common.platform.db import Connection, all_of, without_secrets

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow


def count(db: Connection, audience: str, among: Sequence[str]) -> int:
    return db.scalar(select(func.count()).select_from(people).where(_belongs(audience, among))) or 0


def some(db: Connection, audience: str, among: Sequence[str], after: UUID | None, limit: int) -> Sequence[PersonRow]:
    """The next of them in the order of their ids."""
    wanted = select(*without_secrets(people)).where(_belongs(audience, among)).order_by(people.c.id).limit(limit)
    return all_of(db, wanted.where(people.c.id > after) if after else wanted)


def _belongs(audience: str, among: Sequence[str]) -> ColumnElement[bool]:
    if audience == Audience.ROLES:
        return people.c.active & people.c.role.in_(among)
    return people.c.active & people.c.id.in_(_students(audience, among))


def _students(audience: str, among: Sequence[str]) -> Select[tuple[UUID]]:
    if audience == Audience.APPLICANTS:
        remained = applications.c.state != ApplicationState.WITHDRAWN
        return select(applications.c.student_id).where(applications.c.vacancy_id.in_(_ids(among)), remained)
    running = select(contracts.c.student_id).where(contracts.c.state == ContractState.ACTIVE)
    return running.where(contracts.c.vacancy_id.in_(_ids(among))) if audience == Audience.VACANCY_ASLAB else running


def _ids(among: Sequence[str]) -> list[UUID]:
    return [UUID(one) for one in among]
