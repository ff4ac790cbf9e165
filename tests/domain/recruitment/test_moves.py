"""Each action on an application or a vacancy, from each state, in each role: by the list, and for one row alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.recruitment import applications, selection, vacancies
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import applications as application_table
from common.domain.recruitment.tables import vacancies as vacancy_table
from common.platform import clock
from common.platform.auth import Actor
from tests import factories as make
from tests.domain.recruitment import legal
from tests.domain.recruitment.scene import applied, everything_of, post, steps
from tests.outcomes import ROLES, expected, lines, mails, outcome, row

S, V = ApplicationState, VacancyState


@dataclass(frozen=True)
class Action:
    """`writes` are the columns that it fills, `note` what the history says, `told` the message to the student."""

    to: S
    name: str
    run: Callable[[Connection, Actor, Any], None]
    told: str | None = None
    note: str | None = None
    writes: dict[str, Any] = field(default_factory=dict)
    new: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def still() -> Any:
    with time_machine.travel(clock.now(), tick=False):
        yield


def actions() -> dict[str, Action]:
    now = clock.now()
    at = now + timedelta(days=2)
    return {
        "invite": Action(
            S.INTERVIEW,
            "application.interview",
            lambda db, by, key: selection.invite(db, by, key, at=at, place="Lab 2"),
            "application_interview",
            "Lab 2",
            {"interview_at": at, "interview_place": "Lab 2"},
            {"interview_at": at.isoformat(), "interview_place": "Lab 2"},
        ),
        "waiting list": Action(
            S.WAITING_LIST, "application.waiting_list", selection.put_on_waiting_list, "application_waiting_list"
        ),
        "accept": Action(
            S.ACCEPTED,
            "application.accepted",
            selection.accept,
            "application_accepted",
            writes={"decided_at": now, "reason": None, "confirm_by": None, "confirmed_at": None},
        ),
        "reject": Action(
            S.REJECTED,
            "application.rejected",
            lambda db, by, key: selection.reject(db, by, key, reason="Kuota terbatas"),
            "application_rejected",
            "Kuota terbatas",
            {"decided_at": now, "reason": "Kuota terbatas"},
        ),
        "withdraw": Action(S.WITHDRAWN, "application.withdrawn", applications.withdraw),
        "reopen": Action(
            S.WAITING,
            "application.reopened",
            selection.take_rejection_back,
            "application_reopened",
            writes={"decided_at": None, "reason": None},
        ),
    }


@pytest.mark.parametrize(("name", "old"), list(product(actions(), S)))
def test_each_action_on_an_application_from_each_state_in_each_role(db: Connection, name: str, old: S) -> None:
    for role in ROLES:
        here, there = post(db, quota=9, accepted=4), post(db, quota=9, accepted=4)
        student = make.student(db)
        one = make.application(db, here.vacancy, student, state=old)
        others = [applied(db, here, state=old), applied(db, there, state=old)]
        before = [everything_of(db, other) for other in others]
        who = make.as_actor(student if name == "withdraw" else here.owner, role)
        came_out = outcome(db, actions()[name].run, who, one.id)
        assert came_out == expected(legal.APPLICATIONS, old, actions()[name].to, role), role
        if came_out == "done":
            moved_as_told(db, one, student, who, actions()[name])
        else:
            assert (row(db, application_table, one.id), steps(db, one), lines(db, one.id)) == (one, [], [])
        assert row(db, vacancy_table, here.vacancy.id).accepted == 4 + seats(came_out, old, actions()[name].to)
        assert everything_of(db, others[0])[:3] == before[0][:3]
        assert everything_of(db, others[1]) == before[1]


def seats(came_out: str, old: S, new: S) -> int:
    return (new == S.ACCEPTED) - (old == S.ACCEPTED) if came_out == "done" else 0


def moved_as_told(db: Connection, one: Any, student: Any, who: Actor, action: Action) -> None:
    assert row(db, application_table, one.id)._asdict() == one._asdict() | action.writes | {"state": action.to}
    [step] = steps(db, one)
    assert (step.state, step.actor_id, step.note, step.at) == (action.to, who.id, action.note, clock.now())
    assert step.interview_at == action.writes.get("interview_at")
    [line] = lines(db, one.id)
    assert (line.action, line.subject_type, line.actor_id) == (action.name, "application", who.id)
    assert (line.old, line.new, line.reason) == (
        {"state": one.state},
        {"state": action.to} | action.new,
        None if action.new else action.note,
    )
    taken_back = one.state == S.ACCEPTED and action.to == S.REJECTED
    kind = "application_correction" if taken_back else action.told
    assert [mail.kind for mail in mails(db, student)] == ([kind] if kind else [])


@pytest.mark.parametrize(("old", "new"), list(product(V, V)))
def test_each_change_of_a_vacancys_state_in_each_role(db: Connection, old: V, new: V) -> None:
    """To name the state that it has already is no step."""
    for role in ROLES:
        here, there = post(db, state=old), post(db, state=old)
        who = make.as_actor(here.owner, role)
        change: dict[str, Any] = {"state": str(new)}
        if (old, new) == (V.CLOSED, V.PUBLISHED):
            change["closes_at"] = clock.now() + timedelta(days=9)
        came_out = outcome(db, vacancies.change_vacancy, who, here.vacancy.id, change)
        assert came_out == ("done" if old == new else expected(legal.VACANCIES, old, new, role)), role
        assert row(db, vacancy_table, here.vacancy.id).state == (new if came_out == "done" else old)
        assert row(db, vacancy_table, there.vacancy.id) == there.vacancy
        assert len(lines(db, here.vacancy.id)) == (came_out == "done")
        assert lines(db, there.vacancy.id) == []


@pytest.mark.parametrize("old", V)
def test_a_vacancy_is_closed_from_each_state_in_each_role(db: Connection, old: V) -> None:
    made = clock.now() - timedelta(days=3)
    for role in ROLES:
        here, there = post(db, state=old, updated_at=made), post(db, state=old, updated_at=made)
        who = make.as_actor(here.owner, role)
        came_out = outcome(db, vacancies.close_vacancy, who, here.vacancy.id)
        assert came_out == expected(legal.VACANCIES, old, V.CLOSED, role), role
        closed = {"state": V.CLOSED, "updated_at": clock.now()} if came_out == "done" else {}
        assert row(db, vacancy_table, here.vacancy.id)._asdict() == here.vacancy._asdict() | closed
        assert row(db, vacancy_table, there.vacancy.id) == there.vacancy
        told = [(line.action, line.old, line.new) for line in lines(db, here.vacancy.id)]
        assert told == ([("vacancy.closed", {"state": "terbit"}, {"state": "ditutup"})] if closed else [])


@pytest.mark.parametrize("state", S)
def test_points_are_given_until_the_decision(db: Connection, state: S) -> None:
    here = post(db)
    made = applied(db, here, state=state)
    first = selection._weights(db, here.vacancy.id).popitem()[0]
    sheet = [{"criterion_id": first, "points": 80}]
    undecided = state in {S.WAITING, S.INTERVIEW, S.WAITING_LIST}
    came_out = outcome(db, selection.score, here.lecturer, made.id, sheet)
    assert came_out == ("done" if undecided else "already_decided")


def test_an_activated_student_is_refused_before_the_states_are_looked_at(db: Connection) -> None:
    here = post(db, accepted=1)
    for state in S:
        made = applied(db, here, state=state, activated_at=clock.now())
        assert outcome(db, selection.reject, here.lecturer, made.id, reason="x") == "already_activated"
