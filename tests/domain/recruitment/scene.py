"""Two vacancies of two lecturers, each with a co-lecturer, and the applicants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from common.domain.recruitment.tables import application_steps, applications, co_lecturers, vacancies
from common.platform.auth import Actor
from tests import factories as make
from tests.outcomes import lines, row


@dataclass(frozen=True)
class Post:
    owner: Any
    helper: Any
    vacancy: Any

    @property
    def lecturer(self) -> Actor:
        return make.as_actor(self.owner)

    @property
    def co_lecturer(self) -> Actor:
        return make.as_actor(self.helper)


def post(db: Connection, **values: Any) -> Post:
    owner, helper = make.lecturer(db), make.lecturer(db)
    vacancy = make.vacancy(db, owner, **values)
    make.insert(db, co_lecturers, vacancy_id=vacancy.id, lecturer_id=helper.id)
    return Post(owner, helper, vacancy)


def applied(db: Connection, one: Post, **values: Any) -> Any:
    """An application by a student of its own."""
    return make.application(db, one.vacancy, make.student(db), **values)


def steps(db: Connection, application: Any) -> list[Any]:
    """The history that the applicant sees, the oldest step first."""
    mine = application_steps.c.application_id == application.id
    return list(db.execute(select(application_steps).where(mine).order_by(application_steps.c.id)).all())


def everything_of(db: Connection, application: Any) -> tuple[Any, ...]:
    """The application, its history and its lines, then its vacancy and the lines of that, to be compared with later."""
    found, vacancy = row(db, applications, application.id), row(db, vacancies, application.vacancy_id)
    return found, steps(db, application), lines(db, application.id), vacancy, lines(db, vacancy.id)
