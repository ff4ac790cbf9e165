"""Months are locked while attendances come in and are decided: each is in or out."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from common.domain.attendance.months import lock_months
from common.domain.attendance.recording import correct, record
from common.domain.attendance.tables import attendances, locked_months
from common.domain.attendance.verifying import approve
from common.platform import clock
from common.platform.db import Connection, transaction
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, form
from tests.domain.attendance.test_locked_months import last_month, rejected, served
from tests.races import Decision, at_once, behind

THREADS = 50
pytestmark = pytest.mark.usefixtures("committed")


def locking(one: Scene, *more: Scene) -> Decision:
    ids = [each.contract.id for each in (one, *more)]
    month = f"{last_month():%Y-%m}"
    return lambda db: lock_months(db, one.lecturer, "id", month=month, contract_ids=ids)


def recording(one: Scene, sent: dict[str, Any]) -> Decision:
    return lambda db: record(db, one.aslab, one.contract.id, sent)


def locked(db: Connection) -> set[Any]:
    return set(db.scalars(own(locked_months, locked_months.c.contract_id)))


def test_of_fifty_that_come_in_while_months_are_locked_none_is_half() -> None:
    """A contract is locked with nothing of the fifty in it, or is refused because something waits."""
    with time_machine.travel(clock.start_of(last_month() + timedelta(days=1)) + timedelta(hours=9), tick=True):
        with transaction() as db:
            first = served(db)
            crowd = [first, *(served(db, teacher=first.teacher) for _ in range(THREADS - 2))]
            late = {"day": last_month(), "late_reason": "Lupa"}
            sent = [recording(one, form(db, one, **late)) for one in crowd]
        outcome = at_once([*sent[:20], locking(*crowd), *sent[20:]])
        with transaction() as db:
            there = set(db.scalars(own(attendances, attendances.c.contract_id)))
            closed = locked(db)
    assert there | closed == {one.contract.id for one in crowd}
    assert not there & closed
    assert outcome == Counter(done=len(there) + 1, month_locked=len(closed))


def test_of_fifty_verdicts_and_locks_the_lock_comes_last() -> None:
    """It is refused as long as one waits, and after it nothing is decided."""
    with transaction() as db:
        one = served(db)
        days = [last_month() - timedelta(days=n) for n in range(20)]
        waiting = [make.attendance(db, one.contract, day=day) for day in days]
        no = [rejected(db, one, last_month() - timedelta(days=n)) for n in range(20, 25)]
    approvals: list[Decision] = [lambda db, key=row.id: approve(db, one.lecturer, key) for row in waiting]  # type: ignore[misc]
    again = {"activity": "Lagi", "upload_id": None}
    corrections: list[Decision] = [lambda db, key=row.id: correct(db, one.aslab, key, again) for row in no]  # type: ignore[misc]
    outcome = at_once([*approvals, *[locking(one)] * 25, *corrections])
    with transaction() as db:
        states = db.scalars(own(attendances, attendances.c.state)).all()
        closed = locked(db)
    assert outcome["done"] + outcome["month_locked"] == THREADS
    assert bool(closed) == ("menunggu_verifikasi" not in states)
    assert states.count("menunggu_verifikasi") in {0, 5 - outcome["month_locked"]}


def test_what_waits_for_the_lock_is_refused_and_the_other_way_round() -> None:
    with transaction() as db:
        one, other = served(db), served(db)
        made = rejected(db, one, last_month())
        waiting = rejected(db, other, last_month())
    again: Any = {"activity": "Lagi", "upload_id": None}
    assert behind(locking(one), lambda db: correct(db, one.aslab, made.id, again)) == "month_locked"
    assert behind(lambda db: correct(db, other.aslab, waiting.id, again), locking(other)) == "done"
    with transaction() as db:
        assert locked(db) == {one.contract.id}
