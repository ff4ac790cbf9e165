"""An admin corrects day or course; what it was stays, and the rules of days hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.attendance import errors
from common.domain.attendance.amending import amend
from common.domain.attendance.tables import attendance_amendments
from common.platform import clock
from common.platform.auth import Actor
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, saved, to_verify
from tests.domain.attendance.test_locked_months import last_month, lock, served


@pytest.fixture
def admin(db: Connection) -> Actor:
    return make.as_actor(make.admin(db))


def to_day(db: Connection, admin: Actor, made: Any, days_ago: int, **changed: Any) -> None:
    day = clock.today() - timedelta(days=days_ago)
    amend(db, admin, made.id, **{"day": day, "contract_id": None, "reason": "Salah hari", **changed})


def test_old_and_new_are_kept_and_the_last_is_shown(db: Connection, admin: Actor) -> None:
    one = served(db)
    other = served(db, student=one.student, teacher=one.teacher)
    made = make.attendance(db, one.contract)
    to_day(db, admin, made, 2)
    to_day(db, admin, made, 2, day=None, contract_id=other.contract.id, reason="Salah mata kuliah")
    kept = db.execute(own(attendance_amendments).order_by(attendance_amendments.c.amended_at)).all()
    assert [(row.old_day, row.new_day) for row in kept] == [
        (clock.today(), clock.today() - timedelta(days=2)),
        (clock.today() - timedelta(days=2), clock.today() - timedelta(days=2)),
    ]
    assert [row.new_contract_id for row in kept] == [one.contract.id, other.contract.id]
    [shown] = to_verify(db, one.lecturer)["items"]
    assert (shown["contract_id"], shown["amended_reason"]) == (str(other.contract.id), "Salah mata kuliah")
    assert len(to_verify(db, admin, contract_id=other.contract.id)["items"]) == 1


@pytest.mark.parametrize(
    ("days_ago", "why"),
    [
        (-1, errors.DayInFuture),
        (150, errors.DayOutsideContract),
        (1, errors.DayTaken),
        (0, errors.NothingChanged),
    ],
)
def test_the_rules_of_days_hold(db: Connection, admin: Actor, days_ago: int, why: type[Exception]) -> None:
    one = served(db)
    made = make.attendance(db, one.contract)
    make.attendance(db, one.contract, day=clock.today() - timedelta(days=1))
    with pytest.raises(why), db.begin_nested():
        to_day(db, admin, made, days_ago)
    assert [row.day for row in saved(db)][-1] == clock.today()


def test_it_stays_with_its_aslab_and_waits_for_its_photo(db: Connection, admin: Actor) -> None:
    one, other = served(db), served(db)
    made = make.attendance(db, one.contract)
    with pytest.raises(errors.AnotherAslab):
        to_day(db, admin, made, 1, contract_id=other.contract.id)
    with pytest.raises(errors.AnotherAslab):
        to_day(db, admin, made, 1, contract_id=made.id)
    coming = make.attendance(db, other.contract, state="menunggu_foto")
    with pytest.raises(errors.PhotoStillChecked):
        to_day(db, admin, coming, 1)


def locked(db: Connection) -> tuple[Scene, Any, Any]:
    one = served(db)
    there = make.attendance(db, one.contract, day=last_month(), state="disetujui")
    here = make.attendance(db, one.contract)
    lock(db, one)
    return one, there, here


def test_neither_out_of_a_locked_month_nor_into_one(db: Connection, admin: Actor) -> None:
    _, there, here = locked(db)
    with pytest.raises(errors.MonthLocked), db.begin_nested():
        to_day(db, admin, there, 0, day=last_month() - timedelta(days=1))
    with pytest.raises(errors.MonthLocked), db.begin_nested():
        to_day(db, admin, here, 0, day=last_month() - timedelta(days=1))
    assert [row.day for row in saved(db)] == [last_month(), clock.today()]
