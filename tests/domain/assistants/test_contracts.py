"""Contracts: activated once, at most two at a time, ended once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from common.domain.assistants import actions, policy, queries
from common.domain.assistants.errors import ContractAlreadyEnded, EmailNotUsable, NotAccepted, TooManyContracts
from common.domain.assistants.messages import remind_of_ends
from common.domain.assistants.policy import is_aslab
from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.notifications.tables import messages
from common.domain.notifications.texts import TEMPLATES
from common.domain.people.tables import people
from common.domain.recruitment import selection
from common.domain.recruitment.errors import NotYourVacancy
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from common.platform.errors import Invalid
from tests import factories as make
from tests.bystanders import own, without_bystanders
from tests.races import at_once


def dates() -> dict[str, date]:
    return {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=100)}


def accepted(db: Connection, student: Any, lecturer: Any | None = None) -> Any:
    vacancy = make.vacancy(db, lecturer or make.lecturer(db), accepted=1)
    return make.application(db, vacancy, student, state=ApplicationState.ACCEPTED, decided_at=clock.now())


def test_an_activation_copies_the_student_and_opens_the_role(db: Connection) -> None:
    student, admin = make.student(db), make.as_actor(make.admin(db))
    actions.activate(db, admin, accepted(db, student).id, **dates())
    copied = db.execute(own(aslab_accounts)).one()
    assert (copied.nim, copied.name, copied.email) == (student.number, student.name, student.email)
    assert policy.roles_of(db, student) == ["mahasiswa", "aslab"]
    assert "aslab_activated" in db.scalars(own(messages, messages.c.kind)).all()


def test_two_activations_at_once_make_one_contract(committed: None) -> None:
    with transaction() as db:
        made, admins = accepted(db, make.student(db)), [make.as_actor(make.admin(db)) for _ in range(10)]
    outcome = at_once([lambda db, by=by: actions.activate(db, by, made.id, **dates()) for by in admins])
    assert outcome == {"done": 1, "already_active": 9}
    with transaction() as db:
        kinds = select(func.count()).where(messages.c.kind == "aslab_activated", messages.c.channel == "email")
        assert db.scalar(kinds) == 1


@pytest.mark.parametrize("state", [ApplicationState.WAITING, ApplicationState.REJECTED])
def test_only_the_accepted_are_activated(db: Connection, state: ApplicationState) -> None:
    made = make.application(db, make.vacancy(db, make.lecturer(db)), make.student(db), state=state)
    with pytest.raises(NotAccepted):
        actions.activate(db, make.as_actor(make.admin(db)), made.id, **dates())


def test_a_student_without_an_address_is_not_activated(db: Connection) -> None:
    made = make.application(
        db, make.vacancy(db, make.lecturer(db), accepted=1), make.student(db), state=ApplicationState.ACCEPTED
    )
    db.execute(make.people.update().where(make.people.c.id == made.student_id).values(email=None))
    with pytest.raises(EmailNotUsable):
        actions.activate(db, make.as_actor(make.admin(db)), made.id, **dates())


def test_a_third_contract_at_the_same_time_is_refused(db: Connection) -> None:
    student, admin = make.student(db), make.as_actor(make.admin(db))
    for _ in range(2):
        actions.activate(db, admin, accepted(db, student).id, **dates())
    with pytest.raises(TooManyContracts) as refused:
        actions.activate(db, admin, accepted(db, student).id, **dates())
    assert refused.value.text() == "Mahasiswa sudah memiliki 2 kontrak aktif"
    assert db.scalar(own(aslab_accounts, func.count())) == 1


def test_three_contracts_at_once_for_one_student_leave_two(committed: None) -> None:
    with transaction() as db:
        student, admin = make.student(db), make.as_actor(make.admin(db))
        waiting = [accepted(db, student) for _ in range(12)]
    outcome = at_once([lambda db, one=one: actions.activate(db, admin, one.id, **dates()) for one in waiting])
    assert outcome == {"done": 2, "too_many_contracts": 10}


def test_activating_and_scoring_at_once_never_wait_for_each_other_in_a_circle(committed: None) -> None:
    with transaction() as db:
        lecturer, admin = make.lecturer(db), make.as_actor(make.admin(db))
        vacancy = make.vacancy(db, lecturer, quota=20, accepted=10)
        ready = [
            make.application(db, vacancy, make.student(db), state=ApplicationState.ACCEPTED, decided_at=clock.now())
            for _ in range(10)
        ]
    actor = make.as_actor(lecturer)
    activations = [lambda db, one=one: actions.activate(db, admin, one.id, **dates()) for one in ready]
    refusals = [lambda db, one=one: selection.reject(db, actor, one.id, reason="x") for one in ready]
    outcome = at_once([decision for pair in zip(activations, refusals, strict=True) for decision in pair])
    assert set(outcome) <= {"done", "already_activated", "not_accepted"}
    assert outcome["done"] == 10


def test_a_contract_that_would_be_over_is_not_started(db: Connection) -> None:
    made = accepted(db, make.student(db))
    past = {"starts_on": clock.today() - timedelta(days=9), "ends_on": clock.today() - timedelta(days=1)}
    with pytest.raises(Invalid):
        actions.activate(db, make.as_actor(make.admin(db)), made.id, **past)


def test_the_list_of_the_ready_holds_whom_nobody_activated_yet(db: Connection) -> None:
    student, admin = make.student(db), make.as_actor(make.admin(db))
    first, second = accepted(db, student), accepted(db, student)
    actions.activate(db, admin, first.id, **dates())
    ready = queries.ready_to_activate(db, after=None, limit=10)["items"]
    assert [row["application_id"] for row in without_bystanders(ready, "application_id")] == [second.id]


def contract_of(db: Connection) -> tuple[Any, Any, Any]:
    student, lecturer = make.student(db), make.lecturer(db)
    return student, lecturer, make.contract(db, student=student, lecturer=lecturer, admin=make.admin(db))


def test_an_ended_contract_takes_the_role_away_and_frees_the_seat(db: Connection) -> None:
    student, lecturer, contract = contract_of(db)
    actions.end(db, make.as_actor(lecturer), contract.id, reason="mengundurkan diri")
    assert not is_aslab(db, student.id)
    assert db.scalar(own(vacancies, vacancies.c.accepted).where(vacancies.c.id == contract.vacancy_id)) == 0


def test_a_contract_ends_once(db: Connection) -> None:
    _, lecturer, contract = contract_of(db)
    actions.end(db, make.as_actor(lecturer), contract.id, reason=None)
    with pytest.raises(ContractAlreadyEnded):
        actions.end(db, make.as_actor(lecturer), contract.id, reason=None)


def test_another_lecturer_ends_nothing(db: Connection) -> None:
    _, _, contract = contract_of(db)
    with pytest.raises(NotYourVacancy):
        actions.end(db, make.as_actor(make.lecturer(db)), contract.id, reason=None)


def test_a_suspended_aslab_has_no_access_until_resumed(db: Connection) -> None:
    student, _, contract = contract_of(db)
    admin = make.as_actor(make.admin(db))
    actions.suspend(db, admin, contract.id, reason="cuti")
    assert not is_aslab(db, student.id)
    actions.resume(db, admin, contract.id)
    assert is_aslab(db, student.id)


def test_the_nightly_end_runs_twice_at_once_and_ends_each_contract_once(committed: None) -> None:
    with transaction() as db:
        student, lecturer, admin = make.student(db), make.lecturer(db), make.admin(db)
        over = {"starts_on": clock.today() - timedelta(days=60), "ends_on": clock.today() - timedelta(days=1)}
        for _ in range(2):
            make.contract(db, student=student, lecturer=lecturer, admin=admin, **over)
    at_once([lambda db: actions.end_overdue(db, Actor.system())] * 10)
    with transaction() as db:
        assert db.scalars(own(contracts, contracts.c.state)).all() == ["selesai", "selesai"]
        told = select(func.count()).where(messages.c.kind == "contract_completed", messages.c.channel == "email")
        assert db.scalar(told) == 2


def test_a_coming_end_is_announced_once_to_aslab_and_lecturer(db: Connection) -> None:
    student, lecturer = make.student(db), make.lecturer(db)
    ends = clock.today() + timedelta(days=7)
    make.contract(db, student=student, lecturer=lecturer, admin=make.admin(db), ends_on=ends)
    for _ in range(2):
        remind_of_ends(db)
    mails = db.scalars(own(messages, messages.c.recipient).where(messages.c.channel == "email")).all()
    assert sorted(mails) == sorted([student.email, lecturer.email])


def ending_soon(db: Connection, count: int) -> list[Any]:
    days = [clock.today() + timedelta(days=1 + n) for n in range(count)]
    admin = make.admin(db)
    return [
        make.contract(db, student=make.student(db), lecturer=make.lecturer(db), admin=admin, ends_on=day)
        for day in days
    ]


def told_of_an_end(db: Connection) -> list[str]:
    wanted = messages.c.kind.like("%contract_ending_soon") & (messages.c.channel == "email")
    return list(db.scalars(own(messages, messages.c.event).where(wanted)))


def test_more_coming_ends_than_are_taken_at_a_time_are_all_announced(db: Connection) -> None:
    made = ending_soon(db, 5)
    assert remind_of_ends(db, limit=2) == 5
    told = told_of_an_end(db)
    assert sorted(told) == sorted(2 * [f"contract_ending_soon:{contract.id}" for contract in made])
    assert remind_of_ends(db, limit=2) == 0


def test_a_coming_end_is_told_to_each_reader_with_the_page_where_he_acts(db: Connection) -> None:
    """END-07."""
    ending_soon(db, 1)
    remind_of_ends(db)
    wanted = select(people.c.role, messages.c.kind).join(people, people.c.id == messages.c.person_id)
    told = db.execute(wanted.where(messages.c.channel == "email")).all()
    assert {role: (TEMPLATES[kind].role, TEMPLATES[kind].path) for role, kind in told} == {
        "mahasiswa": ("aslab", "/absensi"),
        "dosen": ("dosen", "/dosen/verifikasi"),
    }


def test_a_coming_end_that_was_announced_is_not_announced_to_a_new_address(db: Connection) -> None:
    [contract] = ending_soon(db, 1)
    remind_of_ends(db)
    db.execute(update(people).where(people.c.id == contract.student_id).values(email="baru@kampus.test"))
    remind_of_ends(db)
    assert len(told_of_an_end(db)) == 2
