"""Scenes of rates and sheets of honoraria."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from common.domain.assistants.tables import aslab_accounts
from common.domain.attendance.tables import locked_months
from common.domain.honorarium.tables import honorarium_rates
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.functions.effects.scene import Cast, Scene, named


def set_rate(cast: Cast) -> Scene:
    return Scene(cast.views["admin"], json={"starts_on": clock.today().isoformat(), "amount": 50_000})


def make_sheet(cast: Cast) -> Scene:
    """Of a programme with one aslab, whose month is locked."""
    last, program = clock.today().replace(day=1) - timedelta(days=1), "Program yang dibayar"
    with transaction() as db:
        long = {"starts_on": clock.today() - timedelta(days=100)}
        made = make.contract(db, student=make.student(db), lecturer=cast.lecturer, admin=cast.admin, **long)
        of_program = update(aslab_accounts).where(aslab_accounts.c.id == made.aslab_id)
        db.execute(of_program.values(program=program))
        make.attendance(db, made, day=last, state="disetujui")
        lock = {"month": last.replace(day=1), "locked_by": cast.lecturer.id, "locked_at": clock.now()}
        make.insert(db, locked_months, contract_id=made.id, **lock)
        rate = {"course": None, "starts_on": last - timedelta(days=60), "amount": 50_000}
        make.insert(db, honorarium_rates, set_by=cast.admin.id, set_at=clock.now(), **rate)
    return Scene(cast.views["admin"], json={"month": f"{last:%Y-%m}", "program": program})


def mark_sheet_paid(cast: Cast) -> Scene:
    with transaction() as db:
        sheet = make.honorarium_sheet(db, cast.admin)
    paid = {"paid_on": clock.today().isoformat()}
    return Scene(cast.views["admin"], {"sheet_id": sheet.id}, paid, named(sheet=sheet))
