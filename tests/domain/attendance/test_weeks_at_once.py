"""Many change attendances of the same weeks at once: nothing is lost, and nobody waits in a circle."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from common.domain.attendance.recording import record
from common.domain.attendance.tables import attendance_weeks, attendances
from common.domain.attendance.verifying import approve_all
from common.domain.recruitment.tables import co_lecturers, vacancies
from common.platform import clock
from common.platform.db import Connection, transaction
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, form, scene
from tests.domain.attendance.test_weeks import counted, recount
from tests.races import Decision, at_once, done

pytestmark = pytest.mark.usefixtures("committed")
SECONDS = 5
CLASS = 6


def room(db: Connection, first: Scene, aslab: int) -> list[Scene]:
    """More contracts of the same vacancy."""
    students = [make.student(db) for _ in range(aslab)]
    people = {"lecturer": first.teacher, "admin": make.admin(db), "vacancy_id": first.contract.vacancy_id}
    return [Scene(one, first.teacher, make.contract(db, student=one, **people)) for one in students]


def checking_in(one: Scene, sent: dict[str, Any]) -> Decision:
    return lambda db: record(db, one.aslab, one.contract.id, sent)


def everything() -> None:
    with transaction() as db:
        assert counted(db) == recount(db)


def test_of_a_class_that_checks_in_at_once_everybody_is_counted() -> None:
    with transaction() as db:
        first = scene(db)
        mates = room(db, first, 2 * CLASS)
        sent = [form(db, one) for one in mates]
    assert at_once(map(checking_in, mates, sent)) == {"done": 2 * CLASS}
    with transaction() as db:
        assert db.execute(own(attendance_weeks, attendance_weeks.c.waiting)).scalars().all() == [2 * CLASS]
    everything()


def waiting(db: Connection, places: list[Scene], days: int) -> list[Any]:
    today = clock.today()
    return [make.attendance(db, one.contract, day=today - timedelta(days=n)).id for one in places for n in range(days)]


@pytest.mark.parametrize("attempt", range(3))
def test_two_lecturers_that_approve_in_opposite_orders_do_not_wait_in_a_circle(attempt: int) -> None:
    with transaction() as db:
        first = scene(db)
        places = [first, *(scene(db, teacher=first.teacher) for _ in range(3))]
        helper = make.lecturer(db)
        for place in places:
            make.insert(db, co_lecturers, vacancy_id=place.contract.vacancy_id, lecturer_id=helper.id)
        ids = waiting(db, places, 20)
        crowd = [mate for place in places for mate in room(db, place, 1)]
        sent = [form(db, one) for one in crowd]
    approving = [
        partial(approve_all, lecturer=first.lecturer, ids=ids[::2]),
        partial(approve_all, lecturer=make.as_actor(helper), ids=ids[1::2][::-1]),
    ]
    assert at_once([*approving, *map(checking_in, crowd, sent)]) == {"done": 2 + len(crowd)}
    everything()


def test_a_check_in_waits_for_no_vacancy(thread: ThreadPoolExecutor) -> None:
    """Its first one of the week makes the row that counts it, while the vacancy is being changed."""
    with transaction() as db:
        one = scene(db)
        sent = form(db, one)
    with transaction() as db:
        db.execute(select(vacancies).where(vacancies.c.id == one.contract.vacancy_id).with_for_update())
        thread.submit(done, lambda other: record(other, one.aslab, one.contract.id, sent)).result(timeout=SECONDS)
    everything()


def test_what_counts_nothing_anew_waits_for_no_count(thread: ThreadPoolExecutor) -> None:
    """A verdict lets an attendance wait for the lecturer instead of its photo."""
    with transaction() as db:
        one = scene(db)
        made = make.attendance(db, one.contract, state="menunggu_foto")
    inspected = attendances.update().where(attendances.c.id == made.id).values(state="menunggu_verifikasi")
    with transaction() as db:
        db.execute(select(attendance_weeks).with_for_update())
        thread.submit(done, lambda other: other.execute(inspected)).result(timeout=SECONDS)
    everything()
