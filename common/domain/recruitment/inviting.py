"""Whom a lecturer has asked to apply for a vacancy: each once, and notified when the vacancy is published."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select

from common.domain import audit
from common.domain.notifications.queue import Notice, Recipient, notify_all
from common.domain.people.tables import people
from common.domain.recruitment.errors import HasApplied, InvitedBefore, InviteeDeactivated, VacancyClosed
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import applications, invitations, vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, one, translating_constraints, value, without_secrets
from common.platform.errors import Problem

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.rows import VacancyRow


_I = invitations.c


def is_invited(vacancy_id: UUID | ColumnElement[UUID], person_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    return exists().where(_I.vacancy_id == vacancy_id, _I.person_id == person_id)


def has_applied(vacancy_id: UUID, person_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """And not withdrawn."""
    mine = applications.alias("mine").c
    its = (mine.vacancy_id == vacancy_id) & (mine.student_id == person_id)
    return exists().where(its, mine.state != ApplicationState.WITHDRAWN)


def refusal(*, active: bool, applied: bool, invited: bool) -> Problem | None:
    """Why somebody is not invited."""
    if not active:
        return InviteeDeactivated()
    if applied:
        return HasApplied()
    return InvitedBefore() if invited else None


def require_unclosed(vacancy: VacancyRow) -> None:
    """A draft is invited to as well. Raises VacancyClosed."""
    over = vacancy.closes_at and vacancy.closes_at <= clock.now()
    if vacancy.state == VacancyState.CLOSED or (vacancy.state == VacancyState.PUBLISHED and over):
        raise VacancyClosed()


def invite(db: Connection, actor: Actor, vacancy_id: UUID, person_id: UUID) -> UUID:
    """Raises InvitedBefore."""
    with translating_constraints({"invitations_pkey": InvitedBefore}):
        row = {"vacancy_id": vacancy_id, "person_id": person_id, "invited_at": clock.now()}
        db.execute(invitations.insert().values(row))
    audit.record(db, actor, "vacancy.aslab_invited", "vacancy", vacancy_id, new={"student_id": person_id})
    return person_id


def notify_invited(db: Connection, vacancy_id: UUID, among: Collection[UUID] | None = None) -> None:
    """Everybody who was invited, or those `among` them, of a vacancy that is published."""
    this = vacancies.c.id == vacancy_id
    vacancy: VacancyRow = one(db, select(vacancies).where(this))
    wanted = select(*without_secrets(people)).join(invitations, _I.person_id == people.c.id)
    wanted = wanted.where(_I.vacancy_id == vacancy_id, people.c.active)
    if among is not None:
        wanted = wanted.where(people.c.id.in_(among))
    rows: Sequence[PersonRow] = all_of(db, wanted.order_by(people.c.id))
    if not rows or not vacancy.opens_at or not vacancy.closes_at:
        return
    lecturer: str = value(db, select(people.c.name).where(people.c.id == vacancy.lecturer_id))
    data = {"course": vacancy.course, "lecturer": lecturer, "vacancy_id": str(vacancy_id)}
    data |= {"opens_at": vacancy.opens_at.isoformat(), "closes_at": vacancy.closes_at.isoformat()}
    kind = "invited_to_apply"
    event = f"{kind}:{vacancy_id}"
    notify_all(
        db,
        [
            Notice(Recipient.of(row), kind, event, {"name": row.name, **data}, expires_at=vacancy.closes_at)
            for row in rows
        ],
    )
