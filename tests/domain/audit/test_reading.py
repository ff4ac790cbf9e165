"""The audit log: found by who, what and when, and changed by nobody."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DBAPIError

from common.domain import audit
from common.domain.audit import queries as reading
from common.domain.audit.tables import audit_log
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.cursors import cursor
from tests import factories as make
from tests.bystanders import own, without_bystanders
from tests.client import Portal


def lines(db: Connection, **filters: Any) -> list[Any]:
    return without_bystanders(reading.audit_page(db, **{"after": None, "limit": 100} | filters)["items"])


def actions(db: Connection, **filters: Any) -> list[str]:
    return [line["action"] for line in lines(db, **filters)]


def act(db: Connection, action: str, by: Actor | None = None, subject: object = "1", **values: Any) -> None:
    audit.record(db, by or Actor.system(), action, "contract", subject, **values)


def test_a_line_tells_who_did_what_and_what_it_was_before(db: Connection) -> None:
    """LAP-06."""
    admin = make.admin(db, name="Ratna Dewi", number="198001")
    act(db, "contract.suspended", make.as_actor(admin), old={"state": "aktif"}, new={"state": "x"}, reason="Sakit")
    [line] = lines(db)
    assert (line["actor_name"], line["actor_number"], line["actor_role"]) == ("Ratna Dewi", "198001", "admin")
    assert (line["old"], line["new"], line["reason"]) == ({"state": "aktif"}, {"state": "x"}, "Sakit")
    assert line["ip"] == "127.0.0.1"


def test_a_line_says_whose_its_subject_is(db: Connection) -> None:
    """LAP-06."""
    student, admin = make.student(db, name="Budi Santoso"), make.admin(db)
    contract = make.contract(db, student=student, lecturer=make.lecturer(db), admin=admin)
    course = db.scalar(select(vacancies.c.course).where(vacancies.c.id == contract.vacancy_id))
    whose = f"Budi Santoso, {course}"
    subjects = {
        ("person", student.id): "Budi Santoso",
        ("application", contract.application_id): whose,
        ("contract", contract.id): whose,
        ("attendance", make.attendance(db, contract).id): whose,
        ("certificate", make.certificate(db, contract, admin).id): whose,
        ("vacancy", contract.vacancy_id): course,
        ("contract", uuid4()): None,
        ("person", "tidak terdaftar"): None,
        ("message", student.id): None,
    }
    for kind, subject in subjects:
        audit.record(db, Actor.system(), f"{kind}.seen", kind, subject)
    found = {(line["subject_type"], line["subject_id"]): line["subject_name"] for line in lines(db)}
    assert found == {(kind, str(subject)): name for (kind, subject), name in subjects.items()}


def test_the_newest_line_comes_first(db: Connection) -> None:
    for action in ("a.first", "a.second", "a.third"):
        act(db, action)
    assert actions(db) == ["a.third", "a.second", "a.first"]


def test_lines_of_the_system_and_of_people_who_are_gone_are_shown(db: Connection) -> None:
    act(db, "a.system")
    act(db, "a.gone", Actor(uuid4(), "dosen"))
    assert [line["actor_name"] for line in lines(db)] == [None, None]


def test_lines_are_found_by_person(db: Connection) -> None:
    one, other = make.as_actor(make.admin(db)), make.as_actor(make.admin(db))
    act(db, "a.one", one)
    act(db, "a.other", other)
    assert actions(db, actor_id=one.id) == ["a.one"]


def test_lines_are_found_by_the_beginning_of_the_action(db: Connection) -> None:
    for action in ("certificate.issued", "certificate.revoked", "certificates.x", "session.opened"):
        act(db, action)
    assert set(actions(db, action="certificate.")) == {"certificate.issued", "certificate.revoked"}
    assert actions(db, action="session.opened") == ["session.opened"]
    assert actions(db, action="%") == []


def test_lines_are_found_by_subject(db: Connection) -> None:
    act(db, "a.one", subject="1")
    act(db, "a.two", subject="2")
    assert actions(db, subject_type="contract", subject_id="2") == ["a.two"]
    assert actions(db, subject_type="person") == []


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [(22, 22, ["late"]), (23, 23, ["early"]), (22, 23, ["early", "late"]), (23, None, ["early"]), (None, 21, [])],
)
def test_days_are_the_campuss_and_both_included(
    db: Connection, first: int | None, last: int | None, found: list[str]
) -> None:
    """Midnight on campus is 17.00 UTC."""
    for action, at in (("late", "2026-11-22T16:59:00+00:00"), ("early", "2026-11-22T17:00:00+00:00")):
        with time_machine.travel(at, tick=False):
            act(db, action)
    days = {"first_day": first and date(2026, 11, first), "last_day": last and date(2026, 11, last)}
    assert actions(db, **days) == found


def test_pages_go_through_all_lines_once_even_of_one_moment(db: Connection) -> None:
    with time_machine.travel("2026-11-23T02:00:00+00:00", tick=False):
        for number in range(7):
            act(db, f"a.{number}")
    seen, after = [], None
    while True:
        page = reading.audit_page(db, after=after, limit=3)
        seen += [line["action"] for line in without_bystanders(page["items"])]
        after = page["next"]
        if after is None:
            break
    assert seen == [f"a.{number}" for number in reversed(range(7))]


def test_a_cursor_of_another_list_finds_a_page_and_no_fault(db: Connection) -> None:
    act(db, "a.one")
    [line] = lines(db)
    assert lines(db, after=cursor(line["at"], UUID(int=2**128 - 1))) != []


def test_a_page_takes_one_query(db: Connection, queries: Any) -> None:
    for _ in range(10):
        act(db, "a.one", make.as_actor(make.admin(db)))
    with queries(db) as run:
        lines(db)
    assert len(run) == 1


@pytest.mark.parametrize("change", [update(audit_log).values(reason="lain"), delete(audit_log)])
def test_the_database_itself_refuses_to_change_a_line(db: Connection, change: Any) -> None:
    act(db, "a.one")
    inner = db.begin_nested()
    with pytest.raises(DBAPIError, match="append-only"):
        db.execute(change)
    inner.rollback()
    assert db.scalars(own(audit_log, audit_log.c.action)).all() == ["a.one"]


def test_an_admin_reads_and_filters_it(portal: Portal) -> None:
    person = portal.new("admin", name="Ratna Dewi")
    admin = portal.as_(person)
    form = {"number": "0099", "name": "Siti", "role": "mahasiswa", "email": "siti@kampus.test"}
    admin.call("add_user", json=form)
    [line] = admin.call("read_audit", query={"actor_id": str(person.id), "action": "person."})["items"]
    assert (line["actor_name"], line["action"], line["new"]["name"]) == ("Ratna Dewi", "person.added", "Siti")
    today = clock.today().isoformat()
    assert admin.call("read_audit", query={"from": today, "to": today})["items"] != []
    assert admin.call("read_audit", query={"from": "2099-01-01"})["items"] == []


@pytest.mark.parametrize("role", ["dosen", "mahasiswa"])
def test_nobody_else_reads_it(portal: Portal, role: str) -> None:
    """LAP-07."""
    person = portal.as_(portal.new(role))
    assert person.call("read_audit", expect=403).title == "Anda tidak memiliki akses ke halaman ini"


def test_a_day_that_is_none_is_an_error_of_the_asker(portal: Portal) -> None:
    admin = portal.as_(portal.new("admin"))
    assert admin.call("read_audit", query={"from": "kemarin"}, expect=422).fields == {
        "from": "Dari tanggal tidak valid"
    }


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("bound", ["from", "to"])
def test_a_day_at_the_ends_of_the_calendar_is_an_error_of_the_asker(portal: Portal, bound: str, day: str) -> None:
    admin = portal.as_(portal.new("admin"))
    assert list(admin.call("read_audit", query={bound: day}, expect=422).fields) == [bound]


@pytest.mark.parametrize(
    ("first", "last", "found"), [(date.min, date.max, 1), (date.max, None, 0), (None, date.min, 0)]
)
def test_the_ends_of_the_calendar_are_days_like_others(db: Connection, first: Any, last: Any, found: int) -> None:
    act(db, "a.one")
    assert len(lines(db, first_day=first, last_day=last)) == found
