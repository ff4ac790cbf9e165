"""Ended contracts with as many approved attendances as a test needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from common.domain.assistants.tables import contracts
from common.domain.attendance.states import AttendanceState
from common.domain.certificates.tables import certificates
from common.domain.people.tables import people
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from common.platform.queue import tasks
from common.platform.settings import settings
from tests import factories as make
from tests.bystanders import own
from tests.client import Portal

# Fourteen weeks, so that at 75 % eleven meetings are asked for.
WEEKS = 14


@pytest.fixture
def admin(db: Connection) -> Actor:
    return make.as_actor(make.admin(db))


@pytest.fixture
def boxes(campus: Campus, committed: None) -> Iterator[Campus]:
    """The campus with empty boxes; what a test switched off is on again afterwards."""
    campus.outbox.clear()
    yield campus
    campus.mail.come_up()


@pytest.fixture
def portal(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """Nothing happens behind a test's back: it says itself when there is drawing and delivering."""
    monkeypatch.setenv("WAKE_DELIVERY", "false")
    settings.cache_clear()
    yield portal
    monkeypatch.undo()
    settings.cache_clear()


def ended(db: Connection, *, attended: int = 0, weeks: int = WEEKS, student: Any = None, **values: Any) -> Any:
    """A contract of `weeks` whole weeks that ended yesterday."""
    last = clock.today() - timedelta(days=1)
    days = {"starts_on": last - timedelta(days=7 * weeks - 1), "ends_on": last}
    people = {"student": student or make.student(db), "lecturer": make.lecturer(db), "admin": make.admin(db)}
    when = {"activated_at": clock.start_of(days["starts_on"]), "ended_at": clock.now()}
    contract = make.contract(db, **people, **days | when | {"state": "selesai"} | values)
    for day in range(attended):
        make.attendance(db, contract, day=contract.starts_on + timedelta(days=day), state=AttendanceState.APPROVED)
    return contract


def deserved(db: Connection, **values: Any) -> Any:
    """An ended contract of a single week whose only meeting was attended."""
    return ended(db, weeks=1, attended=1, **values)


def without_address(db: Connection, of: Any) -> None:
    """The owner of this contract, or certificate, is notified in the portal alone from now on."""
    key = getattr(of, "contract_id", of.id)
    owner = own(contracts, contracts.c.student_id).where(contracts.c.id == key).scalar_subquery()
    db.execute(update(people).where(people.c.id == owner).values(email=None, whatsapp=None))


def committed_contracts(count: int) -> list[Any]:
    """Deserved ones of as many students, in a quick way."""
    with transaction() as db:
        return [deserved(db) for _ in range(count)]


def row(db: Connection, certificate_id: object) -> Any:
    return db.execute(own(certificates).where(certificates.c.id == certificate_id)).one()


def drawing(certificate_id: object) -> Any:
    """The task of drawing one, as it is committed."""
    with transaction() as db:
        return db.execute(own(tasks).where(tasks.c.subject_id == certificate_id)).one()


def change_drawing(db: Connection, certificate_id: object, **values: Any) -> None:
    db.execute(update(tasks).where(tasks.c.subject_id == certificate_id).values(values))


def stored(**wanted: Any) -> list[Any]:
    with transaction() as db:
        found = own(certificates).filter_by(**wanted).order_by(certificates.c.year, certificates.c.sequence)
        return list(db.execute(found).all())


def days_of(weeks: int) -> tuple[date, date]:
    start = date(2026, 2, 2)
    return start, start + timedelta(days=7 * weeks - 1)
