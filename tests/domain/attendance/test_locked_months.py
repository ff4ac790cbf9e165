"""A locked month takes no change, whoever writes; an admin opens it again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection, delete, update

from common.domain.attendance import month_list, queries
from common.domain.attendance.errors import MonthLocked
from common.domain.attendance.locked import OPEN_MONTH
from common.domain.attendance.months import lock_months, open_month
from common.domain.attendance.recording import correct, record
from common.domain.attendance.tables import attendances, locked_months
from common.domain.attendance.verifying import approve, approve_all, reject
from common.domain.audit.tables import audit_log
from common.platform import clock
from common.platform.db import translating_constraints
from common.platform.errors import NotFound
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, form, photo, saved, scene, to_verify


def last_month() -> date:
    """Its last day."""
    return clock.today().replace(day=1) - timedelta(days=1)


def served(db: Connection, **values: Any) -> Scene:
    """A contract that runs since long before last month."""
    return scene(db, **{"starts_on": clock.today() - timedelta(days=100)} | values)


def lock(db: Connection, one: Scene, *more: Scene, day: date | None = None) -> Any:
    ids = [each.contract.id for each in (one, *more)]
    return lock_months(db, one.lecturer, "id", month=f"{day or last_month():%Y-%m}", contract_ids=ids)


def failure(db: Connection, one: Scene, day: date | None = None) -> tuple[str, str]:
    answer = lock(db, one, day=day)
    assert answer["locked"] == 0
    [failed] = answer["failed"]
    return failed["code"], failed["message"]


def rejected(db: Connection, one: Scene, day: date) -> Any:
    verdict = {"state": "ditolak", "reason": "Kabur", "verified_by": one.teacher.id, "verified_at": clock.now()}
    return make.attendance(db, one.contract, day=day, **verdict)


def test_a_month_is_locked_for_each_contract_that_is_done(db: Connection) -> None:
    one = served(db)
    mate, other = served(db, teacher=one.teacher), served(db)
    make.attendance(db, one.contract, day=last_month(), state="disetujui")
    waiting = make.attendance(db, mate.contract, day=last_month())
    nobody = uuid4()
    answer = lock_months(
        db,
        one.lecturer,
        "id",
        month=f"{last_month():%Y-%m}",
        contract_ids=[one.contract.id, one.contract.id, mate.contract.id, other.contract.id, nobody],
    )
    assert answer["locked"] == 1
    assert [(each["id"], each["code"]) for each in answer["failed"]] == [
        (mate.contract.id, "attendances_waiting"),
        (other.contract.id, "not_your_aslab"),
        (nobody, "not_found"),
    ]
    assert answer["failed"][0]["message"] == "Masih ada 1 absensi yang menunggu verifikasi"
    approve(db, one.lecturer, waiting.id)
    assert lock(db, one, mate) == {
        "locked": 1,
        "failed": [{"id": one.contract.id, "code": "month_locked", "message": "Periode sudah dikunci"}],
    }


def test_what_has_not_ended_is_not_locked(db: Connection) -> None:
    one, over = served(db), served(db, ends_on=clock.today() - timedelta(days=1), state="selesai")
    assert failure(db, one, clock.today()) == ("month_not_over", "Periode ini belum berakhir")
    before = clock.today() - timedelta(days=140)
    assert failure(db, one, before) == ("month_outside_contract", "Periode di luar masa kontrak")
    assert lock(db, over, day=clock.today() - timedelta(days=1))["locked"] == 1


def test_a_locked_month_takes_nothing(db: Connection) -> None:
    one = served(db)
    no, yes = (
        rejected(db, one, last_month()),
        make.attendance(db, one.contract, day=last_month() - timedelta(days=1), state="disetujui"),
    )
    other_month = make.attendance(db, one.contract)
    lock(db, one)
    before = saved(db)
    for write in (
        lambda: correct(db, one.aslab, no.id, {"activity": "Lagi", "upload_id": None}),
        lambda: approve(db, one.lecturer, no.id),
        lambda: reject(db, one.lecturer, yes.id, reason="Salah"),
    ):
        with pytest.raises(MonthLocked):
            write()
    answer = approve_all(db, one.lecturer, [no.id, yes.id, other_month.id])
    assert answer["approved"] == 1
    assert [each["code"] for each in answer["failed"]] == ["month_locked"] * 2
    assert saved(db)[:2] == before[:2]


def test_a_late_entry_for_a_locked_month_is_refused(db: Connection) -> None:
    with time_machine.travel(clock.start_of(last_month() + timedelta(days=1)) + timedelta(hours=9), tick=False):
        one = served(db)
        sent = form(db, one, day=last_month(), late_reason="Lupa")
        lock(db, one)
        with pytest.raises(MonthLocked):
            record(db, one.aslab, one.contract.id, sent)
    assert saved(db) == []


def test_the_contract_is_over_and_its_last_month_locked(db: Connection) -> None:
    """Today's attendance goes by one statement, which the database refuses."""
    one = served(db)
    make.insert(
        db,
        locked_months,
        contract_id=one.contract.id,
        month=clock.today().replace(day=1),
        locked_by=one.teacher.id,
        locked_at=clock.now(),
    )
    sent = form(db, one, upload_id=photo(db, one).id)
    with pytest.raises(MonthLocked), db.begin_nested():
        record(db, one.aslab, one.contract.id, sent)
    assert saved(db) == []


