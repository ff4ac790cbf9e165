"""What waits for each role: every number is that of the list behind it, and nobody is shown what is another's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection, update

from common.domain.assistants.queries import ready_to_activate
from common.domain.attendance.month_list import months
from common.domain.attendance.overview import overview
from common.domain.attendance.tables import locked_months
from common.domain.certificates.queries import certificate_page
from common.domain.notifications.queries import message_page
from common.domain.notifications.tables import messages
from common.domain.recruitment.tables import applications, co_lecturers
from common.domain.recruitment.vacancy_queries import own_vacancies
from common.domain.reports.schemas import ToDoPage
from common.domain.reports.to_do import to_do
from common.platform import clock
from common.platform.auth import Actor, Role
from tests import factories as make
from tests.domain.attendance.scene import to_verify
from tests.functions.test_statements import statements

# A Wednesday: the first of the month was a Sunday.
NOON = datetime(2026, 11, 18, 5, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
WHOLE: dict[str, Any] = {"after": None, "limit": 100}


@pytest.fixture(autouse=True)
def mid_term() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def shown(db: Connection, actor: Actor) -> list[dict[str, Any]]:
    """As it goes out, without what is empty."""
    items = ToDoPage().dump(to_do(db, actor))["items"]
    return [{name: value for name, value in item.items() if value is not None} for item in items]


def counts(db: Connection, actor: Actor) -> dict[str, int]:
    return {item["kind"]: item["count"] for item in shown(db, actor)}


def contract(db: Connection, lecturer: Any, **values: Any) -> Any:
    values = {"starts_on": OCTOBER, "ends_on": date(2027, 1, 31)} | values
    made = make.contract(db, student=make.student(db), lecturer=lecturer, admin=make.admin(db), **values)
    activated = applications.c.id == made.application_id
    db.execute(update(applications).where(activated).values(activated_at=made.activated_at))
    return made


def ended(days_ago: int) -> dict[str, Any]:
    return {"state": "selesai", "ended_at": clock.now() - timedelta(days=days_ago)}


def lock(db: Connection, of: Any, by: Any, month: date = OCTOBER) -> None:
    make.insert(db, locked_months, contract_id=of.id, month=month, locked_by=by.id, locked_at=clock.now())


def failed(db: Connection, channels: Sequence[str], state: str = "gagal") -> None:
    """One line of the ledger, in which these channels failed."""
    to, event = make.student(db), str(uuid4())
    for channel in channels:
        row = {"event": event, "kind": "contract_ended", "person_id": to.id, "channel": channel, "state": state}
        row |= {"recipient": "a@kampus.test", "language": "id", "data": {"name": to.name, "course": "Basis Data"}}
        now = clock.now()
        make.insert(db, messages, **row, created_at=now, queued_at=now, next_at=now, attempts=4, priority=1)


def a_campus(db: Connection) -> Any:
    """Its first lecturer, who helps with a vacancy of the second; what is done stands beside what is to be done."""
    first, second = make.lecturer(db), make.lecturer(db)
    for _ in range(2):
        make.application(db, make.vacancy(db, first), make.student(db), state="diterima", decided_at=clock.now())
    helped = make.vacancy(db, second)
    make.insert(db, co_lecturers, vacancy_id=helped.id, lecturer_id=first.id)
    for state in ("menunggu", "daftar_tunggu", "ditolak"):
        make.application(db, helped, make.student(db), state=state)
    make.application(db, make.vacancy(db, second), make.student(db))
    running = contract(db, first, ends_on=clock.today() + timedelta(days=14))
    other = contract(db, first, ends_on=clock.today() + timedelta(days=15))
    lock(db, other, first)
    contract(db, first, starts_on=date(2026, 11, 1))
    contract(db, second)
    for day, state in enumerate(("menunggu_verifikasi", "menunggu_verifikasi", "disetujui", "ditolak"), 2):
        make.attendance(db, running, day=date(2026, 11, day), state=state)
    contract(db, first, **ended(days_ago=1))
    contract(db, first, starts_on=date(2026, 9, 1), **ended(days_ago=60))
    make.certificate(db, contract(db, first, **ended(days_ago=2)), make.admin(db))
    contract(db, second, starts_on=date(2026, 1, 1), ends_on=date(2026, 5, 1), **ended(days_ago=181))
    failed(db, ["email", "whatsapp"])
    failed(db, ["whatsapp"])
    failed(db, ["email"], state="terkirim")
    return first


def test_lap_01_each_number_of_an_admin_is_that_of_the_list_behind_it(db: Connection) -> None:
    a_campus(db)
    admin = make.as_actor(make.admin(db))
    lines = {item["kind"]: item for item in shown(db, admin)}
    since = lines["issue"]["day"]
    certificates = certificate_page(
        db, "id", state="belum_terbit", search=None, ended_since=date.fromisoformat(since), **WHOLE
    )
    lists = {
        "activate": ready_to_activate(db, **WHOLE),
        "send_again": message_page(db, "id", state="gagal", channel=None, search=None, **WHOLE),
        "issue": certificates,
        "lock": months(db, admin, month="2026-10", locked=False, **WHOLE),
    }
    assert {kind: line["count"] for kind, line in lines.items()} == {
        kind: len(listed["items"]) for kind, listed in lists.items()
    }
    assert (since, lines["lock"]["day"]) == ("2026-05-22", "2026-10-01")
    assert lines["activate"]["count"] >= 2
    assert lines["send_again"]["count"] >= 2


def test_each_number_of_a_lecturer_is_that_of_the_own_list_behind_it(db: Connection) -> None:
    lecturer = make.as_actor(a_campus(db))
    lines = {item["kind"]: item for item in shown(db, lecturer)}
    ends_by = date.fromisoformat(lines["end"]["day"])
    lists = {
        "decide": [one for one in own_vacancies(db, lecturer, **WHOLE)["items"] if one["undecided"]],
        "verify": to_verify(db, lecturer, state="menunggu_verifikasi")["items"],
        "lock": months(db, lecturer, month="2026-10", locked=False, **WHOLE)["items"],
        "end": overview(db, lecturer, state=None, period_id=None, ends_by=ends_by, **WHOLE)["items"],
    }
    numbers = {kind: line["count"] for kind, line in lines.items()}
    assert numbers == {kind: len(rows) for kind, rows in lists.items()}
    assert numbers == {"decide": 1, "verify": 2, "lock": 3, "end": 1}


def test_a_contract_that_was_ended_before_a_month_is_not_in_it(db: Connection) -> None:
    teacher = make.lecturer(db)
    kept = contract(db, teacher, starts_on=date(2026, 8, 1), state="selesai", ended_at=clock.start_of(OCTOBER))
    gone = clock.start_of(OCTOBER) - timedelta(seconds=1)
    contract(db, teacher, starts_on=date(2026, 8, 1), state="selesai", ended_at=gone)
    of_october = months(db, make.as_actor(teacher), month="2026-10", locked=None, **WHOLE)["items"]
    assert [one["contract_id"] for one in of_october] == [kept.id]


def test_an_aslab_is_shown_a_week_without_attendance_and_of_what_can_be_corrected(db: Connection) -> None:
    student, teacher, boss = make.student(db), make.lecturer(db), make.admin(db)
    people = {"student": student, "lecturer": teacher, "admin": boss}
    days = {"starts_on": OCTOBER, "ends_on": date(2027, 1, 31)}
    absent, present = (make.contract(db, **people, **days) for _ in range(2))
    make.contract(db, **people, **days, **ended(days_ago=1))
    make.contract(db, **people, **days | {"starts_on": date(2026, 11, 19)})
    make.attendance(db, absent, day=date(2026, 11, 15), state="disetujui")
    make.attendance(db, present, day=date(2026, 11, 16))
    for day, more in ((3, {}), (4, {}), (5, {"corrections": 1}), (6, {"state": "disetujui"})):
        make.attendance(db, present, **{"day": date(2026, 11, day), "state": "ditolak"} | more)
    make.attendance(db, absent, day=date(2026, 10, 7), state="ditolak")
    lock(db, absent, teacher)
    contract(db, teacher)
    assert [(one["kind"], one["subject_id"], one["count"], one.get("day")) for one in of_aslab(db, student)] == [
        ("record", str(absent.id), 1, None),
        ("correct", str(present.id), 2, "2026-11-01"),
    ]


def of_aslab(db: Connection, student: Any) -> list[dict[str, Any]]:
    return shown(db, make.as_actor(student, Role.ASLAB))


def test_in_a_week_without_practicals_nobody_is_asked_for_attendance(db: Connection) -> None:
    student = make.student(db)
    make.contract(
        db,
        student=student,
        lecturer=make.lecturer(db),
        admin=make.admin(db),
        starts_on=OCTOBER,
        ends_on=date(2027, 1, 31),
    )
    assert [one["kind"] for one in of_aslab(db, student)] == ["record"]
    make.calendar_entry(db, kind="ujian", starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 20))
    assert of_aslab(db, student) == []


def test_a_student_is_shown_interviews_to_come_and_of_seats_to_confirm(db: Connection) -> None:
    student, other, today = make.student(db), make.student(db), clock.today()
    posts = [make.vacancy(db, make.lecturer(db), course=f"Kuliah {n}") for n in range(6)]
    seat = {"state": "diterima", "decided_at": clock.now()}
    soon = clock.now() + timedelta(minutes=1)
    confirm = make.application(db, posts[0], student, **seat, confirm_by=today + timedelta(days=1))
    interview = make.application(db, posts[1], student, state="wawancara", interview_at=soon)
    make.application(db, posts[2], student, state="wawancara", interview_at=clock.now() - timedelta(minutes=1))
    make.application(db, posts[3], student, **seat, confirm_by=today, confirmed_at=clock.now())
    make.application(db, posts[4], student, **seat)
    make.application(db, posts[5], student, **seat, confirm_by=today - timedelta(days=1))
    make.application(db, posts[0], other, state="wawancara", interview_at=soon)
    assert shown(db, make.as_actor(student)) == [
        {"kind": "attend", "count": 1, "course": "Kuliah 1", "subject_id": str(interview.id), "at": soon.isoformat()},
        {
            "kind": "confirm",
            "count": 1,
            "course": "Kuliah 0",
            "subject_id": str(confirm.id),
            "day": (today + timedelta(days=1)).isoformat(),
        },
    ]


def test_who_has_nothing_to_do_is_shown_nothing(db: Connection) -> None:
    assert shown(db, make.as_actor(make.lecturer(db))) == []
    assert shown(db, make.as_actor(make.student(db))) == []
    assert of_aslab(db, make.student(db)) == []


@pytest.mark.parametrize(("role", "most"), [("admin", 1), ("dosen", 1), ("mahasiswa", 1), ("aslab", 3)])
def test_a_first_page_asks_no_more_the_more_there_is_to_do(db: Connection, role: str, most: int) -> None:
    lecturer = a_campus(db)
    person = {"admin": make.admin, "dosen": lambda _: lecturer}.get(role, make.student)(db)
    with statements() as sent:
        to_do(db, make.as_actor(person, role))
    assert len(sent) == most, "\n".join(sent)
