"""Whose attendances and contracts one sees, in a world with those of others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from common.domain.assistants.states import ContractState
from common.domain.attendance import queries as attendance
from common.domain.attendance.errors import AlreadyRecorded, NotYourAslab
from common.domain.attendance.overview import overview
from common.domain.attendance.own_service import own_service
from common.domain.attendance.policy import may_see_attendance
from common.domain.attendance.recording import correct, record
from common.domain.attendance.schemas import VerificationView
from common.domain.attendance.tables import attendances
from common.domain.attendance.verifying import approve, approve_all, reject
from common.domain.recruitment.belonging import assign_periods
from common.domain.recruitment.errors import NotYourVacancy
from common.domain.recruitment.tables import co_lecturers
from common.platform import clock
from tests import factories as make
from tests.domain.attendance.scene import Scene, form, scene, to_verify


def helps(db: Connection, lecturer: Any, one: Scene) -> None:
    make.insert(db, co_lecturers, vacancy_id=one.contract.vacancy_id, lecturer_id=lecturer.id)


class World:
    """A lecturer's own aslab, one of a colleague, one with whom the lecturer helps, one of a stranger with a helper."""

    def __init__(self, db: Connection) -> None:
        self.own, self.colleagues, self.helped, self.strangers = (scene(db) for _ in range(4))
        helps(db, self.own.teacher, self.helped)
        helps(db, self.colleagues.teacher, self.strangers)
        self.all = (self.own, self.colleagues, self.helped, self.strangers)
        self.made = {one: make.attendance(db, one.contract).id for one in self.all}


@pytest.fixture
def world(db: Connection) -> World:
    return World(db)


def test_a_lecturer_verifies_own_aslab_and_those_of_a_vacancy_that_is_helped_with(db: Connection, world: World) -> None:
    seen = {row["id"] for row in to_verify(db, world.own.lecturer)["items"]}
    assert seen == {str(world.made[world.own]), str(world.made[world.helped])}
    seen = {row["id"] for row in to_verify(db, world.helped.lecturer)["items"]}
    assert seen == {str(world.made[world.helped])}
    assert to_verify(db, make.as_actor(make.lecturer(db)))["items"] == []


def with_moments(line: dict[str, Any]) -> dict[str, Any]:
    """The database leaves out zeros at the end of a second's parts."""
    moments = {name: datetime.fromisoformat(value) for name, value in line.items() if value and name.endswith("_at")}
    return line | moments


def test_a_line_to_verify_tells_its_own_verifier_and_its_own_former_rejection(db: Connection) -> None:
    one = scene(db)
    corrected, plain = (make.attendance(db, one.contract, day=clock.today() - timedelta(days=n)) for n in range(2))
    reject(db, one.lecturer, corrected.id, reason="Kabur")
    correct(db, one.aslab, corrected.id, {"activity": "Modul 5", "upload_id": None})
    approve(db, one.lecturer, plain.id)
    lines = {UUID(row["id"]): row for row in to_verify(db, one.lecturer)["items"]}
    told = ("activity", "former_activity", "former_reason", "verified_by", "corrections")
    assert [lines[corrected.id][name] for name in told] == ["Modul 5", corrected.activity, "Kabur", None, 1]
    assert [lines[plain.id][name] for name in told] == [plain.activity, None, None, one.teacher.name, 0]
    alone = VerificationView().dump(attendance.verification(db, plain.id))
    assert [with_moments(line) for line in (alone, lines[plain.id])] == [with_moments(alone)] * 2


def test_a_contract_is_narrowed_to_by_its_own_lecturers_alone(db: Connection, world: World) -> None:
    for one in world.all:
        if one in (world.own, world.helped):
            [row] = to_verify(db, world.own.lecturer, contract_id=one.contract.id)["items"]
            assert row["id"] == str(world.made[one])
        else:
            with pytest.raises(NotYourVacancy):
                to_verify(db, world.own.lecturer, contract_id=one.contract.id)


