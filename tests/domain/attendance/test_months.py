"""A month of one's own contract: its first day and its last, and nothing of another contract."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.attendance.queries import history
from tests import factories as make
from tests.domain.attendance.scene import scene, to_verify


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2027-02", date(2027, 2, 1), date(2027, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_month_goes_from_its_first_day_to_its_last(db: Connection, month: str, first: date, last: date) -> None:
    one, other = scene(db), scene(db)
    day = timedelta(days=1)
    for made in (last + day, last, first, first - day):
        make.attendance(db, one.contract, day=made)
    make.attendance(db, other.contract, day=first)
    shown = history(db, one.aslab, one.contract.id, month=month)
    assert [row["day"] for row in shown["items"]] == [first, last]
    assert (shown["month"], shown["totals"]["total"]) == (month, 2)


@pytest.mark.parametrize(("moment", "month"), [("2026-11-30T16:59:59", "2026-11"), ("2026-11-30T17:00:00", "2026-12")])
def test_this_month_is_the_campuss(db: Connection, moment: str, month: str) -> None:
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=UTC), tick=False):
        one = scene(db)
        assert history(db, one.aslab, one.contract.id, month=None)["month"] == month


def test_a_week_goes_from_monday_to_sunday_and_is_totalled_by_itself(db: Connection) -> None:
    one = scene(db)
    states = {15: "disetujui", 16: "ditolak", 22: "menunggu_foto", 23: "disetujui", 24: "menunggu_verifikasi"}
    for day, state in states.items():
        make.attendance(db, one.contract, day=date(2026, 11, day), state=state)
    weeks = history(db, one.aslab, one.contract.id, month="2026-11")["weeks"]
    assert weeks == [
        {"starts_on": date(2026, 11, 9), "total": 1, "approved": 1, "rejected": 0, "waiting": 0},
        {"starts_on": date(2026, 11, 16), "total": 2, "approved": 0, "rejected": 1, "waiting": 1},
        {"starts_on": date(2026, 11, 23), "total": 2, "approved": 1, "rejected": 0, "waiting": 1},
    ]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [(3, 5, [3, 4, 5]), (4, 4, [4]), (None, 3, [2, 3]), (5, None, [5, 6]), (7, None, []), (None, 1, [])],
)
def test_both_days_of_a_span_to_verify_are_included(
    db: Connection, since: int | None, until: int | None, found: list[int]
) -> None:
    one = scene(db)
    for day in range(2, 7):
        make.attendance(db, one.contract, day=date(2026, 11, day))
    span = {"since": since and date(2026, 11, since), "until": until and date(2026, 11, until)}
    shown = to_verify(db, one.lecturer, **span)["items"]
    assert sorted(row["day"] for row in shown) == [f"2026-11-{day:02}" for day in found]
