"""Selecting: the quota holds, reasons are kept, everybody is notified once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.notifications.tables import messages
from common.domain.recruitment import application_queries, selection, waiting
from common.domain.recruitment.errors import (
    AlreadyActivated,
    AlreadyDecided,
    CriterionUnknown,
    NotYourVacancy,
    QuotaFull,
)
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import application_steps, applications, co_lecturers, criteria, vacancies
from common.platform import clock
from common.platform.db import transaction
from common.platform.errors import NotFound
from tests import factories as make
from tests.bystanders import own
from tests.races import at_once

S = ApplicationState


def state_of(db: Connection, application: Any) -> Any:
    return db.execute(own(applications).where(applications.c.id == application.id)).one()


def test_accepting_takes_a_seat_and_tells_the_student(db: Connection) -> None:
    lecturer = make.lecturer(db)
    vacancy = make.vacancy(db, lecturer)
    made = make.application(db, vacancy, make.student(db), email="form@kampus.test")
    selection.accept(db, make.as_actor(lecturer), made.id)
    assert state_of(db, made).state == S.ACCEPTED
    assert db.scalar(own(vacancies, vacancies.c.accepted).where(vacancies.c.id == vacancy.id)) == 1
    told = db.execute(own(messages).where(messages.c.channel == "email")).one()
    assert (told.kind, told.recipient) == ("application_accepted", "form@kampus.test")


def test_the_quota_holds(db: Connection) -> None:
    lecturer = make.lecturer(db)
    vacancy = make.vacancy(db, lecturer, quota=1)
    first, second = (make.application(db, vacancy, make.student(db)) for _ in range(2))
    selection.accept(db, make.as_actor(lecturer), first.id)
    with pytest.raises(QuotaFull) as full, db.begin_nested():
        selection.accept(db, make.as_actor(lecturer), second.id)
    assert full.value.text() == "Kuota lowongan sudah penuh (1/1)"
    assert state_of(db, second).state == S.WAITING


def test_fifty_accepts_at_once_fill_one_seat(committed: None) -> None:
    with transaction() as db:
        lecturer, helper = make.lecturer(db), make.lecturer(db)
        vacancy = make.vacancy(db, lecturer, quota=1)
        make.insert(db, co_lecturers, vacancy_id=vacancy.id, lecturer_id=helper.id)
        candidates = [make.application(db, vacancy, make.student(db)) for _ in range(50)]
    actors = [make.as_actor(lecturer), make.as_actor(helper)]

    def deciding(n: int, candidate: Any) -> Any:
        return lambda db: selection.accept(db, actors[n % 2], candidate.id)

    outcome = at_once([deciding(n, candidate) for n, candidate in enumerate(candidates)])
    assert outcome == {"done": 1, "quota_full": 49}


def test_a_rejection_keeps_its_reason_in_the_history(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = make.application(db, make.vacancy(db, lecturer), make.student(db))
    selection.reject(db, make.as_actor(lecturer), made.id, reason="Kuota terbatas")
    assert state_of(db, made).reason == "Kuota terbatas"
    assert db.scalars(own(application_steps, application_steps.c.note)).all() == ["Kuota terbatas"]


def test_an_acceptance_taken_back_frees_the_seat_and_sends_a_correction(db: Connection) -> None:
    lecturer = make.lecturer(db)
    vacancy = make.vacancy(db, lecturer, quota=1)
    made = make.application(db, vacancy, make.student(db))
    selection.accept(db, make.as_actor(lecturer), made.id)
    selection.reject(db, make.as_actor(lecturer), made.id, reason="Salah pilih")
    assert db.scalar(own(vacancies, vacancies.c.accepted).where(vacancies.c.id == vacancy.id)) == 0
    assert "application_correction" in db.scalars(own(messages, messages.c.kind)).all()


def test_an_activated_student_is_not_rejected_any_more(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = make.application(
        db, make.vacancy(db, lecturer, accepted=1), make.student(db), state=S.ACCEPTED, activated_at=clock.now()
    )
    with pytest.raises(AlreadyActivated):
        selection.reject(db, make.as_actor(lecturer), made.id, reason="Terlambat")


def test_an_interview_carries_day_hour_and_place(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = make.application(db, make.vacancy(db, lecturer), make.student(db))
    at = clock.now() + timedelta(days=2)
    selection.invite(db, make.as_actor(lecturer), made.id, at=at, place="Lab 2")
    row = state_of(db, made)
    assert (row.state, row.interview_at, row.interview_place) == (S.INTERVIEW, at, "Lab 2")


def test_the_score_is_the_weighted_mean_once_every_criterion_has_points(db: Connection) -> None:
    lecturer = make.lecturer(db)
    vacancy = make.vacancy(db, lecturer)
    made = make.application(db, vacancy, make.student(db))
    first, second = db.scalars(
        own(criteria, criteria.c.id).where(criteria.c.vacancy_id == vacancy.id).order_by(criteria.c.position)
    )
    selection.score(db, make.as_actor(lecturer), made.id, [{"criterion_id": first, "points": 80}])
    assert state_of(db, made).score is None
    selection.score(db, make.as_actor(lecturer), made.id, [{"criterion_id": second, "points": 90}])
    assert state_of(db, made).score == Decimal("84.00")


@pytest.mark.parametrize("state", [S.ACCEPTED, S.REJECTED, S.WITHDRAWN])
def test_points_do_not_change_behind_a_decision(db: Connection, state: S) -> None:
    lecturer = make.lecturer(db)
    vacancy = make.vacancy(db, lecturer)
    made = make.application(db, vacancy, make.student(db), state=state)
    criterion = db.scalars(own(criteria, criteria.c.id).where(criteria.c.vacancy_id == vacancy.id)).first()
    with pytest.raises(AlreadyDecided):
        selection.score(db, make.as_actor(lecturer), made.id, [{"criterion_id": criterion, "points": 80}])


def test_a_withdrawn_candidate_is_not_shown_any_more(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = make.application(db, make.vacancy(db, lecturer), make.student(db), state=S.WITHDRAWN)
    with pytest.raises(NotFound):
        application_queries.candidate(db, make.as_actor(lecturer), made.id)


def test_a_criterion_of_another_vacancy_is_refused(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made, other = make.application(db, make.vacancy(db, lecturer), make.student(db)), make.vacancy(db, lecturer)
    foreign = db.scalars(own(criteria, criteria.c.id).where(criteria.c.vacancy_id == other.id)).first()
    with pytest.raises(CriterionUnknown):
        selection.score(db, make.as_actor(lecturer), made.id, [{"criterion_id": foreign, "points": 80}])


def test_another_lecturer_neither_sees_nor_decides(db: Connection) -> None:
    stranger = make.as_actor(make.lecturer(db))
    vacancy = make.vacancy(db, make.lecturer(db))
    made = make.application(db, vacancy, make.student(db))
    for attempt in (
        lambda: selection.accept(db, stranger, made.id),
        lambda: application_queries.candidates(db, stranger, vacancy.id),
        lambda: application_queries.candidate(db, stranger, made.id),
    ):
        with pytest.raises(NotYourVacancy):
            attempt()


def test_the_best_scored_on_the_waiting_list_is_next(db: Connection) -> None:
    vacancy = make.vacancy(db, make.lecturer(db))
    for points, name in ((70, "Ani"), (90, "Budi")):
        make.application(db, vacancy, make.student(db, name=name), state=S.WAITING_LIST, score=points)
    found = waiting.next_on_waiting_list(db, vacancy.id)
    assert found is not None
    assert found.name == "Budi"


def test_a_list_of_candidates_costs_the_same_number_of_queries_however_long_it_is(db: Connection, queries: Any) -> None:
    lecturer = make.lecturer(db)
    vacancy = make.vacancy(db, lecturer)
    counts = []
    for more in (1, 9):
        for _ in range(more):
            make.application(db, vacancy, make.student(db))
        with queries(db) as run:
            application_queries.candidates(db, make.as_actor(lecturer), vacancy.id)
        counts.append(len(run))
    assert counts[0] == counts[1]