def test_who_helps_with_one_vacancy_decides_nothing_in_another(db: Connection, world: World) -> None:
    for one in (world.colleagues, world.strangers):
        with pytest.raises(NotYourAslab):
            approve(db, world.own.lecturer, world.made[one])
        with pytest.raises(NotYourAslab):
            reject(db, world.own.lecturer, world.made[one], reason="Kabur")
        with pytest.raises(NotYourAslab):
            may_see_attendance(db, world.own.lecturer, world.made[one])
    answer = approve_all(db, world.own.lecturer, list(world.made.values()))
    assert answer["approved"] == 2
    assert {row["id"] for row in answer["failed"]} == {
        world.made[world.colleagues],
        world.made[world.strangers],
    }
    now = select(attendances.c.id, attendances.c.state).where(attendances.c.id.in_(world.made.values()))
    states = {row.id: row.state for row in db.execute(now)}
    assert [states[world.made[one]] for one in world.all] == [
        "disetujui",
        "menunggu_verifikasi",
        "disetujui",
        "menunggu_verifikasi",
    ]


def test_the_overview_shows_a_lecturer_the_contracts_of_the_vacancies_that_are_taught(
    db: Connection, world: World
) -> None:
    def seen(actor: Any, **narrower: Any) -> set[Any]:
        asked: dict[str, Any] = {"state": None, "period_id": None, "after": None, "limit": 100}
        return {row["id"] for row in overview(db, actor, **asked | narrower)["items"]}

    assert seen(world.own.lecturer) == {world.own.contract.id, world.helped.contract.id}
    assert seen(make.as_actor(make.admin(db))) >= {one.contract.id for one in world.all}
    suspended = scene(db, teacher=world.own.teacher, state=ContractState.SUSPENDED).contract.id
    assert seen(world.own.lecturer, state="ditangguhkan") == {suspended}
    period = make.period(db, starts_on=clock.today() - timedelta(days=1), ends_on=clock.today())
    assign_periods(db)
    assert seen(world.own.lecturer, period_id=period.id) == seen(world.own.lecturer)
    later = make.period(db, starts_on=clock.today() + timedelta(days=1), ends_on=clock.today() + timedelta(days=2))
    assert seen(world.own.lecturer, period_id=later.id) == set()


def test_the_overview_counts_each_contracts_own_attendances_and_the_days_that_are_left(db: Connection) -> None:
    one = scene(db, ends_on=clock.today() + timedelta(days=9))
    mate = scene(db, teacher=one.teacher, ends_on=clock.today())
    over = scene(db, teacher=one.teacher, state=ContractState.ENDED)
    for offset, state in enumerate(("disetujui", "disetujui", "menunggu_verifikasi", "ditolak", "menunggu_foto")):
        make.attendance(db, one.contract, day=clock.today() - timedelta(days=offset), state=state)
    make.attendance(db, mate.contract)
    found = overview(db, one.lecturer, state=None, period_id=None, after=None, limit=100)["items"]
    told = {row["id"]: (row["days_left"], row["approved"], row["awaiting"]) for row in found}
    assert told == {one.contract.id: (9, 2, 1), mate.contract.id: (0, 0, 1), over.contract.id: (None, 0, 0)}


def test_the_overview_goes_from_the_newest_to_the_oldest_page_by_page(db: Connection) -> None:
    one, now = scene(db), clock.now()
    # Four were activated in the same moment: of these the greater id comes first.
    ages = (3, 1, 1, 1, 1, 2)
    made = [scene(db, teacher=one.teacher, activated_at=now - timedelta(days=days)).contract for days in ages] + [
        one.contract
    ]
    seen: list[Any] = []
    after, pages = None, 0
    while pages < len(made):
        found = overview(db, one.lecturer, state=None, period_id=None, after=after, limit=2)
        assert len(found["items"]) <= 2
        seen += [row["id"] for row in found["items"]]
        pages += 1
        if not (after := found["next"]):
            break
    newest_first = sorted(made, key=lambda row: (row.activated_at, row.id), reverse=True)
    assert (seen, pages) == ([row.id for row in newest_first], 4)


