"""Sheets come from locked and approved days alone, once for the same lines, and say what changed."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import Connection, update

from common.domain.assistants.tables import aslab_accounts
from common.domain.attendance.months import lock_months, open_month
from common.domain.audit.tables import audit_log
from common.domain.honorarium import own, papers, queries
from common.domain.honorarium.errors import AlreadyListed, AlreadyPaid, MonthsOpen, NothingToPay, RateMissing
from common.domain.honorarium.rates import set_rate
from common.domain.honorarium.sheets import make_sheet, mark_paid
from common.platform import clock
from common.platform.auth import Actor
from tests import factories as make
from tests.bystanders import own as own_rows
from tests.domain.attendance.scene import Scene, scene

# The bystanders have none, and a month that is open.
PROGRAM = "Informatika"


def last_month() -> date:
    """Its last day."""
    return clock.today().replace(day=1) - timedelta(days=1)


def month() -> str:
    return f"{last_month():%Y-%m}"


@pytest.fixture
def admin(db: Connection) -> Actor:
    return make.as_actor(make.admin(db))


def worked(db: Connection, days: int = 2, program: str | None = PROGRAM, **values: Any) -> Scene:
    """An aslab with approved days, one rejected, in the last month."""
    one = scene(db, starts_on=clock.today() - timedelta(days=100), **values)
    db.execute(update(aslab_accounts).where(aslab_accounts.c.id == one.contract.aslab_id).values(program=program))
    for n in range(days):
        make.attendance(db, one.contract, day=last_month() - timedelta(days=n), state="disetujui")
    make.attendance(db, one.contract, day=last_month() - timedelta(days=20), state="ditolak")
    return one


def lock(db: Connection, one: Scene) -> None:
    assert lock_months(db, one.lecturer, "id", month=month(), contract_ids=[one.contract.id])["locked"] == 1


def rate(db: Connection, admin: Actor, amount: int = 50_000, course: str | None = None) -> Any:
    return set_rate(db, admin, {"course": course, "starts_on": date(2020, 1, 1), "amount": amount})


def test_only_locked_and_approved_days_are_paid(db: Connection, admin: Actor) -> None:
    one = worked(db)
    rate(db, admin)
    with pytest.raises(MonthsOpen) as refused:
        make_sheet(db, admin, month=month(), program=PROGRAM)
    assert one.student.name in str(refused.value.text())
    lock(db, one)
    made = queries.sheet(db, make_sheet(db, admin, month=month(), program=PROGRAM))
    assert (made["sessions"], made["gross"], made["tax"], made["net"]) == (2, 100_000, 0, 100_000)
    assert made["number"] == f"001/HONOR-ASLAB/{clock.today().year}"
    [line] = queries.lines(db, made["id"])
    assert (line.contract_id, line.sessions, line.rate) == (one.contract.id, 2, 50_000)


def test_the_same_month_gives_the_same_sheet_until_something_changed(db: Connection, admin: Actor) -> None:
    one = worked(db)
    rate(db, admin)
    lock(db, one)
    first = make_sheet(db, admin, month=month(), program=PROGRAM)
    rate(db, admin, 90_000)
    assert make_sheet(db, admin, month=month(), program=PROGRAM) == first
    open_month(db, admin, one.contract.id, month=month(), reason="Kurang satu")
    make.attendance(db, one.contract, day=last_month() - timedelta(days=9), state="disetujui")
    lock(db, one)
    second = queries.sheet(db, make_sheet(db, admin, month=month(), program=PROGRAM))
    assert second["id"] != first
    assert (second["replaces"], second["number"][:3]) == (f"001/HONOR-ASLAB/{clock.today().year}", "002")
    assert [(each["name"], each["before"], each["after"]) for each in second["changes"]] == [
        (one.student.name, 100_000, 270_000)
    ]
    latest = queries.sheets(db, after=None, limit=2)["items"]
    assert [each["replaced"] for each in latest] == [False, True]
    with pytest.raises(AlreadyPaid):
        mark_paid(db, admin, first, paid_on=clock.today())


def test_who_goes_over_to_another_programme_is_not_paid_twice(db: Connection, admin: Actor) -> None:
    one, other = worked(db), worked(db, program="Fisika")
    rate(db, admin)
    lock(db, one)
    of_program = queries.sheet(db, make_sheet(db, admin, month=month(), program=PROGRAM))
    assert (of_program["program"], of_program["sessions"]) == (PROGRAM, 2)
    lock(db, other)
    mine = aslab_accounts.c.id == one.contract.aslab_id
    db.execute(update(aslab_accounts).where(mine).values(program="Fisika"))
    with pytest.raises(AlreadyListed):
        make_sheet(db, admin, month=month(), program="Fisika")
    db.execute(update(aslab_accounts).where(mine).values(program=PROGRAM))
    make_sheet(db, admin, month=month(), program="Fisika")


def test_nothing_and_no_rate_are_refused(db: Connection, admin: Actor) -> None:
    with pytest.raises(NothingToPay):
        make_sheet(db, admin, month="2001-06", program=None)
    one = worked(db)
    lock(db, one)
    rate(db, admin, course="Mata kuliah lain")
    with pytest.raises(RateMissing):
        make_sheet(db, admin, month=month(), program=PROGRAM)


def test_it_is_paid_once_and_audited(db: Connection, admin: Actor) -> None:
    one = worked(db)
    rate(db, admin)
    lock(db, one)
    key = make_sheet(db, admin, month=month(), program=PROGRAM)
    mark_paid(db, admin, key, paid_on=clock.today())
    assert queries.sheet(db, key)["paid_on"] == clock.today()
    with pytest.raises(AlreadyPaid):
        mark_paid(db, admin, key, paid_on=clock.today())
    actions = db.scalars(own_rows(audit_log, audit_log.c.action).order_by(audit_log.c.id)).all()
    assert [each for each in actions if each.split(".")[0] in {"rate", "honorarium"}] == [
        "rate.set",
        "honorarium.listed",
        "honorarium.paid",
    ]


def test_one_is_told_of_ones_own_months_alone(db: Connection, admin: Actor, setting: Any) -> None:
    setting("HONORARIUM_TAX_PERCENT", "5")
    one, other = worked(db), worked(db)
    rate(db, admin)

    def told() -> Any:
        [row] = own.own_months(db, one.aslab)["items"]
        assert row["contract_id"] == one.contract.id
        return row["state"], row["number"], row["net"], row["paid_on"]

    assert told() == ("menunggu_verifikasi", None, None, None)
    lock(db, one)
    assert told() == ("dikunci", None, None, None)
    lock(db, other)
    key = make_sheet(db, admin, month=month(), program=PROGRAM)
    number = queries.sheet(db, key)["number"]
    assert told() == ("dalam_daftar", number, 95_000, None)
    mark_paid(db, admin, key, paid_on=clock.today())
    assert told() == ("dibayar", number, 95_000, clock.today())


def test_paper_and_workbook_say_the_same(db: Connection, admin: Actor) -> None:
    one = worked(db)
    rate(db, admin)
    lock(db, one)
    of = papers.paper(db, make_sheet(db, admin, month=month(), program=PROGRAM))
    [page] = PdfReader(BytesIO(papers.as_pdf(of, "id"))).pages
    text = page.extract_text()
    for said in (one.student.name, one.student.number, "100.000", of.about["number"], of.about["sha256"][:16]):
        assert said in text, text
    rows = list(load_workbook(BytesIO(papers.as_workbook(of, "en"))).active.iter_rows(values_only=True))
    assert rows[1][1:] == (one.student.number, one.student.name, rows[1][3], 2, 50_000, 100_000, 0, 100_000)
    assert rows[2][2:] == ("Total", None, 2, None, 100_000, 0, 100_000)
    assert of.about["sha256"] in [row[3] for row in rows]
