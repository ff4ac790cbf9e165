"""Seats of a vacancy: taken, given back, and offered to the next on the waiting list (SEL-15).

Each needs the vacancy's lock. The database refuses `accepted` beyond the quota: that holds when many decide at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, select, update

from common.domain.notifications.queue import Recipient, notify
from common.domain.people.tables import people
from common.domain.recruitment.errors import QuotaFull
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, vacancies
from common.platform.db import Connection, maybe, one, translating_constraints, value, without_secrets
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.rows import VacancyRow

    class WaitingCandidate(Protocol):
        id: UUID
        name: str

    class Owner(PersonRow, Protocol):
        """Whose vacancy it is, and for which course."""

        course: str


@dataclass(frozen=True)
class Leaving:
    """Why a seat came free, as the lecturer reads it; what a lecturer did is no news without somebody who waits."""

    why: Text
    by_lecturer: bool = False


STEPPED_BACK = Leaving(Text("{person} mengundurkan diri", en="{person} stepped back"))
ENDED_EARLY = Leaving(
    Text("kontrak {person} berakhir lebih awal", en="the contract of {person} ended early"), by_lecturer=True
)


def take_seat(db: Connection, vacancy: VacancyRow) -> None:
    """Raises QuotaFull when there is none left."""
    with translating_constraints(
        {"vacancies_seats_check": lambda: QuotaFull(accepted=vacancy.accepted, quota=vacancy.quota)}
    ):
        _add(db, vacancy.id, 1)


def give_back_seat(db: Connection, vacancy_id: UUID) -> None:
    """By a decision of the lecturer, who sees the free seat."""
    _add(db, vacancy_id, -1)


def seat_came_free(db: Connection, vacancy_id: UUID, leaving: Leaving, person_id: UUID, occasion: str) -> None:
    """The lecturer hears why, and who is next on the waiting list; once an occasion."""
    _add(db, vacancy_id, -1)
    candidate = next_on_waiting_list(db, vacancy_id)
    if candidate or not leaving.by_lecturer:
        _notify_owner(db, vacancy_id, leaving, person_id, occasion, candidate)


def next_on_waiting_list(db: Connection, vacancy_id: UUID) -> WaitingCandidate | None:
    """The best scored candidate who waits; without scores, who applied first."""
    wanted = select(applications.c.id, people.c.name).join(people, people.c.id == applications.c.student_id)
    return maybe(db, wanted.where(applications.c.id == next_in_line(vacancy_id)))


def next_in_line(vacancy_id: UUID | ColumnElement[UUID]) -> ScalarSelect[UUID]:
    """The id of the application that is next on the waiting list."""
    line = applications.alias("line").c
    waiting = (line.vacancy_id == vacancy_id) & (line.state == ApplicationState.WAITING_LIST)
    order = (line.score.desc().nulls_last(), line.submitted_at, line.id)
    return select(line.id).where(waiting).order_by(*order).limit(1).scalar_subquery()


def _notify_owner(
    db: Connection,
    vacancy_id: UUID,
    leaving: Leaving,
    person_id: UUID,
    occasion: str,
    candidate: WaitingCandidate | None,
) -> None:
    name: str = value(db, select(people.c.name).where(people.c.id == person_id))
    owner: Owner = one(
        db,
        select(*without_secrets(people), vacancies.c.course)
        .join(vacancies, vacancies.c.lecturer_id == people.c.id)
        .where(vacancies.c.id == vacancy_id),
    )
    kind = "seat_free" if candidate else "seat_free_nobody_waits"
    next_one = {"candidate": candidate.name} if candidate else {}
    because = leaving.why.to(owner.language).format(person=name)
    data = {"name": owner.name, "course": owner.course, "vacancy_id": vacancy_id, "because": because, **next_one}
    notify(db, Recipient.of(owner), kind, f"seat_free:{occasion}", data)


def _add(db: Connection, vacancy_id: UUID, seats: int) -> None:
    changed = update(vacancies).where(vacancies.c.id == vacancy_id)
    db.execute(changed.values(accepted=vacancies.c.accepted + seats))
