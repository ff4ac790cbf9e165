"""One's own data are found by the tables' declarations: no table is forgotten, and nothing of others is in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from common.domain.audit.tables import audit_log
from common.domain.notifications.queue import Recipient, notify
from common.domain.people.passwords import send_reset_link
from common.domain.privacy.own_data import LEFT_OUT, Rows, named_tables, own_data
from common.ops.migrations.schema import metadata
from common.platform.db.personal import is_credential, names_subject, personal_of
from tests import factories as make
from tests.domain.people.records import audited

Taken = dict[str, Rows]


def ids(taken: Taken, table: str) -> set[UUID]:
    return {row["id"] for row in taken.get(table, ())}


def semester(db: Connection) -> dict[str, Any]:
    """Two students of one lecturer, each with a contract, an attendance and a certificate."""
    teacher, boss = make.lecturer(db), make.admin(db)
    found: dict[str, Any] = {"teacher": teacher, "boss": boss}
    for name in ("me", "other"):
        student = make.student(db)
        contract = make.contract(db, student=student, lecturer=teacher, admin=boss)
        attendance = make.attendance(db, contract, activity=f"kegiatan {name}", verified_by=teacher.id)
        certificate = make.certificate(db, contract, boss, facts={"name": student.name})
        found |= {name: student, f"{name}_rows": (contract, attendance, certificate)}
    return found


# What names nobody: of a new table somebody has to say so here.
NAMES_NOBODY = {
    "academic_periods",
    "application_counts",
    "attendance_weeks",
    "campus_calendar",
    "certificate_counters",
    "criteria",
    "people_import_pieces",
    "vacancy_copies",
}


def test_each_table_that_a_person_is_named_in_is_looked_through() -> None:
    assert {table.name for table in metadata.sorted_tables} - NAMES_NOBODY - LEFT_OUT == named_tables()
    for table in metadata.sorted_tables:
        points = any(key.column.table.name == "people" for key in table.foreign_keys)
        if points or any(names_subject(column) or personal_of(column) for column in table.columns):
            assert table.name not in NAMES_NOBODY


def test_own_rows_are_given_and_nobody_elses(db: Connection) -> None:
    rows = semester(db)
    taken = own_data(db, make.as_actor(rows["me"]))
    assert ids(taken, "people") == {rows["me"].id}
    for table, mine in zip(("contracts", "attendances", "certificates"), rows["me_rows"], strict=True):
        assert ids(taken, table) == {mine.id}
    other = rows["other"]
    for secret in (other.number, other.name, other.email, other.whatsapp, "kegiatan other"):
        assert secret not in str(taken)


def test_who_verified_sees_that_and_not_what_the_student_wrote(db: Connection) -> None:
    rows = semester(db)
    taken = own_data(db, make.as_actor(rows["teacher"]))
    assert ids(taken, "attendances") == {rows["me_rows"][1].id, rows["other_rows"][1].id}
    assert not {"activity", "photo_sha256", "reason"} & taken["attendances"][0].keys()
    assert len(taken["vacancies"]) == 2
    assert "applications" not in taken
    for secret in (rows["me"].name, rows["me"].email, "kegiatan"):
        assert secret not in str(taken)


def test_no_credential_is_in_it(db: Connection) -> None:
    me = make.student(db, password_hash="rahasia-sekali")
    send_reset_link(db, me.email)
    taken = own_data(db, make.as_actor(me))
    assert len(taken["messages"]) == len(taken["password_links"]) == 1
    assert "rahasia-sekali" not in str(taken)
    assert "/kata-sandi" not in str(taken)
    digests = {column.name for column in metadata.tables["password_links"].columns if is_credential(column)}
    assert digests
    assert not digests & taken["password_links"][0].keys()


def test_what_was_sent_to_one_is_in_it(db: Connection) -> None:
    me = make.student(db)
    notify(db, Recipient.of(me), "password_changed", "uji:1", {"name": me.name, "at": "2026-11-30T00:00:00+00:00"})
    taken = own_data(db, make.as_actor(me))
    assert {row["recipient"] for row in taken["messages"]} >= {me.email}
    assert {row["data"]["name"] for row in taken["messages"]} == {me.name}


def test_lines_about_one_come_without_the_address_of_who_wrote_them(db: Connection) -> None:
    me, boss = make.student(db), make.admin(db)
    for actor, ip in ((me, "10.0.0.1"), (boss, "10.9.9.9")):
        line = {"actor_id": actor.id, "actor_role": actor.role, "action": "person.edited", "subject_type": "person"}
        make.insert(db, audit_log, **line, subject_id=str(me.id), ip=ip, request_id="uji", at=me.created_at)
    lines = own_data(db, make.as_actor(me))["audit_log"]
    assert {line["ip"] for line in lines} == {"10.0.0.1", ""}


def test_it_is_written_down(db: Connection) -> None:
    me = make.student(db)
    own_data(db, make.as_actor(me))
    assert audited(db, me.id) == [("person.data_taken", None, None)]
