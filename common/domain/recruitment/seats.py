"""Seats of a vacancy: given, given back, and passed on to the next on the waiting list (SEL-15).

Each needs the vacancy's lock. The database refuses `accepted` beyond the quota: that holds when many decide at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select, update

from common.domain.notifications.queue import Recipient, notify
from common.domain.people.tables import people
from common.domain.recruitment.deadlines import deadline
from common.domain.recruitment.errors import QuotaFull
from common.domain.recruitment.moving import locked, move
from common.domain.recruitment.states import APPLICATION, ApplicationState
from common.domain.recruitment.tables import vacancies
from common.domain.recruitment.waiting import next_on_waiting_list
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, one, translating_constraints, value, without_secrets
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.rows import ApplicationRow, VacancyRow

    class Owner(PersonRow, Protocol):
        """Whose vacancy it is, for which course, and whether it fills its seats by itself."""

        course: str
        fills_seats: bool


@dataclass(frozen=True)
class Leaving:
    """Why a seat came free, as the lecturer reads it; what a lecturer did is no news without somebody who waits."""

    why: Text
    by_lecturer: bool = False


STEPPED_BACK = Leaving(Text("{person} mengundurkan diri", en="{person} stepped back"))
SILENT = Leaving(
    Text("{person} tidak mengonfirmasi penerimaannya", en="{person} did not confirm the acceptance in time")
)
ENDED_EARLY = Leaving(
    Text("kontrak {person} berakhir lebih awal", en="the contract of {person} ended early"), by_lecturer=True
)


def give_seat(db: Connection, actor: Actor, vacancy: VacancyRow, application: ApplicationRow) -> None:
    """Accept. Raises IllegalMove, Forbidden, and QuotaFull when there is no seat left."""
    accepted = ApplicationState.ACCEPTED
    APPLICATION.check(application.state, accepted, actor)
    with translating_constraints(
        {"vacancies_seats_check": lambda: QuotaFull(accepted=vacancy.accepted, quota=vacancy.quota)}
    ):
        _add(db, vacancy.id, 1)
    until = deadline(vacancy.confirm_by, clock.today())
    decided = {"decided_at": clock.now(), "reason": None, "confirm_by": until, "confirmed_at": None}
    if until:
        move(db, actor, application, accepted, "application_accepted_to_confirm", decided, None, {"until_on": until})
    else:
        move(db, actor, application, accepted, "application_accepted", decided)


def give_back_seat(db: Connection, vacancy_id: UUID) -> None:
    """By a decision of the lecturer, who sees the free seat and may have somebody in mind."""
    _add(db, vacancy_id, -1)


def seat_came_free(
    db: Connection, actor: Actor, vacancy_id: UUID, leaving: Leaving, person_id: UUID, occasion: str
) -> None:
    """The next on the waiting list gets it where the vacancy says so; else the lecturer hears who is next."""
    _add(db, vacancy_id, -1)
    owner: Owner = one(
        db,
        select(*without_secrets(people), vacancies.c.course, vacancies.c.fills_seats)
        .join(vacancies, vacancies.c.lecturer_id == people.c.id)
        .where(vacancies.c.id == vacancy_id),
    )
    candidate = next_on_waiting_list(db, vacancy_id)
    if candidate and owner.fills_seats:
        give_seat(db, Actor.system(actor.request_id), *locked(db, candidate.id))
        kind = "seat_filled"
    elif candidate:
        kind = "seat_free"
    elif leaving.by_lecturer:
        return
    else:
        kind = "seat_free_nobody_waits"
    name: str = value(db, select(people.c.name).where(people.c.id == person_id))
    about = {"name": owner.name, "course": owner.course, "vacancy_id": vacancy_id}
    about["because"] = leaving.why.to(owner.language).format(person=name)
    if candidate:
        about["candidate"] = candidate.name
    notify(db, Recipient.of(owner), kind, f"seat_free:{occasion}", about)


def _add(db: Connection, vacancy_id: UUID, seats: int) -> None:
    changed = update(vacancies).where(vacancies.c.id == vacancy_id)
    db.execute(changed.values(accepted=vacancies.c.accepted + seats))
