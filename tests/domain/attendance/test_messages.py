"""What aslab are notified of: each of their own attendances alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, update

from common.domain.attendance.recording import record
from common.domain.attendance.verifying import approve_all, reject
from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, form, scene


def named(db: Connection, one: Scene, course: str) -> Scene:
    db.execute(update(vacancies).where(vacancies.c.id == one.contract.vacancy_id).values(course=course))
    return one


def told(db: Connection, one: Scene) -> list[Any]:
    wanted = own(messages).where(messages.c.person_id == one.student.id).order_by(messages.c.channel)
    return list(db.execute(wanted).all())


def test_an_approval_tells_whose_which_course_how_many_and_from_when_to_when(db: Connection) -> None:
    one = named(db, scene(db), "Jaringan")
    second = named(db, scene(db, student=one.student, teacher=one.teacher), "Basis Data")
    mate = named(db, scene(db, teacher=one.teacher), "Grafika")
    made = [
        make.attendance(db, place.contract, day=date(2026, 11, day)).id
        for place, day in ((one, 9), (one, 20), (second, 3), (second, 10), (mate, 30))
    ]
    approve_all(db, one.lecturer, made)
    [notice], [theirs] = told(db, one), told(db, mate)
    assert notice.data == {
        "name": one.student.name,
        "course": "Basis Data, Jaringan",
        "count": 4,
        "first_on": "2026-11-03",
        "last_on": "2026-11-20",
    }
    assert (theirs.data["name"], theirs.data["course"], theirs.data["count"]) == (mate.student.name, "Grafika", 1)
    assert (theirs.data["first_on"], theirs.data["last_on"]) == ("2026-11-30", "2026-11-30")


def test_two_contracts_for_one_course_are_named_once(db: Connection) -> None:
    one = named(db, scene(db), "Jaringan")
    second = named(db, scene(db, student=one.student, teacher=one.teacher), "Jaringan")
    approve_all(db, one.lecturer, [make.attendance(db, place.contract).id for place in (one, second)])
    assert [notice.data["course"] for notice in told(db, one)] == ["Jaringan"]


def test_each_approval_is_an_event_of_its_own(db: Connection) -> None:
    one = scene(db)
    for offset in range(2):
        made = make.attendance(db, one.contract, day=clock.today() - timedelta(days=offset))
        approve_all(db, one.lecturer, [made.id])
    assert len(told(db, one)) == 2


def test_a_rejection_tells_the_one_whose_it_is_which_day_and_course(db: Connection) -> None:
    one, mate = named(db, scene(db), "Jaringan"), scene(db)
    make.attendance(db, mate.contract)
    made = make.attendance(db, one.contract, day=date(2026, 11, 9))
    reject(db, one.lecturer, made.id, reason="Kabur")
    assert [notice.channel for notice in told(db, one)] == ["email", "kotak_masuk"]
    assert [notice.data for notice in told(db, one)] == 2 * [
        {"name": one.student.name, "course": "Jaringan", "day": "2026-11-09", "reason": "Kabur"}
    ]
    assert told(db, mate) == []


def test_what_was_recorded_stands_in_the_log_with_contract_photo_and_reason(db: Connection) -> None:
    one = scene(db)
    day = clock.today() - timedelta(days=1)
    made = record(db, one.aslab, one.contract.id, form(db, one, day=day, late_reason="Lupa"))
    line = db.execute(own(audit_log).where(audit_log.c.subject_id == str(made.id))).one()
    assert (line.action, line.actor_role, line.reason) == ("attendance.recorded", "aslab", "Lupa")
    assert line.new == {
        "contract_id": str(one.contract.id),
        "day": day.isoformat(),
        "photo_id": str(made.photo_id),
        "late_entry": True,
    }
