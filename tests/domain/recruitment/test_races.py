"""Two who decide about one vacancy, application or period: the later one waits and sees what the first has done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from common.domain.assistants import actions
from common.domain.recruitment import applications, periods, selection, vacancies
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import academic_periods, scores
from common.domain.recruitment.tables import applications as application_table
from common.domain.recruitment.tables import vacancies as vacancy_table
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.domain.recruitment.scene import Post, post
from tests.domain.recruitment.test_applications import form
from tests.outcomes import lines, row
from tests.races import Decision, at_once, behind

pytestmark = pytest.mark.usefixtures("committed")
S = ApplicationState
SECONDS = 20


def candidate() -> tuple[Post, Any, Any]:
    with transaction() as db:
        here, student = post(db, quota=9), make.student(db)
        return here, student, make.application(db, here.vacancy, student)


def now(table: Any, key: Any) -> Any:
    with transaction() as db:
        return row(db, table, key)


DECISIONS = {
    "accept": lambda here, made: lambda db: selection.accept(db, here.lecturer, made.id),
    "reject": lambda here, made: lambda db: selection.reject(db, here.co_lecturer, made.id, reason="x"),
    "waiting list": lambda here, made: lambda db: selection.put_on_waiting_list(db, here.co_lecturer, made.id),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_what_was_withdrawn_first_is_not_decided(name: str) -> None:
    here, student, made = candidate()
    withdraw: Decision = lambda db: applications.withdraw(db, make.as_actor(student), made.id)  # noqa: E731
    assert behind(withdraw, DECISIONS[name](here, made)) == "illegal_move"
    assert now(application_table, made.id).state == S.WITHDRAWN
    assert now(vacancy_table, here.vacancy.id).accepted == 0


def test_what_was_rejected_first_is_not_withdrawn() -> None:
    here, student, made = candidate()
    withdraw: Decision = lambda db: applications.withdraw(db, make.as_actor(student), made.id)  # noqa: E731
    assert behind(DECISIONS["reject"](here, made), withdraw) == "illegal_move"
    assert now(application_table, made.id).state == S.REJECTED


def test_who_steps_back_behind_an_acceptance_gives_its_seat_back() -> None:
    here, student, made = candidate()
    withdraw: Decision = lambda db: applications.withdraw(db, make.as_actor(student), made.id)  # noqa: E731
    assert behind(DECISIONS["accept"](here, made), withdraw) == "done"
    assert now(application_table, made.id).state == S.WITHDRAWN
    assert now(vacancy_table, here.vacancy.id).accepted == 0


def test_of_activation_and_stepping_back_only_the_first_happens() -> None:
    """A seat is neither lost nor given twice: who is an aslab keeps it."""
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=90)}
    for first_is_activation, refused in ((True, "ask_the_lecturer"), (False, "not_accepted")):
        with transaction() as db:
            here, student, admin = post(db, accepted=1), make.student(db), make.as_actor(make.admin(db))
            made = make.application(db, here.vacancy, student, state=S.ACCEPTED)
        activate: Decision = lambda db, made=made, admin=admin: actions.activate(db, admin, made.id, **days)  # type: ignore[misc]  # noqa: E731
        back: Decision = lambda db, made=made, who=student: applications.withdraw(db, make.as_actor(who), made.id)  # type: ignore[misc]  # noqa: E731
        assert behind(*((activate, back) if first_is_activation else (back, activate))) == refused
        assert now(vacancy_table, here.vacancy.id).accepted == (1 if first_is_activation else 0)


def test_of_two_lecturers_the_second_decides_about_what_the_first_left() -> None:
    """A rejection takes the acceptance back, with its seat; an acceptance does not undo a rejection."""
    here, _, made = candidate()
    assert behind(DECISIONS["accept"](here, made), DECISIONS["reject"](here, made)) == "done"
    assert now(vacancy_table, here.vacancy.id).accepted == 0
    here, _, made = candidate()
    assert behind(DECISIONS["reject"](here, made), DECISIONS["accept"](here, made)) == "illegal_move"
    assert now(application_table, made.id).state == S.REJECTED
    assert now(vacancy_table, here.vacancy.id).accepted == 0


def test_two_score_sheets_at_once_are_one_mean() -> None:
    here, _, made = candidate()
    with transaction() as db:
        first, second = selection._weights(db, here.vacancy.id)
    sheets: list[Decision] = [
        lambda db, who=who, key=key: selection.score(db, who, made.id, [{"criterion_id": key, "points": 50}])  # type: ignore[misc]
        for who, key in ((here.lecturer, first), (here.co_lecturer, second))
    ]
    assert behind(*sheets) == "done"
    assert now(application_table, made.id).score == 50
    with transaction() as db:
        assert len(db.execute(select(scores).where(scores.c.application_id == made.id)).all()) == 2


def applying(here: Post) -> tuple[Any, Decision]:
    with transaction() as db:
        student = make.student(db)
        filled = form(db, student)
    return student, lambda db: applications.submit(db, make.as_actor(student), here.vacancy.id, filled)


def test_an_application_that_meets_the_closing_comes_too_late() -> None:
    with transaction() as db:
        here = post(db)
    _, submit = applying(here)
    close: Decision = lambda db: vacancies.close_vacancy(db, here.lecturer, here.vacancy.id)  # noqa: E731
    assert behind(close, submit) == "vacancy_closed"


def test_a_vacancy_that_somebody_applies_for_is_neither_deleted_nor_judged_by_other_criteria() -> None:
    with transaction() as db:
        here = post(db)
    delete: Decision = lambda db: vacancies.delete_vacancy(db, here.lecturer, here.vacancy.id)  # noqa: E731
    other = {"criteria": [{"name": "Baru", "weight": 100}]}
    change: Decision = lambda db: vacancies.change_vacancy(db, here.lecturer, here.vacancy.id, other)  # noqa: E731
    assert behind(applying(here)[1], delete) == "vacancy_has_applicants"
    assert behind(applying(here)[1], change) == "criteria_in_use"


def test_two_students_apply_without_waiting_for_each_other(thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        here = post(db)
    (_, first), (_, second) = applying(here), applying(here)
    with transaction() as db:
        first(db)
        assert thread.submit(at_once, [second]).result(timeout=SECONDS) == {"done": 1}


def test_one_file_goes_with_two_applications_at_once(thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        student, here, there = make.student(db), post(db), post(db)
        filled = form(db, student)
    with transaction() as db:
        applications.submit(db, make.as_actor(student), here.vacancy.id, filled)
        second: Decision = lambda db: applications.submit(db, make.as_actor(student), there.vacancy.id, filled)  # noqa: E731
        assert thread.submit(at_once, [second]).result(timeout=SECONDS) == {"done": 1}


def test_a_change_of_a_vacancy_starts_from_the_change_before_it() -> None:
    with transaction() as db:
        here = post(db, quota=2)
    later, earlier = clock.now() + timedelta(days=5), clock.now() + timedelta(days=3)

    def change(**form: Any) -> Decision:
        return lambda db: vacancies.change_vacancy(db, here.lecturer, here.vacancy.id, form)

    assert behind(change(quota=3), change(quota=4)) == "done"
    with transaction() as db:
        assert [(line.old, line.new) for line in lines(db, here.vacancy.id)] == [
            ({"quota": 2}, {"quota": 3}),
            ({"quota": 3}, {"quota": 4}),
        ]
    assert behind(change(opens_at=later), change(closes_at=earlier)) == "invalid_input"


def test_a_vacancy_is_closed_once() -> None:
    with transaction() as db:
        here = post(db)
    close: Decision = lambda db: vacancies.close_vacancy(db, here.lecturer, here.vacancy.id)  # noqa: E731
    assert behind(close, close) == "illegal_move"
    with transaction() as db:
        assert len(lines(db, here.vacancy.id)) == 1


def test_a_change_of_a_period_starts_from_the_change_before_it() -> None:
    with transaction() as db:
        admin, term = make.as_actor(make.admin(db)), make.period(db, name="Gasal")

    def rename(name: str) -> Decision:
        days = {"starts_on": term.starts_on, "ends_on": term.ends_on}
        return lambda db: periods.change_period(db, admin, term.id, {"name": name} | days)

    assert behind(rename("Gasal 1"), rename("Gasal 2")) == "done"
    assert now(academic_periods, term.id).name == "Gasal 2"
    with transaction() as db:
        assert [(line.old, line.new) for line in lines(db, term.id)] == [
            ({"name": "Gasal"}, {"name": "Gasal 1"}),
            ({"name": "Gasal 1"}, {"name": "Gasal 2"}),
        ]
