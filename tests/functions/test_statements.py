"""How many statements the busiest requests send to the database, and that none of them is sent twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from common.domain.recruitment.tables import vacancy_copies
from common.platform.auth import Role
from common.platform.db import engine, transaction
from tests import factories as make
from tests.client import Portal
from tests.domain.attendance.scene import photo, scene

Asked = Callable[[], Any]


def the_open_vacancies(portal: Portal) -> Asked:
    with transaction() as db:
        lecturer = make.lecturer(db)
        for _ in range(3):
            make.vacancy(db, lecturer)
    return lambda: portal.call("list_vacancies")


def one_vacancy(portal: Portal) -> Asked:
    with transaction() as db:
        vacancy = make.vacancy(db, make.lecturer(db))
    return lambda: portal.call("show_vacancy", vacancy_id=vacancy.id)


def ones_own_applications(portal: Portal) -> Asked:
    student = portal.new(Role.STUDENT)
    with transaction() as db:
        for _ in range(3):
            make.application(db, make.vacancy(db, make.lecturer(db)), student)
    mine = portal.as_(student)
    return lambda: mine.call("list_own_applications")


def candidates(portal: Portal) -> Asked:
    lecturer = portal.new(Role.LECTURER)
    with transaction() as db:
        vacancy = make.vacancy(db, lecturer)
        for _ in range(3):
            make.application(db, vacancy, make.student(db))
    view = portal.as_(lecturer)
    return lambda: view.call("list_candidates", vacancy_id=vacancy.id)


def former_aslab(portal: Portal) -> Asked:
    lecturer, admin = portal.new(Role.LECTURER), portal.new(Role.ADMIN)
    with transaction() as db:
        post, source, term = make.vacancy(db, lecturer), make.vacancy(db, lecturer), make.period(db)
        make.insert(db, vacancy_copies, copy_id=post.id, source_id=source.id, period_id=term.id)
        for _ in range(3):
            made = make.contract(db, student=make.student(db), lecturer=lecturer, admin=admin, vacancy_id=source.id)
            make.evaluation(db, made, lecturer)
            make.attendance(db, made)
    view = portal.as_(lecturer)
    return lambda: view.call("list_former_aslab", vacancy_id=post.id)


def what_is_to_verify(portal: Portal) -> Asked:
    lecturer = portal.new(Role.LECTURER)
    with transaction() as db:
        for _ in range(3):
            make.attendance(db, scene(db, teacher=lecturer).contract)
    view = portal.as_(lecturer)
    return lambda: view.call("list_attendances_to_verify")


def an_attendance_of_today(portal: Portal) -> Asked:
    student = portal.new(Role.STUDENT)
    with transaction() as db:
        one = scene(db, student=student)
        taken = photo(db, one)
    sent = {"activity": "Praktikum modul 3: join dan subkueri", "upload_id": str(taken.id)}
    view = portal.as_(student, Role.ASLAB)
    return lambda: view.call("record_attendance", contract_id=one.contract.id, json=sent)


def a_session_that_goes_on(portal: Portal) -> Asked:
    view = portal.as_(portal.new(Role.STUDENT))
    return lambda: view.call("refresh_session")


@contextmanager
def statements() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(*event: Any) -> None:
        sent.append(event[2])

    listen(engine(), "before_cursor_execute", note)
    yield sent
    remove(engine(), "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("prepare", "most"),
    [
        (the_open_vacancies, 1),
        (one_vacancy, 1),
        (ones_own_applications, 2),
        (candidates, 3),
        (former_aslab, 4),
        (what_is_to_verify, 2),
        (an_attendance_of_today, 3),
        (a_session_that_goes_on, 5),
    ],
)
def test_a_busy_request_asks_little_and_nothing_twice(
    portal: Portal, prepare: Callable[[Portal], Asked], most: int
) -> None:
    ask = prepare(portal)
    with statements() as sent:
        ask()
    assert 1 <= len(sent) <= most, "\n".join(sent)
    assert len(set(sent)) == len(sent), "\n".join(sent)
