"""Modules 8 and 12: from locked months to the sheet of honoraria."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, update

from common.domain.assistants.tables import aslab_accounts
from common.domain.attendance.tables import attendances, locked_months
from common.domain.audit.tables import audit_log
from common.domain.honorarium.tables import honorarium_lines
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Answer, Portal
from tests.races import together
from tests.uat import cast
from tests.uat.refusals import unchanged

# The bystanders have no programme, and a month that is open.
PROGRAM = "Informatika"
THREADS = 50


def last_month() -> date:
    """Its last day."""
    return clock.today().replace(day=1) - timedelta(days=1)


def asked(**changed: Any) -> dict[str, Any]:
    return {"month": f"{last_month():%Y-%m}", "program": PROGRAM} | changed


def worked(portal: Portal, teacher: Any, days: int = 2, **student: Any) -> tuple[Any, Any, list[str]]:
    """A new aslab with approved days of last month, and one rejected; the ids of the approved."""
    person = portal.new("mahasiswa", **student)
    contract = cast.contract(person, teacher, starts_on=clock.today() - timedelta(days=100))
    with transaction() as db:
        mine = aslab_accounts.c.id == contract.aslab_id
        db.execute(update(aslab_accounts).where(mine).values(program=PROGRAM))
        approved = [
            make.attendance(db, contract, day=last_month() - timedelta(days=n), state="disetujui") for n in range(days)
        ]
        verdict = {"reason": "Kabur", "verified_by": teacher.id, "verified_at": clock.now()}
        make.attendance(db, contract, day=last_month() - timedelta(days=20), state="ditolak", **verdict)
    return person, contract, [str(row.id) for row in approved]


def lock(lecturer: Portal, *contracts: Any) -> Answer:
    ids = [str(one.id) for one in contracts]
    return lecturer.call("lock_months", json={"month": asked()["month"], "contract_ids": ids})


def rate(admin: Portal, amount: int, **changed: Any) -> Answer:
    since = (last_month() - timedelta(days=60)).isoformat()
    return admin.call("set_rate", json={"amount": amount, "starts_on": since} | changed)


def lines(db: Any, action: str) -> list[Any]:
    return list(db.execute(select(audit_log).where(audit_log.c.action == action).order_by(audit_log.c.id)).all())


def test_lap_10_a_later_rate_changes_no_locked_month(portal: Portal) -> None:
    """Tarif per sesi sejak tanggal: bulan yang dikunci tidak pernah berubah; keduanya tercatat di log audit."""
    teacher, boss = portal.new("dosen"), portal.new("admin")
    _, contract, _ = worked(portal, teacher)
    lecturer, admin = portal.as_(teacher), portal.as_(boss)
    first = rate(admin, 50_000)
    lock(lecturer, contract)
    later = rate(admin, 90_000), rate(admin, 95_000, course="Basis Data")
    made = admin.call("make_sheet", json=asked())
    assert (made["sessions"], made["gross"]) == (2, 100_000)
    assert admin.call("make_sheet", json=asked())["id"] == made["id"]
    listed = [(one["amount"], one["course"], one["set_by"]) for one in admin.call("list_rates")["items"][:3]]
    assert listed == [(95_000, "Basis Data", boss.name), (90_000, None, boss.name), (50_000, None, boss.name)]
    with transaction() as db:
        rates, [locked] = lines(db, "rate.set"), lines(db, "month.locked")
    assert [(line.actor_id, line.subject_id, line.new["amount"]) for line in rates] == [
        (boss.id, one["id"], one["amount"]) for one in (first, *later)
    ]
    assert (locked.actor_id, locked.subject_id) == (teacher.id, str(contract.id))
    assert admin.call("set_rate", json={"starts_on": "2026-01-01", "amount": 12.5}, expect=422).fields == {
        "amount": "Tarif per sesi harus bilangan bulat 1-10000000"
    }
    lecturer.call("set_rate", json={"starts_on": "2026-01-01", "amount": 1}, expect=403)


def test_lap_11_the_sheet_comes_from_locked_and_approved_days_alone(portal: Portal) -> None:
    """Daftar honorarium (PDF, XLSX): hanya hari terkunci dan disetujui; jumlah cocok; bulan yang terbuka disebut."""
    teacher, admin = portal.new("dosen"), portal.as_(portal.new("admin"))
    lecturer = portal.as_(teacher)
    ready, other = worked(portal, teacher, name="Dewi Ayu"), worked(portal, teacher, 3, name="Budi Santoso")
    rate(admin, 50_000)
    lock(lecturer, ready[1])
    with unchanged(portal):
        refused = admin.call("make_sheet", json=asked(), expect=409)
        assert refused.title.startswith("Periode belum dikunci: Budi Santoso (")
        assert "Dewi Ayu" not in refused.title
    lock(lecturer, other[1])
    made = admin.call("make_sheet", json=asked())
    assert (made["sessions"], made["gross"], made["tax"], made["net"]) == (5, 250_000, 0, 250_000)

    [page] = PdfReader(BytesIO(admin.call("print_sheet", sheet_id=made["id"]).response.content)).pages
    text = page.extract_text()
    for said in (made["number"], made["sha256"][:20], "Dewi Ayu", "Budi Santoso", "100.000", "150.000", "250.000"):
        assert said in text, text
    book = admin.call("download_sheet", sheet_id=made["id"]).response.content
    rows = list(load_workbook(BytesIO(book)).active.iter_rows(values_only=True))
    people = {row[2]: row[4:] for row in rows[1:3]}
    assert people == {
        "Budi Santoso": (3, 50_000, 150_000, 0, 150_000),
        "Dewi Ayu": (2, 50_000, 100_000, 0, 100_000),
    }
    total = rows[3]
    assert [sum(row[place] for row in rows[1:3]) for place in (4, 6, 7, 8)] == [total[n] for n in (4, 6, 7, 8)]

    me = portal.as_(ready[0], "aslab")
    [mine] = me.call("list_own_honorarium")["items"]
    assert (mine["state"], mine["number"], mine["net"]) == ("dalam_daftar", made["number"], 100_000)
    paid = admin.call("mark_sheet_paid", sheet_id=made["id"], json={"paid_on": clock.today().isoformat()})
    assert paid["paid_on"] == clock.today().isoformat()
    [mine] = me.call("list_own_honorarium")["items"]
    assert (mine["state"], mine["paid_on"]) == ("dibayar", clock.today().isoformat())
    for view in (me, lecturer):
        for name in ("print_sheet", "download_sheet"):
            view.call(name, expect=403, sheet_id=made["id"])
        view.call("list_sheets", expect=403)


def test_lap_11_a_month_that_changed_says_what_changed(portal: Portal) -> None:
    teacher, admin = portal.new("dosen"), portal.as_(portal.new("admin"))
    lecturer = portal.as_(teacher)
    _, contract, [first, _] = worked(portal, teacher, name="Dewi Ayu")
    rate(admin, 50_000)
    lock(lecturer, contract)
    made = admin.call("make_sheet", json=asked())
    opening = {"month": asked()["month"], "reason": "Satu hari keliru"}
    admin.call("open_month", contract_id=contract.id, json=opening)
    assert admin.call("make_sheet", json=asked(), expect=409).code == "months_open"
    lecturer.call("take_approval_back", attendance_id=first, json={"reason": "Bukan di lab"})
    lock(lecturer, contract)
    again = admin.call("make_sheet", json=asked())
    assert (again["replaces"], again["net"]) == (made["number"], 50_000)
    [change] = again["changes"]
    assert (change["name"], change["before"], change["after"]) == ("Dewi Ayu", 100_000, 50_000)


@pytest.mark.parametrize("locks", [1, 25])
def test_ver_10_a_month_is_locked_while_attendances_are_decided(portal: Portal, locks: int) -> None:
    """Bulan dikunci selagi absensi berubah (50 thread): masuk atau tidak, tidak setengah; jumlah daftar cocok."""
    teacher, admin = portal.new("dosen"), portal.as_(portal.new("admin"))
    lecturer = portal.as_(teacher)
    _, contract, approved = worked(portal, teacher, 19)
    rate(admin, 50_000)
    take_back = partial(lecturer.call, "take_approval_back", json={"reason": "Salah"}, expect={200, 409})
    undone = [partial(take_back, attendance_id=key) for key in approved]
    many = [partial(lock, lecturer, contract)] * locks
    more = [partial(take_back, attendance_id=approved[n % 19]) for n in range(THREADS - 19 - locks)]
    answers = together([*undone[:10], *many, *undone[10:], *more])
    outcomes = [one.code if one.status == 409 else "" for one in (*answers[:10], *answers[10 + locks : 19 + locks])]
    with transaction() as db:
        mine = attendances.c.contract_id == contract.id
        states = db.scalars(select(attendances.c.state).where(mine)).all()
        assert db.scalar(select(locked_months.c.month).where(locked_months.c.contract_id == contract.id))
    assert set(outcomes) <= {"", "month_locked", "illegal_move"}
    left = states.count("disetujui")
    if not left:
        assert admin.call("make_sheet", json=asked(), expect=409).code == "nothing_to_pay"
        return
    made = admin.call("make_sheet", json=asked())
    with transaction() as db:
        kept = db.execute(select(honorarium_lines).where(honorarium_lines.c.sheet_id == made["id"])).all()
    assert made["sessions"] == sum(line.sessions for line in kept) == left
    assert made["gross"] == sum(line.gross for line in kept) == left * 50_000
    assert made["net"] == sum(line.net for line in kept)
