"""A seat that comes free is offered or passed on, never beyond the quota (SEL-15); silence frees one (MHS-REG-17)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, select, update

from common.domain.assistants import actions
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.domain.recruitment import applications, confirming, selection, vacancies
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import application_steps
from common.domain.recruitment.tables import applications as application_table
from common.domain.recruitment.tables import vacancies as vacancy_table
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from tests import factories as make
from tests.domain.recruitment.scene import applied, post, steps
from tests.outcomes import lines, mails, outcome, row
from tests.races import Decision, at_once

S = ApplicationState
SYSTEM = Actor.system()


def seated(db: Connection, here: Any, student: Any = None, **values: Any) -> Any:
    by = student or make.student(db)
    return make.application(db, here.vacancy, by, state=S.ACCEPTED, decided_at=clock.now(), **values)


def state(db: Connection, made: Any) -> str:
    return str(row(db, application_table, made.id).state)


def kinds(db: Connection, who: Any) -> list[str]:
    return [mail.kind for mail in mails(db, who)]


@pytest.mark.parametrize("fills", [False, True])
def test_the_best_who_waits_is_offered_or_accepted(db: Connection, fills: bool) -> None:
    here = post(db, quota=1, accepted=1, fills_seats=fills)
    student, next_one = make.student(db), make.student(db, name="Ani")
    made = seated(db, here, student)
    applied(db, here, state=S.WAITING_LIST, score=70)
    best = make.application(db, here.vacancy, next_one, state=S.WAITING_LIST, score=90)
    applications.withdraw(db, make.as_actor(student), made.id)
    assert state(db, best) == (S.ACCEPTED if fills else S.WAITING_LIST)
    assert row(db, vacancy_table, here.vacancy.id).accepted == (1 if fills else 0)
    [mail] = mails(db, here.owner)
    assert (mail.kind, mail.data["candidate"]) == ("seat_filled" if fills else "seat_free", "Ani")
    assert mail.data["because"] == f"{student.name} mengundurkan diri"
    assert kinds(db, next_one) == (["application_accepted"] if fills else [])
    if fills:
        [step], [line] = steps(db, best), lines(db, best.id)
        assert (step.state, step.actor_id) == (S.ACCEPTED, None)
        assert (line.action, line.actor_role, line.actor_id) == ("application.accepted", "sistem", None)


def test_the_reason_is_in_the_owners_language(db: Connection) -> None:
    here, student = post(db, quota=1, accepted=1), make.student(db, name="Budi")
    db.execute(update(people).where(people.c.id == here.owner.id).values(language="en"))
    applications.withdraw(db, make.as_actor(student), seated(db, here, student).id)
    assert mails(db, here.owner)[0].data["because"] == "Budi stepped back"


def test_who_was_deactivated_is_passed_over(db: Connection) -> None:
    here, student = post(db, quota=1, accepted=1, fills_seats=True), make.student(db)
    gone = make.application(db, here.vacancy, make.student(db, active=False), state=S.WAITING_LIST, score=99)
    there = applied(db, here, state=S.WAITING_LIST)
    applications.withdraw(db, make.as_actor(student), seated(db, here, student).id)
    assert (state(db, gone), state(db, there)) == (S.WAITING_LIST, S.ACCEPTED)


def test_what_the_lecturer_takes_back_is_not_passed_on(db: Connection) -> None:
    """They may have somebody else in mind."""
    here = post(db, quota=1, accepted=1, fills_seats=True)
    waiting, made = applied(db, here, state=S.WAITING_LIST), seated(db, here)
    selection.reject(db, here.lecturer, made.id, reason="Salah pilih")
    assert state(db, waiting) == S.WAITING_LIST
    assert row(db, vacancy_table, here.vacancy.id).accepted == 0


def test_an_early_end_passes_the_seat_on(db: Connection) -> None:
    """END-08."""
    owner, student, next_one = make.lecturer(db), make.student(db), make.student(db)
    contract = make.contract(db, student=student, lecturer=owner, admin=make.admin(db))
    this = vacancy_table.c.id == contract.vacancy_id
    there = db.execute(update(vacancy_table).where(this).values(quota=1, fills_seats=True).returning(vacancy_table))
    waiting = make.application(db, there.one(), next_one, state=S.WAITING_LIST)
    actions.end(db, make.as_actor(owner), contract.id, reason="mengundurkan diri")
    assert (state(db, waiting), kinds(db, owner), kinds(db, next_one)) == (
        S.ACCEPTED,
        ["seat_filled"],
        ["application_accepted"],
    )


@pytest.mark.usefixtures("committed")
def test_fifty_at_once_never_fill_more_than_the_quota() -> None:
    """Ten step back while forty are accepted by hand; each seat that comes free goes on to who waits."""
    with transaction() as db:
        here = post(db, quota=10, accepted=10, fills_seats=True)
        leaving = [(one, seated(db, here, one)) for one in (make.student(db) for _ in range(10))]
        trying = [applied(db, here) for _ in range(40)]
        for score in range(8):
            applied(db, here, state=S.WAITING_LIST, score=score)
    back: list[Decision] = [
        lambda db, who=who, made=made: applications.withdraw(db, make.as_actor(who), made.id)  # type: ignore[misc]
        for who, made in leaving
    ]
    accept: list[Decision] = [
        lambda db, made=made: selection.accept(db, here.lecturer, made.id)  # type: ignore[misc]
        for made in trying
    ]
    came_out = at_once([*back, *accept])
    with transaction() as db:
        states = select(application_table.c.state).where(application_table.c.vacancy_id == here.vacancy.id)
        now = Counter(db.scalars(states))
        assert row(db, vacancy_table, here.vacancy.id).accepted == now[S.ACCEPTED] <= 10
        # Eight seats went to who waited, before anybody else could have them.
        assert (now[S.WITHDRAWN], now[S.WAITING_LIST]) == (10, 0)
        assert came_out["done"] + came_out["quota_full"] == 50
        assert now[S.ACCEPTED] == 8 + (came_out["done"] - 10)
        twice = select(application_steps.c.application_id).where(application_steps.c.state == S.ACCEPTED)
        assert max(Counter(db.scalars(twice)).values()) == 1


@pytest.mark.parametrize(("days_left", "until"), [(None, None), (9, 9), (2, 3), (-5, 3)])
def test_who_is_accepted_late_has_three_days(db: Connection, days_left: int | None, until: int | None) -> None:
    today = clock.today()
    asked = None if days_left is None else today + timedelta(days=days_left)
    here, student = post(db, confirm_by=asked), make.student(db)
    made = make.application(db, here.vacancy, student)
    selection.accept(db, here.lecturer, made.id)
    last = None if until is None else today + timedelta(days=until)
    assert row(db, application_table, made.id).confirm_by == last
    assert kinds(db, student) == ["application_accepted_to_confirm" if until else "application_accepted"]


def test_a_seat_is_confirmed_once_and_by_its_owner_alone(db: Connection) -> None:
    here, student = post(db, accepted=1), make.student(db)
    made = seated(db, here, student, confirm_by=clock.today())
    assert outcome(db, confirming.confirm, make.as_actor(make.student(db)), made.id) == "forbidden"
    for _ in range(2):
        assert outcome(db, confirming.confirm, make.as_actor(student), made.id) == "done"
    assert [line.action for line in lines(db, made.id)] == ["application.confirmed"]
    assert row(db, application_table, made.id).confirmed_at is not None
    selection.reject(db, here.lecturer, made.id, reason="Salah pilih")
    selection.take_rejection_back(db, here.lecturer, made.id)
    assert outcome(db, confirming.confirm, make.as_actor(student), made.id) == "nothing_to_confirm"
    selection.accept(db, here.lecturer, made.id)
    assert row(db, application_table, made.id).confirmed_at is None
    assert outcome(db, confirming.confirm, make.as_actor(student), made.id) == "nothing_to_confirm"


def test_reminded_once_a_day_on_the_last_three_and_then_the_seat_is_free(db: Connection) -> None:
    today = clock.today()
    here, silent = post(db, quota=3, accepted=3), make.student(db)
    last = today + timedelta(days=4)
    made = seated(db, here, silent, confirm_by=last)
    kept = [
        seated(db, here, confirm_by=last, confirmed_at=clock.now()),
        seated(db, here, confirm_by=last, activated_at=clock.now()),
    ]
    told = []
    with time_machine.travel(clock.start_of(today) + timedelta(minutes=15), tick=False) as moment:
        for _ in range(7):
            for _ in range(2):
                confirming.free_silent_seats(db, SYSTEM)
                confirming.remind_to_confirm(db)
            told.append(len(mails(db, silent)))
            moment.shift(timedelta(days=1))
    assert told == [0, 0, 1, 2, 3, 4, 4]
    assert kinds(db, silent) == ["confirmation_reminder"] * 3 + ["application_lapsed"]
    assert [state(db, one) for one in (made, *kept)] == [S.WITHDRAWN, S.ACCEPTED, S.ACCEPTED]
    assert row(db, vacancy_table, here.vacancy.id).accepted == 2
    assert [(line.action, line.actor_role) for line in lines(db, made.id)] == [("application.lapsed", "sistem")]
    assert kinds(db, here.owner) == ["seat_free_nobody_waits"]


@pytest.mark.usefixtures("committed")
def test_two_sweeps_at_once_free_each_seat_once() -> None:
    with transaction() as db:
        here = post(db, quota=9, accepted=6, fills_seats=True)
        for _ in range(6):
            seated(db, here, confirm_by=clock.today() - timedelta(days=1))
        waiting = [applied(db, here, state=S.WAITING_LIST) for _ in range(2)]
    sweep: Decision = lambda db: confirming.free_silent_seats(db, SYSTEM)  # noqa: E731
    assert at_once([sweep, sweep]) == {"done": 2}
    with transaction() as db:
        assert row(db, vacancy_table, here.vacancy.id).accepted == 2
        assert [state(db, one) for one in waiting] == [S.ACCEPTED, S.ACCEPTED]
        mine = (messages.c.person_id == here.owner.id) & (messages.c.channel == "email")
        assert Counter(db.scalars(select(messages.c.kind).where(mine))) == {
            "seat_filled": 2,
            "seat_free_nobody_waits": 4,
        }
        assert confirming.free_silent_seats(db, SYSTEM) == 0


def test_another_date_holds_for_who_has_still_to_confirm(db: Connection) -> None:
    today = clock.today()
    here = post(db, accepted=2, confirm_by=today + timedelta(days=5))
    open_one = seated(db, here, confirm_by=today + timedelta(days=5))
    sure = seated(db, here, confirm_by=today + timedelta(days=5), confirmed_at=clock.now())
    for asked, holds in ((9, 9), (1, 3), (None, None)):
        day = None if asked is None else today + timedelta(days=asked)
        vacancies.change_vacancy(db, here.lecturer, here.vacancy.id, {"confirm_by": day})
        now = row(db, application_table, open_one.id).confirm_by
        assert now == (None if holds is None else today + timedelta(days=holds))
    assert row(db, application_table, sure.id).confirm_by == today + timedelta(days=5)
    past = {"confirm_by": today - timedelta(days=1)}
    assert outcome(db, vacancies.change_vacancy, here.lecturer, here.vacancy.id, past) == "invalid_input"
