"""Contracts of different students with different lecturers, and an application that waits to be activated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from common.domain.assistants.tables import contracts
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from tests import factories as make
from tests.outcomes import lines, mails, row


@dataclass(frozen=True)
class Scene:
    student: Any
    owner: Any
    contract: Any

    @property
    def lecturer(self) -> Actor:
        return make.as_actor(self.owner)


def scene(db: Connection, **values: Any) -> Scene:
    student, owner = make.student(db), make.lecturer(db)
    return Scene(student, owner, make.contract(db, student=student, lecturer=owner, admin=make.admin(db), **values))


def everything_of(db: Connection, one: Scene) -> tuple[Any, ...]:
    """The contract, its vacancy, its lines and the messages to its people, to be compared with later."""
    contract, vacancy = row(db, contracts, one.contract.id), row(db, vacancies, one.contract.vacancy_id)
    return contract, vacancy, lines(db, contract.id), mails(db, one.student), mails(db, one.owner)


def accepted(db: Connection, student: Any, lecturer: Any | None = None) -> Any:
    vacancy = make.vacancy(db, lecturer or make.lecturer(db), accepted=1)
    return make.application(db, vacancy, student, state=ApplicationState.ACCEPTED, decided_at=clock.now())


def waiting(db: Connection, vacancy_id: Any, name: str, **values: Any) -> Any:
    """Somebody on the waiting list of a vacancy."""
    to = row(db, vacancies, vacancy_id)
    return make.application(db, to, make.student(db, name=name), state=ApplicationState.WAITING_LIST, **values)


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)
