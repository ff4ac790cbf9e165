"""Module 12: what becomes of personal data when their time is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.exc import DBAPIError

from common.domain import audit
from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.domain.recruitment.tables import application_documents, application_steps, applications
from common.domain.reports.counting import add_up_counts
from common.domain.reports.tables import application_counts
from common.ops.migrations.grants import declared
from common.ops.migrations.schema import metadata
from common.platform import clock
from common.platform.db import transaction
from common.platform.settings import settings
from common.platform.storage import NoSuchObject, storage
from tests import factories as make
from tests.client import Portal
from tests.samples import pdf

pytestmark = pytest.mark.without_bystanders
YEAR = timedelta(days=366)
JOBS = ("begin_day", "erase_personal_data", "clear_files")


def night(portal: Portal, later: timedelta) -> None:
    with time_machine.travel(clock.now() + later, tick=False):
        for job in JOBS:
            assert portal.campus.host.deliver("keep_house", f"/schedule/{job}", {}) == 204


def everything(db: Connection) -> Iterator[tuple[str, str]]:
    """Each row of each table as text."""
    for table in metadata.tables:
        for (row,) in db.execute(text(f"SELECT whole::text FROM {table} AS whole")):
            yield table, row


def holding(needles: list[str]) -> set[str]:
    """The tables that still say one of these."""
    with transaction() as db:
        return {table for table, row in everything(db) if any(needle in row for needle in needles)}


def stored(name: str) -> bool:
    try:
        storage().size(settings().private_bucket, name)
    except NoSuchObject:
        return False
    return True


@pytest.fixture
def then(portal: Portal) -> dict[str, Any]:
    """A rejected applicant with documents, messages and lines in the log; the period is over."""
    boss, teacher = portal.new("admin"), portal.new("dosen")
    admin = portal.as_(boss)
    form = {"number": "30277123", "name": "Budi Ditolak", "email": "budi.ditolak@kampus.test", "role": "mahasiswa"}
    added = admin.call("add_user", json=form | {"whatsapp": "081234567123"})
    with transaction() as db:
        me = db.execute(select(people).where(people.c.id == added["id"])).one()
        upload = make.upload(db, me)
        period = make.period(db, starts_on=clock.today() - timedelta(days=100), ends_on=clock.today())
        post = make.vacancy(db, teacher, period_id=period.id)
        closed = {"state": "ditolak", "reason": "Budi Ditolak kurang cocok", "decided_at": clock.now()}
        mine = make.application(db, post, me, **closed)
        make.insert(db, application_documents, application_id=mine.id, kind="cv", upload_id=upload.id)
        step = {"at": clock.now(), "actor_id": teacher.id, "state": "ditolak", "note": "Budi Ditolak kurang cocok"}
        make.insert(db, application_steps, application_id=mine.id, **step)
        audit.record(db, make.as_actor(teacher), "application.rejected", "application", mine.id, reason=step["note"])
        add_up_counts(db)
    storage().write(settings().private_bucket, upload.stored_object, pdf("Budi Ditolak"), "application/pdf")
    admin.call("edit_user", user_id=me.id, json={"program": "Sistem Informasi"})
    portal.sweep()
    needles = [me.number, me.name, me.email, me.whatsapp]
    return {"me": me, "mine": mine, "upload": upload, "boss": boss, "teacher": teacher, "needles": needles}


def test_lap_09_a_year_later_nothing_says_who_was_rejected(portal: Portal, then: dict[str, Any]) -> None:
    """Setelah satu tahun: dokumen dan kontak terhapus, statistik tetap, tercatat di log audit tanpa datanya."""
    me, mine, boss, needles = then["me"], then["mine"], then["boss"], then["needles"]
    portal.as_(boss).call("deactivate_user", user_id=me.id)
    assert holding(needles) >= {"people", "applications", "messages", "audit_log", "application_steps"}
    with transaction() as db:
        counted = db.execute(select(application_counts)).all()
    night(portal, YEAR - timedelta(days=30))
    assert holding(needles) >= {"people", "applications"}
    assert stored(then["upload"].stored_object)

    night(portal, YEAR + timedelta(days=2))
    assert holding(needles) == set()
    assert not stored(then["upload"].stored_object)
    with transaction() as db:
        assert db.execute(select(application_counts)).all() == counted
        assert db.scalar(select(applications.c.state).where(applications.c.id == mine.id)) == "ditolak"
        lines = db.execute(select(audit_log).where(audit_log.c.action == "personal_data.erased")).all()
        old = select(func.count()).where(audit_log.c.ip != "", audit_log.c.at < clock.now() + timedelta(days=1))
        assert db.scalar(old) == 0
    told = {(line.subject_type, line.subject_id) for line in lines}
    assert told >= {("application", str(mine.id)), ("person", str(me.id)), ("message", ""), ("address", "")}
    assert {(line.actor_role, line.old, line.reason) for line in lines} == {("sistem", None, None)}

    night(portal, YEAR + timedelta(days=2))
    with transaction() as db:
        again = select(func.count()).where(audit_log.c.action == "personal_data.erased")
        assert db.scalar(again) == len(lines), "what is erased is not erased again"


def test_lap_09_whoever_is_still_here_keeps_the_account_alone(portal: Portal, then: dict[str, Any]) -> None:
    """Mahasiswa yang masih aktif tetap dapat masuk; lamarannya yang lama dihapus."""
    night(portal, YEAR + timedelta(days=2))
    assert holding(then["needles"]) == {"people", "audit_log"}, "how the account was made stays while it is there"


def test_lap_09_what_led_to_a_contract_and_what_is_new_stays(portal: Portal, then: dict[str, Any]) -> None:
    """Kontrak membuktikan masa tugas; yang belum setahun belum dihapus."""
    with transaction() as db:
        student = make.student(db)
        contract = make.contract(db, student=student, lecturer=then["teacher"], admin=then["boss"])
        later = make.period(db, starts_on=clock.today() + timedelta(days=1), ends_on=clock.today() + timedelta(days=99))
        post = make.vacancy(db, then["teacher"], period_id=later.id)
        young = make.application(db, post, make.student(db), state="dibatalkan")
    night(portal, YEAR + timedelta(days=2))
    with transaction() as db:
        kept = select(applications.c.id).where(applications.c.email != "")
        assert set(db.scalars(kept)) == {contract.application_id, young.id}


def test_lap_09_what_waits_to_be_sent_stays(portal: Portal, then: dict[str, Any]) -> None:
    """Pesan yang masih antre tidak dihapus."""
    with transaction() as db:
        waiting = db.scalars(select(messages.c.id)).first()
        db.execute(update(messages).where(messages.c.id == waiting).values(state="antre"))
    night(portal, YEAR + timedelta(days=2))
    with transaction() as db:
        assert db.scalars(select(messages.c.id)).all() == [waiting]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_log SET reason = 'lain'",
        "UPDATE audit_log SET action = 'lain', ip = ''",
        "UPDATE audit_log SET subject_id = ''",
        "UPDATE audit_log SET at = now()",
        "UPDATE audit_log SET actor_id = NULL",
        "DELETE FROM audit_log",
    ],
)
def test_lap_09_the_log_is_not_changed_even_by_who_erases(portal: Portal, then: dict[str, Any], change: str) -> None:
    """Penghapusan hanya dapat mengosongkan; baris dan isinya tidak dapat diubah."""
    with pytest.raises(DBAPIError, match="append-only"), transaction() as db:
        db.execute(text("SET LOCAL aslab.erasing = 'on'"))
        db.execute(text(change))


def test_lap_09_one_step_alone_has_the_right_to_change_the_log() -> None:
    """Hak basis data: hanya pekerjaan malam."""
    able = {step for step, rights in declared().items() if {"UPDATE", "DELETE"} & words(rights.get("audit_log", ""))}
    assert able == {"keep_house"}
    assert "DELETE" not in declared()["keep_house"]["audit_log"]


def words(rights: str) -> set[str]:
    return set(rights.replace(",", "").split())
