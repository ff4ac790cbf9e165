"""Each item is worked on once, the most urgent first, whoever sweeps at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine

from common.platform import clock
from common.platform.db import transaction
from common.platform.errors import Busy
from common.platform.outside import OUT_OF_REACH, Outage
from common.platform.queue import TASKS, Lane, Priority, tasks
from common.platform.text import Text
from tests.platform.queue.conftest import KIND, LANE, Service, ask, row, rows

OTHER = Lane("lain", Text("Lain gagal", en="Other failed"))
MINUTE = timedelta(minutes=1)


def test_what_is_asked_for_is_done_once(service: Service) -> None:
    subjects = ask(3)
    assert (service.sweep().done, service.sweep().done) == (3, 0)
    assert service.seen == subjects
    assert {(one.state, one.attempts, one.claimed_until) for one in rows()} == {("selesai", 1, None)}


def test_a_subject_has_one_task_of_a_kind(service: Service) -> None:
    from common.platform.queue import add_tasks

    [subject] = ask()
    with transaction() as db:
        add_tasks(db, KIND, [subject])
        add_tasks(db, "lain", [subject])
        add_tasks(db, KIND, [])
    assert [one.kind for one in rows()] == [KIND, "lain"]


def test_many_sweeps_at_once_do_each_item_once(service: Service) -> None:
    ask(60)
    start = Barrier(8)

    def sweep(_: int) -> int:
        start.wait(30)
        return service.sweep(limit=3).done

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(sweep, range(8))) == 60
    assert len(service.seen) == len(set(service.seen)) == 60
    assert {one.attempts for one in rows()} == {1}


def test_many_claims_at_once_never_share_an_item(service: Service) -> None:
    ask(20)
    start = Barrier(10)

    def claim(_: int) -> list[int]:
        start.wait(30)
        return [one.id for one in TASKS.claim(KIND, 2)]

    with ThreadPoolExecutor(10) as threads:
        claimed = [key for batch in threads.map(claim, range(10)) for key in batch]
    assert len(claimed) == len(set(claimed)) == 20


def test_what_another_sweep_has_locked_is_passed_over(service: Service) -> None:
    first, second = ask(2)
    with transaction() as other:
        other.execute(tasks.select().where(tasks.c.subject_id == first).with_for_update())
        assert service.sweep().done == 1
    assert service.seen == [second]


def test_the_most_urgent_goes_first_and_then_what_is_due_for_the_longest(service: Service) -> None:
    now = clock.now()
    [young] = ask(next_at=now - MINUTE)
    [old] = ask(next_at=now - 3 * MINUTE)
    [dated] = ask(priority=Priority.DATED, next_at=now - MINUTE)
    [urgent] = ask(priority=Priority.URGENT)
    service.sweep()
    assert service.seen == [urgent, dated, old, young]


def test_what_is_not_due_waits(service: Service) -> None:
    ask(next_at=clock.now() + MINUTE)
    assert service.sweep().tried == 0
    with time_machine.travel(clock.now() + 2 * MINUTE, tick=True):
        assert service.sweep().done == 1


def test_a_claim_of_a_sweep_that_died_ends_after_five_minutes(service: Service) -> None:
    ask()
    with time_machine.travel(clock.now(), tick=False) as hand:
        assert len(TASKS.claim(KIND, 5)) == 1
        hand.shift(timedelta(minutes=5))
        assert service.sweep().tried == 0
        hand.shift(timedelta(seconds=1))
        assert service.sweep().done == 1


def test_lanes_take_turns_and_a_fault_of_one_leaves_the_other_going(service: Service) -> None:
    mine, others = ask(3), ask(3, kind="lain")
    service.faults[mine[0]] = Outage(OUT_OF_REACH)
    tally = service.sweep(LANE, OTHER, limit=2)
    assert (tally.tried, tally.done) == (4, 3)
    assert service.seen == [mine[0], *others]


def test_the_time_that_is_used_up_gives_the_rest_back(service: Service) -> None:
    ask(4)
    with time_machine.travel(clock.now(), tick=False) as hand:
        service.meanwhile = lambda: hand.shift(30)
        assert service.sweep().done == 2
    assert [(one.state, one.claimed_until) for one in rows()[2:]] == [("antre", None)] * 2
    assert service.sweep(seconds=0).tried == 0


def test_a_database_that_is_busy_is_not_booked_on_the_item(service: Service) -> None:
    [subject] = ask()
    service.faults[subject] = Busy()
    with pytest.raises(Busy):
        service.sweep()
    assert (row(subject).attempts, row(subject).error) == (0, None)