@pytest.mark.parametrize("what", ["away", "to another month", "into the month", "another contract", "removed"])
def test_the_database_refuses_what_the_code_does_not(db: Connection, what: str) -> None:
    one = served(db)
    other = served(db, student=one.student)
    there = make.attendance(db, one.contract, day=last_month(), state="disetujui")
    here = make.attendance(db, one.contract, state="disetujui")
    lock(db, one)
    into, out = attendances.c.id == here.id, attendances.c.id == there.id
    statements = {
        "away": update(attendances).where(out).values(activity="Lain"),
        "to another month": update(attendances).where(out).values(day=clock.today() - timedelta(days=70)),
        "into the month": update(attendances).where(into).values(day=last_month() - timedelta(days=2)),
        "another contract": update(attendances).where(out).values(contract_id=other.contract.id),
        "removed": delete(attendances).where(out),
    }
    with pytest.raises(MonthLocked), db.begin_nested(), translating_constraints(OPEN_MONTH):
        db.execute(statements[what])
    db.execute(update(attendances).where(into).values(activity="Lain"))


def test_an_admin_opens_it_again_with_a_reason(db: Connection) -> None:
    one, admin = served(db), make.as_actor(make.admin(db))
    no = rejected(db, one, last_month())
    lock(db, one)
    month = f"{last_month():%Y-%m}"
    open_month(db, admin, one.contract.id, month=month, reason="Salah kunci")
    correct(db, one.aslab, no.id, {"activity": "Lagi", "upload_id": None})
    line = db.execute(own(audit_log).where(audit_log.c.action == "month.opened")).one()
    assert (line.subject_id, line.reason, line.actor_role) == (str(one.contract.id), "Salah kunci", "admin")
    assert (line.old["month"], line.old["locked_by"]) == (month, str(one.teacher.id))
    with pytest.raises(NotFound):
        open_month(db, admin, one.contract.id, month=month, reason="Lagi")
    with pytest.raises(NotFound):
        open_month(db, admin, uuid4(), month=month, reason="Lagi")


def test_who_looks_sees_that_it_is_locked(db: Connection) -> None:
    one = served(db)
    make.attendance(db, one.contract, day=last_month(), state="disetujui")
    make.attendance(db, one.contract, day=last_month() - timedelta(days=1), state="ditolak", reason="Kabur")
    month = f"{last_month():%Y-%m}"

    def shown() -> Any:
        [row] = month_list.months(db, one.lecturer, month=month, after=None, limit=25)["items"]
        return row

    before = shown()
    assert (before["approved"], before["rejected"], before["waiting"], before["lockable"]) == (1, 1, 0, True)
    lock(db, one)
    after = shown()
    assert (after["lockable"], after["locked_by"]) == (False, one.teacher.name)
    assert clock.now() - after["locked_at"] < timedelta(minutes=1)
    assert month_list.month_of(db, one.contract.id, month) == after
    assert queries.history(db, one.aslab, one.contract.id, month=month)["locked"]
    assert not queries.history(db, one.aslab, one.contract.id, month=None)["locked"]
    assert [row["locked"] for row in to_verify(db, one.lecturer)["items"]] == [True, True]
    this_month = month_list.months(db, one.lecturer, month=None, after=None, limit=25)
    assert (this_month["month"], this_month["items"][0]["lockable"]) == (f"{clock.today():%Y-%m}", False)
