"""A co-lecturer selects at the vacancies that they help with, changes none, and is nobody anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from common.domain.recruitment import application_queries, selection, vacancies, vacancy_queries
from common.domain.recruitment.policy import require_lecturer_of, require_owner_of
from common.domain.recruitment.shown_files import document_to_show
from common.domain.recruitment.tables import application_documents, co_lecturers, criteria
from common.domain.recruitment.tables import vacancies as vacancy_table
from common.platform import clock
from common.platform.auth import Actor
from common.platform.errors import Invalid
from tests import factories as make
from tests.domain.recruitment.scene import Post, applied, post
from tests.domain.recruitment.test_vacancies import form
from tests.outcomes import outcome

Try = Callable[[Connection, Actor, Post, Any], Any]


def sheet(db: Connection, one: Post) -> list[dict[str, Any]]:
    return [{"criterion_id": key, "points": 70} for key in selection._weights(db, one.vacancy.id)]


# What every lecturer of a vacancy may do with it or with one application for it.
SELECTING: dict[str, Try] = {
    "list": lambda db, who, at, made: application_queries.candidates(db, who, at.vacancy.id),
    "show": lambda db, who, at, made: application_queries.candidate(db, who, made.id),
    "open a document": lambda db, who, at, made: document_to_show(db, who, made.id, "cv"),
    "score": lambda db, who, at, made: selection.score(db, who, made.id, sheet(db, at)),
    "invite": lambda db, who, at, made: selection.invite(
        db, who, made.id, at=clock.now() + timedelta(days=1), place="Lab 2"
    ),
    "waiting list": lambda db, who, at, made: selection.put_on_waiting_list(db, who, made.id),
    "accept": lambda db, who, at, made: selection.accept(db, who, made.id),
    "reject": lambda db, who, at, made: selection.reject(db, who, made.id, reason="x"),
    "require": lambda db, who, at, made: require_lecturer_of(db, who, at.vacancy.id),
}
OWNING: dict[str, Try] = {
    "change": lambda db, who, at, made: vacancies.change_vacancy(db, who, at.vacancy.id, {"quota": 9}),
    "close": lambda db, who, at, made: vacancies.close_vacancy(db, who, at.vacancy.id),
    "delete": lambda db, who, at, made: vacancies.delete_vacancy(db, who, at.vacancy.id),
    "require": lambda db, who, at, made: require_owner_of(db, who, at.vacancy.id),
}


def with_document(db: Connection, at: Post) -> Any:
    made = applied(db, at)
    owner = db.execute(select(make.people).where(make.people.c.id == made.student_id)).one()
    make.insert(db, application_documents, application_id=made.id, kind="cv", upload_id=make.upload(db, owner).id)
    return made


@pytest.mark.parametrize("name", SELECTING)
def test_a_vacancys_lecturers_select_there_and_nobody_else_does(db: Connection, name: str) -> None:
    here, there, nobody = post(db), post(db), make.as_actor(make.lecturer(db))
    made = {one.vacancy.id: with_document(db, one) for one in (here, there)}
    for at, other in ((here, there), (there, here)):
        for who in (other.lecturer, other.co_lecturer, nobody):
            refused = outcome(db, SELECTING[name], who, at, made[at.vacancy.id])
            assert refused == "not_your_vacancy"
    assert outcome(db, SELECTING[name], here.co_lecturer, here, made[here.vacancy.id]) == "done"
    assert outcome(db, SELECTING[name], there.lecturer, there, made[there.vacancy.id]) == "done"


@pytest.mark.parametrize("name", OWNING)
def test_only_the_owner_changes_the_vacancy_itself(db: Connection, name: str) -> None:
    here, there, nobody = post(db), post(db), make.as_actor(make.lecturer(db))
    for who in (here.co_lecturer, there.lecturer, there.co_lecturer, nobody):
        assert outcome(db, OWNING[name], who, here, None) == "not_your_vacancy"
    assert outcome(db, OWNING[name], here.lecturer, here, None) == "done"
    left = db.scalars(select(vacancy_table.c.id).where(vacancy_table.c.id == there.vacancy.id)).all()
    assert left == [there.vacancy.id]


def test_ones_own_vacancies_are_those_that_one_owns_or_helps_with(db: Connection) -> None:
    here, there, nobody = post(db), post(db), make.as_actor(make.lecturer(db))
    seen = {
        who.number: [row["id"] for row in vacancy_queries.own_vacancies(db, who, after=None, limit=9)["items"]]
        for who in (here.lecturer, here.co_lecturer, there.co_lecturer, nobody)
    }
    assert seen == {
        here.owner.number: [here.vacancy.id],
        here.helper.number: [here.vacancy.id],
        there.helper.number: [there.vacancy.id],
        nobody.number: [],
    }


def test_co_lecturers_are_written_and_shown_at_their_vacancy_alone(db: Connection) -> None:
    owner, first, second = (make.lecturer(db, name=name) for name in ("Dr. Rina", "Dr. Budi", "Dr. Sari"))
    other = post(db)
    made = vacancies.publish_vacancy(db, make.as_actor(owner), form(co_lecturers=[first.number, second.number]))
    helping = select(co_lecturers.c.lecturer_id).where(co_lecturers.c.vacancy_id == made)
    assert set(db.scalars(helping)) == {first.id, second.id}
    assert sorted(vacancy_queries.own_vacancy(db, made)["co_lecturers"]) == ["Dr. Budi", "Dr. Sari"]
    assert vacancy_queries.own_vacancy(db, other.vacancy.id)["co_lecturers"] == [other.helper.name]
    alone = vacancies.publish_vacancy(db, make.as_actor(owner), form())
    assert vacancy_queries.own_vacancy(db, alone)["co_lecturers"] == []


def test_only_another_active_lecturer_is_a_co_lecturer(db: Connection) -> None:
    owner, fine = make.lecturer(db), make.lecturer(db)
    wrong = [make.admin(db), make.student(db), make.lecturer(db, active=False), owner]
    numbers = [fine.number, *(one.number for one in wrong)]
    with pytest.raises(Invalid) as refused:
        vacancies.publish_vacancy(db, make.as_actor(owner), form(co_lecturers=numbers))
    assert list(refused.value.fields) == [f"co_lecturers.{n}" for n in (1, 2, 3, 4)]
    assert refused.value.fields["co_lecturers.1"] == ["NIP dosen tidak ditemukan"]


def test_a_vacancy_is_deleted_with_its_own_criteria_and_co_lecturers(db: Connection) -> None:
    here, there = post(db), post(db)
    vacancies.delete_vacancy(db, here.lecturer, here.vacancy.id)
    for table in (criteria, co_lecturers):
        of = select(table.c.vacancy_id).where(table.c.vacancy_id.in_([here.vacancy.id, there.vacancy.id]))
        assert set(db.scalars(of)) == {there.vacancy.id}
