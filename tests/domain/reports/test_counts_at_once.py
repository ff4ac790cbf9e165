"""Many change what is counted of one vacancy at once: nobody waits for a count, and none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from common.domain.recruitment.applications import withdraw
from common.domain.recruitment.tables import vacancies
from common.domain.reports.counting import add_up_counts
from common.domain.reports.tables import application_counts
from common.platform.db import Connection, transaction
from tests import factories as make
from tests.domain.reports.test_counts import counted, recount
from tests.races import Decision, at_once, done

pytestmark = pytest.mark.usefixtures("committed")
SECONDS = 5
CLASS = 6


def everything() -> None:
    with transaction() as db:
        assert counted(db) == recount(db)


def applying(post: Any, student: Any) -> Decision:
    return lambda db: make.application(db, post, student)


def withdrawing(row: Any, student: Any) -> Decision:
    return lambda db: withdraw(db, make.as_actor(student), row.id)


@pytest.mark.parametrize("attempt", range(2))
def test_while_many_apply_and_withdraw_the_counts_are_added_up(attempt: int) -> None:
    with transaction() as db:
        post, students = make.vacancy(db, make.lecturer(db)), [make.student(db) for _ in range(2 * CLASS)]
        there = [make.application(db, post, one) for one in students[:CLASS]]
    changes = [*map(partial(applying, post), students[CLASS:]), *map(withdrawing, there, students)]
    assert at_once([*changes, add_up_counts, add_up_counts]) == {"done": 2 * CLASS + 2}
    everything()
    done(add_up_counts)
    everything()


def test_who_applies_waits_neither_for_the_sum_nor_for_another_applicant(thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        post, students = make.vacancy(db, make.lecturer(db)), [make.student(db) for _ in range(3)]
        make.application(db, post, students[0])
    with transaction() as db:
        make.application(db, post, students[1])
        add_up_counts(db)
        thread.submit(done, applying(post, students[2])).result(timeout=SECONDS)
        thread.submit(done, add_up_counts).result(timeout=SECONDS)
    everything()


def test_a_count_waits_for_no_vacancy(thread: ThreadPoolExecutor) -> None:
    """Who decides holds it as here; who steps back waits for that, since a seat may come free."""
    with transaction() as db:
        post, student = make.vacancy(db, make.lecturer(db)), make.student(db)
        make.application(db, post, make.student(db))
    with transaction() as db:
        db.execute(select(vacancies).where(vacancies.c.id == post.id).with_for_update(key_share=True))
        db.execute(select(application_counts).with_for_update())
        thread.submit(done, applying(post, student)).result(timeout=SECONDS)
    everything()


def test_what_is_undone_is_not_counted() -> None:
    with transaction() as db:
        post, student = make.vacancy(db, make.lecturer(db)), make.student(db)

    def undone(db: Connection) -> None:
        make.application(db, post, student)
        raise LookupError

    with pytest.raises(LookupError):
        done(undone)
    everything()