def test_an_aslab_sees_own_contracts_alone(db: Connection, world: World) -> None:
    make.attendance(db, scene(db, student=world.own.student).contract, day=clock.today() - timedelta(days=1))
    for ended in (False, True):
        mine = attendance.my_contracts(db, world.own.aslab, ended=ended)["items"]
        theirs = attendance.my_contracts(db, world.colleagues.aslab, ended=ended)["items"]
        assert world.own.contract.id in {row["id"] for row in mine}
        assert len(mine) == 2
        assert [row["id"] for row in theirs] == [world.colleagues.contract.id]


def test_an_aslabs_contract_says_where_it_is_and_whose(db: Connection) -> None:
    one = scene(db)
    made = make.attendance(db, one.contract)
    [row] = attendance.my_contracts(db, one.aslab, ended=False)["items"]
    assert (row["lecturer"], row["state"], row["ends_on"]) == (one.teacher.name, "aktif", one.contract.ends_on)
    assert row["today"] == {"id": made.id, "state": "menunggu_verifikasi", "recorded_at": made.recorded_at}


@pytest.mark.parametrize(("offset", "shown"), [(-3, False), (-2, True), (0, True), (1, True)])
def test_a_contract_is_shown_while_it_takes_an_entry(db: Connection, offset: int, shown: bool) -> None:
    one = scene(db, ends_on=clock.today() + timedelta(days=offset))
    assert len(attendance.my_contracts(db, one.aslab, ended=False)["items"]) == shown


def test_the_contract_that_ends_first_comes_first(db: Connection) -> None:
    one = scene(db)
    ends = [clock.today() + timedelta(days=days) for days in (80, 20, 50)]
    for day in ends:
        scene(db, student=one.student, ends_on=day)
    shown = [row["ends_on"] for row in attendance.my_contracts(db, one.aslab, ended=False)["items"]]
    assert shown == sorted([*ends, one.contract.ends_on])


def test_the_hour_that_is_told_is_that_of_ones_own_attendance_of_that_day(db: Connection) -> None:
    one, other = scene(db), scene(db)
    now, today = clock.now(), clock.today()
    make.attendance(db, other.contract, recorded_at=now - timedelta(minutes=90))
    make.attendance(db, one.contract, day=today - timedelta(days=1), recorded_at=now - timedelta(minutes=60))
    mine = make.attendance(db, one.contract, recorded_at=now - timedelta(minutes=30))
    make.attendance(db, scene(db, student=one.student).contract, recorded_at=now - timedelta(minutes=10))
    with pytest.raises(AlreadyRecorded) as refused:
        record(db, one.aslab, one.contract.id, form(db, one))
    hour = f"{clock.to_campus(mine.recorded_at):%H.%M} WIB"
    assert refused.value.text() == f"Anda sudah absen hari ini pukul {hour}"


def test_a_former_aslab_keeps_the_approved_days_of_ended_contracts_alone(db: Connection) -> None:
    student, staff = make.student(db), {"lecturer": make.lecturer(db), "admin": make.admin(db)}
    over = {"state": ContractState.ENDED, "ended_at": clock.now()}
    mine, other = make.contract(db, student=student, **staff, **over), make.contract(db, student=student, **staff)
    theirs = make.contract(db, student=make.student(db), **staff, **over)
    for contract in (mine, other, theirs):
        for n, state in enumerate(("disetujui", "disetujui", "ditolak", "menunggu_verifikasi")):
            make.attendance(db, contract, day=contract.starts_on + timedelta(days=9 - n), state=state)
    [kept] = own_service(db, make.as_actor(student))["items"]
    assert (kept["contract_id"], kept["lecturer"]) == (mine.id, staff["lecturer"].name)
    assert [one["day"] for one in kept["days"]] == [mine.starts_on + timedelta(days=n) for n in (8, 9)]
    assert own_service(db, make.as_actor(make.student(db))) == {"items": []}
