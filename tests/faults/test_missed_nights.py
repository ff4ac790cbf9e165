"""The nightly and evening jobs did not run for some days: the next run makes up for all of them, once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from common.domain.assistants.tables import contracts
from common.domain.notifications.tables import messages
from common.domain.people.tables import sessions
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.without_bystanders]
DAY = timedelta(days=1)
MISSED = 3
JOBS = ("begin_day", "sum_up_day", "remind_of_week", "erase_personal_data", "clear_files")


def night(campus: Campus, moment: datetime) -> None:
    """Every job of keep_house, all at one time."""
    with time_machine.travel(moment, tick=False):
        for job in JOBS:
            assert campus.host.deliver("keep_house", f"/schedule/{job}") == 204


def sent(kind: str) -> list[Any]:
    with transaction() as db:
        mine = select(messages).where(messages.c.kind == kind, messages.c.channel == "email")
        return list(db.execute(mine.order_by(messages.c.created_at)))


@pytest.fixture
def evening() -> datetime:
    """The first evening that is missed, an hour after the summary's time."""
    return clock.start_of(clock.today()) + timedelta(hours=19)


def test_contracts_end_reminders_go_and_sessions_leave_after_missed_nights(campus: Campus, evening: datetime) -> None:
    today = clock.campus_day(evening)
    last = {"over": today, "over later": today + DAY, "soon": today + 6 * DAY, "far": today + 40 * DAY}
    with transaction() as db:
        people = {"lecturer": make.lecturer(db), "admin": make.admin(db)}
        made = {
            name: make.contract(db, student=make.student(db), **people, starts_on=today - 60 * DAY, ends_on=ends_on)
            for name, ends_on in last.items()
        }
        old = evening - 90 * DAY
        make.insert(
            db,
            sessions,
            person_id=people["admin"].id,
            role="admin",
            created_at=old,
            used_at=old,
            expires_at=old + DAY,
        )
    for _ in range(2):
        night(campus, evening + MISSED * DAY)
    with transaction() as db:
        states = dict(db.execute(select(contracts.c.id, contracts.c.state)).all())
        assert list(db.execute(select(sessions))) == []
    assert {name: states[row.id] for name, row in made.items()} == {
        "over": "selesai",
        "over later": "selesai",
        "soon": "aktif",
        "far": "aktif",
    }
    assert Counter(row.data["days"] for row in sent("contract_ending_soon")) == {6 - MISSED: 1}
    assert len(sent("aslab_contract_ending_soon")) == 1
    assert len(sent("contract_completed")) == 2


def test_whoever_applied_on_a_missed_day_is_in_the_next_summary_and_in_no_other(
    campus: Campus, evening: datetime
) -> None:
    with transaction() as db:
        post = make.vacancy(db, make.lecturer(db))
        make.application(db, post, make.student(db), submitted_at=evening - 26 * timedelta(hours=1))
    night(campus, evening - DAY)
    for day in range(MISSED):
        with transaction() as db:
            make.application(db, post, make.student(db), submitted_at=evening + day * DAY - timedelta(hours=2))
    night(campus, evening + MISSED * DAY)
    night(campus, evening + MISSED * DAY + timedelta(hours=1))
    night(campus, evening + (MISSED + 1) * DAY)
    assert [row.data["count"] for row in sent("new_applications_summary")] == [1, MISSED]
