"""One summary a day for each lecturer instead of a mail for each applicant (NOTIF-01)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.notifications.tables import messages
from common.domain.notifications.template import fill
from common.domain.notifications.texts import TEMPLATES
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.summaries import last_closed_day, queue_daily_summaries
from common.domain.recruitment.tables import co_lecturers
from tests import factories as make
from tests.bystanders import own

DAY = date(2026, 11, 23)
# Six in the evening on campus.
CLOSING = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def apply(db: Connection, vacancy: Any, at: datetime = CLOSING - timedelta(hours=2), **values: Any) -> Any:
    return make.application(db, vacancy, make.student(db), submitted_at=at, **values)


def summaries(db: Connection) -> list[Any]:
    wanted = own(messages).where(messages.c.kind == "new_applications_summary", messages.c.channel == "email")
    return list(db.execute(wanted).all())


def test_many_applicants_are_one_message(db: Connection) -> None:
    lecturer = make.lecturer(db)
    first, second = (make.vacancy(db, lecturer, course=course) for course in ("Basis Data", "Jaringan"))
    for vacancy in (first, first, second):
        apply(db, vacancy)
    assert queue_daily_summaries(db, DAY) == 1
    [row] = summaries(db)
    assert (row.recipient, row.data["count"]) == (lecturer.email, 3)
    mail = fill(TEMPLATES[row.kind], row.data, "id").mail
    assert "- Basis Data: 2\n- Jaringan: 1" in mail
    assert "3 pendaftar baru" in mail


def test_the_same_day_is_summed_up_once(db: Connection) -> None:
    apply(db, make.vacancy(db, make.lecturer(db)))
    for _ in range(2):
        queue_daily_summaries(db, DAY)
    assert len(summaries(db)) == 1


def test_each_lecturer_hears_of_his_own_and_of_what_he_helps_with(db: Connection) -> None:
    owner, helper, other = (make.lecturer(db) for _ in range(3))
    vacancy = make.vacancy(db, owner)
    make.insert(db, co_lecturers, vacancy_id=vacancy.id, lecturer_id=helper.id)
    make.vacancy(db, other)
    apply(db, vacancy)
    assert queue_daily_summaries(db, DAY) == 2
    assert {row.recipient for row in summaries(db)} == {owner.email, helper.email}


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (CLOSING - timedelta(seconds=1), DAY),
        (CLOSING, DAY + timedelta(days=1)),
        (CLOSING + timedelta(hours=7), DAY + timedelta(days=1)),
        (CLOSING - timedelta(days=1), DAY),
    ],
)
def test_no_applicant_falls_between_two_summaries(db: Connection, at: datetime, day: date) -> None:
    apply(db, make.vacancy(db, make.lecturer(db)), at)
    told = {one: queue_daily_summaries(db, one) for one in (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))}
    assert [one for one, lecturers in told.items() if lecturers] == [day]


def test_who_withdrew_is_not_counted(db: Connection) -> None:
    apply(db, make.vacancy(db, make.lecturer(db)), state=ApplicationState.WITHDRAWN)
    assert queue_daily_summaries(db, DAY) == 0


def test_a_lecturer_who_is_gone_is_not_written_to(db: Connection) -> None:
    apply(db, make.vacancy(db, make.lecturer(db, active=False)))
    assert queue_daily_summaries(db, DAY) == 0


def counts(db: Connection) -> list[tuple[str, int]]:
    return sorted((row.data["day"], row.data["count"]) for row in summaries(db))


def days_before(days: int) -> date:
    return DAY - timedelta(days=days)


def test_what_a_missed_evening_left_untold_is_in_the_next_summary(db: Connection) -> None:
    vacancy = make.vacancy(db, make.lecturer(db))
    for days in (3, 2, 1, 0):
        apply(db, vacancy, CLOSING - timedelta(days=days, hours=2))
    assert [queue_daily_summaries(db, days_before(days)) for days in (3, 0, 0)] == [1, 1, 0]
    assert counts(db) == [(days_before(3).isoformat(), 1), (DAY.isoformat(), 3)]


def test_each_lecturer_is_made_up_for_since_the_own_last_summary(db: Connection) -> None:
    told, untold = (make.vacancy(db, make.lecturer(db)) for _ in range(2))
    apply(db, told, CLOSING - timedelta(days=2, hours=2))
    assert queue_daily_summaries(db, days_before(2)) == 1
    apply(db, untold, CLOSING - timedelta(days=1, hours=2))
    apply(db, told)
    assert queue_daily_summaries(db, DAY) == 2
    assert counts(db) == [(days_before(2).isoformat(), 1), (DAY.isoformat(), 1), (DAY.isoformat(), 1)]


@pytest.mark.parametrize(("ago", "told"), [(timedelta(days=7), 1), (timedelta(days=7, seconds=1), 0)])
def test_a_summary_looks_back_a_week_at_most(db: Connection, ago: timedelta, told: int) -> None:
    apply(db, make.vacancy(db, make.lecturer(db)), CLOSING - ago)
    assert queue_daily_summaries(db, DAY) == told


def test_an_earlier_day_that_comes_late_tells_nothing_twice(db: Connection) -> None:
    apply(db, make.vacancy(db, make.lecturer(db)), CLOSING - timedelta(days=1, hours=2))
    assert [queue_daily_summaries(db, day) for day in (DAY, days_before(1))] == [1, 0]


@pytest.mark.parametrize(
    ("after", "day"),
    [
        (timedelta(seconds=-1), DAY - timedelta(days=1)),
        (timedelta(), DAY),
        (timedelta(hours=8), DAY),
        (timedelta(hours=24) - timedelta(seconds=1), DAY),
        (timedelta(hours=24), DAY + timedelta(days=1)),
    ],
)
def test_a_run_that_is_late_sums_up_the_day_that_has_closed(after: timedelta, day: date) -> None:
    assert last_closed_day(CLOSING + after) == day
