"""The day itself, the day before and the day after, wherever a date decides about a contract."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.assistants import actions, policy
from common.domain.assistants.messages import remind_of_ends
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.errors import AslabAccessEnded, AslabSuspended, Problem
from tests import factories as make
from tests.domain.assistants.scene import accepted, everything_of, in_days, scene, waiting
from tests.outcomes import lines, mails, outcome, row

S = ContractState


@pytest.fixture(autouse=True)
def still() -> Any:
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.mark.parametrize(("last_day", "came_out"), [(-1, "invalid_input"), (0, "done"), (1, "done")])
def test_a_contract_is_started_until_its_last_day(db: Connection, last_day: int, came_out: str) -> None:
    made, admin = accepted(db, make.student(db)), make.as_actor(make.admin(db))
    dates = {"starts_on": in_days(-9), "ends_on": in_days(last_day)}
    assert outcome(db, actions.activate, admin, made.id, **dates) == came_out


@pytest.mark.parametrize(("last_day", "works"), [(-3, False), (-2, True), (-1, True), (0, True), (1, True)])
def test_an_aslab_is_one_until_no_late_entry_can_come_in(db: Connection, last_day: int, works: bool) -> None:
    """ABS-19."""
    one, other = scene(db, ends_on=in_days(last_day)), scene(db, ends_on=in_days(5 if last_day == -3 else -3))
    assert policy.is_aslab(db, one.student.id) is works
    assert policy.roles_of(db, one.student) == ([Role.STUDENT, Role.ASLAB] if works else [Role.STUDENT])
    if works:
        policy.require_running_contract(db, make.as_actor(one.student))
    else:
        with pytest.raises(AslabAccessEnded):
            policy.require_running_contract(db, make.as_actor(one.student))
    assert policy.is_aslab(db, other.student.id) is (last_day == -3)


@pytest.mark.parametrize(
    ("state", "ended_on", "works"),
    [
        (S.ENDED, 0, True),
        (S.ENDED, -1, False),
        (S.ENDED, -5, False),
        (S.SUSPENDED, None, False),
    ],
)
def test_what_was_ended_or_suspended_by_somebody_takes_no_late_entry(
    db: Connection, state: S, ended_on: int | None, works: bool
) -> None:
    """END-02: by a lecturer access ends at once. The nightly end comes after the last day."""
    ended_at = None if ended_on is None else clock.start_of(in_days(ended_on)) + timedelta(hours=1)
    one = scene(db, state=state, ends_on=in_days(-1), ended_at=ended_at)
    assert policy.is_aslab(db, one.student.id) is works


@pytest.mark.parametrize(("state", "works"), [(S.ACTIVE, True), (S.SUSPENDED, False), (S.ENDED, False)])
def test_only_a_running_contract_of_ones_own_makes_an_aslab(db: Connection, state: S, works: bool) -> None:
    one, other = scene(db, state=state), scene(db)
    assert policy.is_aslab(db, one.student.id) is works
    assert policy.is_aslab(db, other.student.id)
    assert not policy.is_aslab(db, make.student(db).id)


@pytest.mark.parametrize(
    ("state", "last_day", "problem"),
    [
        (S.SUSPENDED, 0, AslabSuspended),
        (S.SUSPENDED, 30, AslabSuspended),
        (S.SUSPENDED, -1, AslabAccessEnded),
        (S.ENDED, 30, AslabAccessEnded),
    ],
)
def test_who_is_suspended_is_told_so_and_not_that_the_contract_is_over(
    db: Connection, state: S, last_day: int, problem: type[Problem]
) -> None:
    """ACT-08."""
    ended_at = clock.now() - timedelta(days=9) if state == S.ENDED else None
    one, other = scene(db, state=state, ends_on=in_days(last_day), ended_at=ended_at), scene(db, state=S.SUSPENDED)
    with pytest.raises(problem) as refused:
        policy.require_running_contract(db, make.as_actor(one.student))
    assert ("ditangguhkan" in refused.value.text()) is (problem is AslabSuspended)
    assert not policy.is_aslab(db, other.student.id)


@pytest.mark.parametrize(("last_day", "ended"), [(-2, True), (-1, True), (0, False), (1, False)])
def test_the_nightly_end_leaves_the_last_day_alone(db: Connection, last_day: int, ended: bool) -> None:
    states = (S.ACTIVE, S.SUSPENDED)
    due, running = [scene(db, state=state, ends_on=in_days(last_day)) for state in states], scene(db)
    before = everything_of(db, running)
    assert actions.end_overdue(db, Actor.system()) == (2 if ended else 0)
    assert actions.end_overdue(db, Actor.system()) == 0
    assert everything_of(db, running) == before
    for state, one in zip(states, due, strict=True):
        after = row(db, contracts, one.contract.id)
        assert (after.state, after.ended_at) == ((S.ENDED, clock.now()) if ended else (state, None))
        assert (after.ended_by, after.end_reason) == (None, None)
        told = [(line.actor_role, line.action, line.old, line.new) for line in lines(db, one.contract.id)]
        assert told == ([("sistem", "contract.ended", {"state": state}, {"state": "selesai"})] if ended else [])
        assert [mail.kind for mail in mails(db, one.student)] == (["contract_completed"] if ended else [])
        assert row(db, vacancies, one.contract.vacancy_id).accepted == 1


def test_the_nightly_end_takes_the_longest_over_first(db: Connection) -> None:
    later, earlier = scene(db, ends_on=in_days(-1)), scene(db, ends_on=in_days(-3))
    assert actions.end_overdue(db, Actor.system(), limit=1) == 1
    assert [row(db, contracts, one.contract.id).state for one in (earlier, later)] == [S.ENDED, S.ACTIVE]


@pytest.mark.parametrize(("last_day", "free"), [(-1, False), (0, False), (1, True), (2, True)])
def test_a_seat_comes_free_before_the_last_day_and_not_on_it(db: Connection, last_day: int, free: bool) -> None:
    """END-08."""
    one, other = scene(db, ends_on=in_days(last_day)), scene(db)
    for at in (one, other):
        waiting(db, at.contract.vacancy_id, f"Calon {at.student.number}", score=80)
    before = everything_of(db, other)
    actions.end(db, one.lecturer, one.contract.id, reason=None)
    assert row(db, vacancies, one.contract.vacancy_id).accepted == (0 if free else 1)
    told = [(mail.kind, mail.data["candidate"], mail.data["because"]) for mail in mails(db, one.owner)]
    because = f"kontrak {one.student.name} berakhir lebih awal"
    assert told == ([("seat_free", f"Calon {one.student.number}", because)] if free else [])
    assert everything_of(db, other) == before


@pytest.mark.parametrize(("last_day", "told"), [(-1, False), (0, True), (1, True), (7, True), (8, False)])
def test_an_end_is_announced_seven_days_ahead(db: Connection, last_day: int, told: bool) -> None:
    """END-07."""
    one, other = scene(db, ends_on=in_days(last_day)), scene(db, ends_on=in_days(90))
    assert remind_of_ends(db) == (1 if told else 0)
    kinds = Counter(mail.kind for person in (one.student, one.owner) for mail in mails(db, person))
    assert kinds == ({"contract_ending_soon": 1, "aslab_contract_ending_soon": 1} if told else {})
    for person in (one.student, one.owner) if told else ():
        [mail] = mails(db, person)
        assert (mail.data["days"], mail.data["ends_on"]) == (last_day, in_days(last_day).isoformat())
        assert (mail.data["name"], mail.data["aslab"]) == (person.name, one.student.name)
    assert mails(db, other.student) + mails(db, other.owner) == []


@pytest.mark.parametrize("state", [S.SUSPENDED, S.ENDED])
def test_only_the_end_of_a_running_contract_is_announced(db: Connection, state: S) -> None:
    one = scene(db, state=state, ends_on=in_days(3))
    remind_of_ends(db)
    assert mails(db, one.student) + mails(db, one.owner) == []
