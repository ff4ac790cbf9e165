"""Reading: one's own month, one's own contracts, and what a lecturer has to verify."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.assistants.errors import NotYourContract
from common.domain.assistants.states import ContractState
from common.domain.attendance import queries as attendance
from common.domain.recruitment.errors import NotYourVacancy
from common.platform import clock
from common.platform.errors import Invalid, NotFound
from tests import factories as make
from tests.domain.attendance.scene import scene, to_verify

Recording = Callable[[Connection], AbstractContextManager[list[str]]]


def test_ones_own_contracts_come_with_todays_attendance_and_the_servers_hour(db: Connection) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 17, 15, tzinfo=UTC), tick=False):
        one = scene(db)
        idle = scene(db, student=one.student)
        scene(db)
        made = make.attendance(db, one.contract)
        make.attendance(db, idle.contract, day=clock.today() - timedelta(days=1))
        mine = attendance.my_contracts(db, one.aslab, ended=False)
    assert (mine["today"], mine["zone"], mine["now"].hour) == (date(2026, 11, 24), "WIB", 17)
    today = {row["id"]: row["today"] for row in mine["items"]}
    assert today[idle.contract.id] is None
    assert today[one.contract.id]["id"] == made.id


def test_contracts_that_do_not_run_are_shown_only_when_asked_for(db: Connection) -> None:
    one = scene(db)
    scene(db, student=one.student, state=ContractState.ENDED)
    scene(db, student=one.student, state=ContractState.SUSPENDED)
    scene(db, student=one.student, ends_on=clock.today() - timedelta(days=3))
    assert [row["id"] for row in attendance.my_contracts(db, one.aslab, ended=False)["items"]] == [one.contract.id]
    every = attendance.my_contracts(db, one.aslab, ended=True)["items"]
    assert [row["late_until"] for row in every] == [None] * 4


def test_a_contract_that_takes_late_entries_alone_says_until_when(db: Connection) -> None:
    """ABS-19."""
    one = scene(db)
    last = clock.today() - timedelta(days=1)
    late = scene(db, student=one.student, state=ContractState.ENDED, ends_on=last, ended_at=clock.now())
    scene(db, student=one.student, state=ContractState.SUSPENDED, ends_on=last)
    before = clock.start_of(last) + timedelta(hours=10)
    scene(db, student=one.student, state=ContractState.ENDED, ends_on=last, ended_at=before)
    mine = attendance.my_contracts(db, one.aslab, ended=False)["items"]
    expected = [(late.contract.id, last + timedelta(days=2)), (one.contract.id, None)]
    assert [(row["id"], row["late_until"]) for row in mine] == expected


def test_a_month_is_totalled_by_week_and_as_a_whole(db: Connection) -> None:
    one = scene(db)
    days = {2: "disetujui", 3: "ditolak", 8: "menunggu_verifikasi", 9: "menunggu_foto", 30: "disetujui"}
    for day, state in days.items():
        make.attendance(db, one.contract, day=date(2026, 11, day), state=state)
    for outside in (date(2026, 10, 31), date(2026, 12, 1)):
        make.attendance(db, one.contract, day=outside)
    month = attendance.history(db, one.aslab, one.contract.id, month="2026-11")
    assert [row["day"].day for row in month["items"]] == list(days)
    assert month["totals"] == {"total": 5, "approved": 2, "rejected": 1, "waiting": 2}
    weeks = {week["starts_on"].day: week["total"] for week in month["weeks"]}
    assert weeks == {2: 3, 9: 1, 30: 1}, "from Monday to Sunday"


def test_this_month_is_shown_unless_another_is_asked_for(db: Connection) -> None:
    one = scene(db)
    made = make.attendance(db, one.contract)
    assert attendance.history(db, one.aslab, one.contract.id, month=None)["totals"]["total"] == 1
    coming = f"{made.day.replace(day=1) + timedelta(days=31):%Y-%m}"
    empty = attendance.history(db, one.aslab, one.contract.id, month=coming)
    assert (empty["month"], empty["items"], empty["weeks"]) == (coming, [], [])


def test_an_ended_contract_can_still_be_read_but_only_by_its_owner(db: Connection) -> None:
    one, other = scene(db, state=ContractState.ENDED), scene(db)
    make.attendance(db, one.contract)
    assert attendance.history(db, one.aslab, one.contract.id, month=None)["totals"]["total"] == 1
    with pytest.raises(NotYourContract):
        attendance.history(db, other.aslab, one.contract.id, month=None)
    with pytest.raises(NotFound):
        attendance.history(db, other.aslab, one.teacher.id, month=None)


def test_a_lecturer_sees_own_aslab_with_name_nim_course_and_marks(db: Connection) -> None:
    one, other = scene(db), scene(db)
    first = make.attendance(db, other.contract)
    made = make.attendance(db, one.contract, late_entry=True, delayed=True, similar_to=first.id)
    [row] = to_verify(db, one.lecturer)["items"]
    assert (row["id"], row["name"], row["number"]) == (str(made.id), one.student.name, one.student.number)
    assert (row["late_entry"], row["delayed"], row["similar_to"]) == (True, True, str(first.id))
    assert row["course"].startswith("Basis Data")


def test_a_lecturer_narrows_by_state_contract_and_days(db: Connection) -> None:
    one = scene(db)
    mate = scene(db, teacher=one.teacher)
    today = clock.today()
    for day in range(4):
        make.attendance(db, one.contract, day=today - timedelta(days=day))
    approved = make.attendance(db, mate.contract, state="disetujui")

    def found(**narrower: Any) -> int:
        return len(to_verify(db, one.lecturer, **narrower)["items"])

    assert found() == 5
    assert found(state="menunggu_verifikasi") == 4
    assert found(contract_id=mate.contract.id) == 1
    assert found(since=today - timedelta(days=1)) == 3
    assert found(until=today - timedelta(days=2)) == 2
    assert attendance.verification(db, approved.id)["state"] == "disetujui"


def test_the_contract_of_anothers_aslab_is_refused(db: Connection) -> None:
    one, other = scene(db), scene(db)
    with pytest.raises(NotYourVacancy):
        to_verify(db, one.lecturer, contract_id=other.contract.id)
    with pytest.raises(NotFound):
        to_verify(db, one.lecturer, contract_id=one.teacher.id)


def test_pages_go_on_where_the_last_one_ended(db: Connection) -> None:
    one = scene(db)
    now, today = clock.now(), clock.today()
    # Two of them arrived in the same moment: the id decides.
    made = [
        make.attendance(db, one.contract, day=today - timedelta(days=n), recorded_at=now - timedelta(hours=n // 2))
        for n in range(7)
    ]
    seen: list[Any] = []
    after = None
    while True:
        page = to_verify(db, one.lecturer, after=after, limit=3)
        seen += [row["id"] for row in page["items"]]
        if not (after := page["next"]):
            break
    assert len(seen) == len(set(seen)) == 7
    assert set(seen) == {str(row.id) for row in made}
    with pytest.raises(Invalid):
        to_verify(db, one.lecturer, after="ngawur")


@pytest.mark.parametrize("rows", [1, 20])
def test_a_page_costs_one_statement_however_long_it_is(db: Connection, queries: Recording, rows: int) -> None:
    one = scene(db)
    for day in range(rows):
        make.attendance(db, one.contract, day=clock.today() - timedelta(days=day))
    with queries(db) as run:
        assert len(to_verify(db, one.lecturer)["items"]) == rows
    assert len(run) == 1
    with queries(db) as run:
        attendance.my_contracts(db, one.aslab, ended=False)
    assert len(run) == 1
