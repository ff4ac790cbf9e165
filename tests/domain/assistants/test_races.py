"""Two who decide about one contract, and the order in which rows are locked: vacancy, application, contract."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Table, select

from common.domain.assistants import actions
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.recruitment import selection
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, vacancies
from common.platform.auth import Actor
from common.platform.db import Connection, transaction
from common.platform.errors import Busy
from tests import factories as make
from tests.domain.assistants.scene import Scene, accepted, in_days, scene
from tests.outcomes import lines, mails, row
from tests.races import Decision, at_once, behind, wait_for_a_lock

pytestmark = pytest.mark.usefixtures("committed")
S = ContractState
SECONDS = 20


def made(**values: Any) -> Scene:
    with transaction() as db:
        return scene(db, **values)


def ending(one: Scene) -> Decision:
    return lambda db: actions.end(db, one.lecturer, one.contract.id, reason="Pindah")


def night(db: Connection) -> None:
    actions.end_overdue(db, Actor.system())


def written(one: Scene) -> tuple[str, list[str], int]:
    """State, lines and seats taken."""
    with transaction() as db:
        seats = row(db, vacancies, one.contract.vacancy_id).accepted
        return row(db, contracts, one.contract.id).state, [line.action for line in lines(db, one.contract.id)], seats


def test_of_many_ends_one_ends_it_and_gives_one_seat_back() -> None:
    one = made()
    with transaction() as db:
        db.execute(vacancies.update().where(vacancies.c.id == one.contract.vacancy_id).values(accepted=2))
    assert at_once([ending(one)] * 8) == {"done": 1, "contract_already_ended": 7}
    assert written(one) == (S.ENDED, ["contract.ended"], 1)


def test_a_contract_that_is_being_ended_is_neither_suspended_nor_resumed() -> None:
    with transaction() as db:
        admin = make.as_actor(make.admin(db))
    running, suspended = made(), made(state=S.SUSPENDED)
    suspend: Decision = lambda db: actions.suspend(db, admin, running.contract.id, reason="Cuti")  # noqa: E731
    resume: Decision = lambda db: actions.resume(db, admin, suspended.contract.id)  # noqa: E731
    assert behind(ending(running), suspend) == "illegal_move"
    assert behind(ending(suspended), resume) == "illegal_move"
    assert [written(one)[0] for one in (running, suspended)] == [S.ENDED, S.ENDED]


def test_what_the_night_is_ending_is_not_ended_by_the_lecturer_as_well() -> None:
    one = made(ends_on=in_days(-1))
    assert behind(night, ending(one)) == "contract_already_ended"
    assert written(one) == (S.ENDED, ["contract.ended"], 1)


def test_many_nights_at_once_end_each_contract_once() -> None:
    due = [made(ends_on=in_days(-1)), made(ends_on=in_days(-2))]
    assert at_once([night] * 8) == {"done": 8}
    assert [written(one) for one in due] == [(S.ENDED, ["contract.ended"], 1)] * 2


def test_the_night_leaves_what_somebody_works_on_and_ends_the_rest(thread: ThreadPoolExecutor) -> None:
    held, free = made(ends_on=in_days(-2)), made(ends_on=in_days(-1))
    with transaction() as db:
        ending(held)(db)
        assert thread.submit(at_once, [night]).result(timeout=SECONDS) == {"done": 1}
        assert written(free)[0] == S.ENDED


def test_the_seat_of_an_ended_contract_goes_to_whoever_still_waits() -> None:
    """The first on the list is just being accepted: the message names the second."""
    one = made()
    with transaction() as db:
        post = row(db, vacancies, one.contract.vacancy_id)
        waiting = [
            make.application(db, post, make.student(db, name=name), state=ApplicationState.WAITING_LIST, score=score)
            for name, score in (("Ani", 90), ("Budi", 80))
        ]
    accept: Decision = lambda db: selection.accept(db, one.lecturer, waiting[0].id)  # noqa: E731
    assert behind(accept, ending(one)) == "done"
    with transaction() as db:
        assert [mail.data["candidate"] for mail in mails(db, one.owner)] == ["Budi"]


def is_free(table: Table, key: Any) -> bool:
    """Whether nobody holds the row."""
    try:
        with transaction() as db:
            db.execute(select(table.c.id).where(table.c.id == key).with_for_update(nowait=True))
    except Busy:
        return False
    return True


def holding(db: Connection, table: Table, key: Any) -> None:
    db.execute(select(table.c.id).where(table.c.id == key).with_for_update())


def test_who_waits_for_the_vacancy_to_end_a_contract_holds_no_contract(thread: ThreadPoolExecutor) -> None:
    one = made()
    with transaction() as db:
        holding(db, vacancies, one.contract.vacancy_id)
        waiting = thread.submit(at_once, [ending(one)])
        wait_for_a_lock()
        assert is_free(contracts, one.contract.id)
    assert waiting.result(timeout=SECONDS) == {"done": 1}


def test_who_waits_for_the_vacancy_to_activate_holds_no_application(thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        admin, student = make.as_actor(make.admin(db)), make.student(db)
        ready = accepted(db, student)
    dates = {"starts_on": in_days(0), "ends_on": in_days(100)}
    activate: Decision = lambda db: actions.activate(db, admin, ready.id, **dates)  # noqa: E731
    with transaction() as db:
        holding(db, vacancies, ready.vacancy_id)
        waiting = thread.submit(at_once, [activate])
        wait_for_a_lock()
        assert is_free(applications, ready.id)
        assert is_free(make.people, student.id)
    assert waiting.result(timeout=SECONDS) == {"done": 1}


def test_what_happens_at_another_vacancy_is_not_waited_for(thread: ThreadPoolExecutor) -> None:
    one, other = made(), made()
    with transaction() as db:
        admin, ready = make.as_actor(make.admin(db)), accepted(db, make.student(db))
    dates = {"starts_on": in_days(0), "ends_on": in_days(100)}
    activate: Decision = lambda db: actions.activate(db, admin, ready.id, **dates)  # noqa: E731
    with transaction() as db:
        holding(db, vacancies, other.contract.vacancy_id)
        holding(db, contracts, other.contract.id)
        for decide in (ending(one), activate):
            assert thread.submit(at_once, [decide]).result(timeout=SECONDS) == {"done": 1}


def test_an_activation_does_not_wait_for_a_decision_about_somebody_else(thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        admin, lecturer = make.as_actor(make.admin(db)), make.lecturer(db)
        ready = accepted(db, make.student(db), lecturer)
        other = make.application(db, row(db, vacancies, ready.vacancy_id), make.student(db))
    dates = {"starts_on": in_days(0), "ends_on": in_days(100)}
    activate: Decision = lambda db: actions.activate(db, admin, ready.id, **dates)  # noqa: E731
    with transaction() as db:
        selection.accept(db, make.as_actor(lecturer), other.id)
        assert thread.submit(at_once, [activate]).result(timeout=SECONDS) == {"done": 1}
