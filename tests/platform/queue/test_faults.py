"""A refusal is booked on the item, an outage on the lane; what is given up says why and can be asked for again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from common.platform import clock
from common.platform.db import Connection, transaction
from common.platform.outside import OUT_OF_REACH, Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.queue import GIVEN_UP_AFTER, TASKS, Done, Held, Task, error_in, repeatable, tasks, work_off
from common.platform.text import Text
from tests.platform.queue.conftest import LANE, Service, ask, minutes_until, row, rows

REFUSED = Text("ditolak", en="refused")
MINUTE = timedelta(minutes=1)


def test_a_refusal_is_tried_again_after_1_5_and_30_minutes_and_then_given_up(service: Service) -> None:
    [subject] = ask()
    service.faults[subject] = Retry(REFUSED)
    waits = []
    with time_machine.travel(clock.now(), tick=False) as hand:
        for _ in range(3):
            assert service.sweep().tried == 1
            waits.append(minutes_until(row(subject).next_at))
            hand.move_to(row(subject).next_at)
        assert row(subject).state == "antre"
        service.sweep()
    kept = row(subject)
    assert (waits, kept.state, kept.attempts) == ([1, 5, 30], "gagal", 4)
    assert [error_in(kept._mapping, language) for language in ("id", "en")] == [
        "Uji gagal: ditolak",
        "Test failed: refused",
    ]


def test_what_will_never_work_is_given_up_at_once(service: Service) -> None:
    first, second = ask(2)
    service.faults[first] = Permanent(REFUSED)
    assert service.sweep().done == 1
    assert (row(first).state, row(first).attempts, row(second).state) == ("gagal", 1, "selesai")


@pytest.mark.parametrize(("fault", "minutes"), [(Outage(OUT_OF_REACH), 1), (Alarm(REFUSED), 5)])
def test_a_service_away_costs_one_probe_a_sweep_and_the_items_nothing(
    service: Service, fault: OutsideFault, minutes: int
) -> None:
    subjects = ask(5)
    service.away = fault
    with time_machine.travel(clock.now(), tick=False) as hand:
        assert service.sweep().tried == 1
        probed = row(subjects[0])
        assert (probed.attempts, minutes_until(probed.next_at)) == (0, minutes)
        assert probed.error == f"Uji gagal: {fault.reason}"
        hand.shift(timedelta(seconds=59))
        assert service.sweep().tried == 1
        assert service.seen == subjects[:2], "the next one is tried, should the first be to blame itself"
        service.away = None
        hand.shift(timedelta(minutes=5))
        assert service.sweep().done == 5
    assert {(one.state, one.attempts, one.error) for one in rows()} == {("selesai", 1, None)}


def test_an_outage_of_days_ends_in_giving_up_what_is_too_old(service: Service) -> None:
    old, young = ask(3), ask(1, queued_at=clock.now() + GIVEN_UP_AFTER)
    service.away = Outage(OUT_OF_REACH)
    with time_machine.travel(clock.now() + GIVEN_UP_AFTER - MINUTE, tick=False):
        service.sweep()
        assert {one.state for one in rows()} == {"antre"}
    with time_machine.travel(clock.now() + GIVEN_UP_AFTER + MINUTE, tick=False):
        service.sweep()
        assert [row(one).state for one in old + young] == ["gagal"] * 3 + ["antre"]
        assert {(row(one).attempts, row(one).error) for one in old} == {(0, f"Uji gagal: {OUT_OF_REACH}")}


def test_what_is_too_old_is_done_all_the_same_when_the_service_is_back(service: Service) -> None:
    ask(2)
    with time_machine.travel(clock.now() + 2 * GIVEN_UP_AFTER, tick=False):
        assert service.sweep().done == 2


def test_another_service_that_an_item_needs_holds_the_item_and_not_the_lane(service: Service) -> None:
    first, second = ask(2)
    service.faults[first] = Held(Outage(OUT_OF_REACH))
    assert service.sweep().done == 1
    assert (row(first).state, row(first).attempts, row(first).error) == ("antre", 0, f"Uji gagal: {OUT_OF_REACH}")
    assert row(second).state == "selesai"


def test_three_refusals_in_a_row_end_the_sweep(service: Service) -> None:
    subjects = ask(6)
    service.faults = {subject: Retry(REFUSED) for subject in subjects[:2] + subjects[3:]}
    assert service.sweep().tried == 6
    more = ask(5)
    service.faults |= {subject: Retry(REFUSED) for subject in more}
    assert service.sweep().tried == 3
    assert {one.claimed_until for one in rows()} == {None}


def test_a_fault_of_our_own_holds_nobody_up_and_is_not_told_in_detail(service: Service) -> None:
    first, second = ask(2)
    service.faults[first] = KeyError("rahasia")
    assert service.sweep().done == 1
    assert (row(first).state, row(first).attempts, row(first).error) == ("antre", 1, "Uji gagal: kesalahan pada sistem")
    assert row(second).state == "selesai"


def test_what_is_out_of_date_is_not_done_and_says_so(service: Service) -> None:
    [late] = ask(expires_at=clock.now() - MINUTE)
    [good] = ask(expires_at=clock.now() + MINUTE)
    service.sweep()
    assert service.seen == [good]
    kept = row(late)
    assert (kept.state, kept.error, kept.error_en, kept.attempts) == ("gagal", "Kedaluwarsa", "Expired", 0)
    assert not repeatable(kept._mapping)


def test_what_goes_out_of_date_within_a_batch_is_not_done(service: Service) -> None:
    first, second = ask(2, expires_at=clock.now() + MINUTE)
    with time_machine.travel(clock.now(), tick=False) as hand:
        service.meanwhile = lambda: hand.shift(2 * MINUTE)
        assert service.sweep(seconds=600).tried == 1
    assert (row(first).state, row(second).error) == ("selesai", "Kedaluwarsa")


def withdraw(subject: UUID) -> None:
    with transaction() as db:
        TASKS.withdraw(db, tasks.c.subject_id == subject, Text("batal", en="off"))


def test_what_is_withdrawn_is_not_done_and_cannot_be_asked_for_again(service: Service) -> None:
    first, second = ask(2)
    service.meanwhile = lambda: withdraw(second)
    service.sweep()
    kept = row(second)
    assert (service.seen, kept.state, kept.error, kept.error_en) == (
        [first],
        "gagal",
        "Dibatalkan: batal",
        "Withdrawn: off",
    )
    assert not repeatable(kept._mapping)


@pytest.mark.parametrize("fault", [None, Retry(REFUSED), Outage(OUT_OF_REACH), Permanent(REFUSED)])
def test_what_is_withdrawn_on_its_way_is_told_as_it_was(service: Service, fault: Exception | None) -> None:
    [subject] = ask()
    service.away, service.meanwhile = fault, lambda: withdraw(subject)
    service.sweep()
    kept = row(subject)
    assert (kept.state, kept.error) == (("gagal", "Dibatalkan: batal") if fault else ("selesai", None))


def test_what_was_given_up_is_asked_for_again_with_all_its_tries_and_its_whole_life(service: Service) -> None:
    first, second = ask(2)
    service.away = Permanent(REFUSED)
    service.sweep()
    untouched = row(second)
    with time_machine.travel(clock.now() + GIVEN_UP_AFTER, tick=False):
        assert repeatable(row(first)._mapping)
        with transaction() as db:
            TASKS.again(db, tasks.c.subject_id == first)
        kept = row(first)
        assert (kept.state, kept.attempts, kept.error, kept.error_en) == ("antre", 0, None, None)
        assert kept.queued_at == kept.next_at == clock.now()
        assert row(second) == untouched
        service.away = Outage(OUT_OF_REACH)
        service.sweep()
        assert row(first).state == "antre", "its age is counted anew"


def test_what_follows_an_item_is_written_with_its_mark_or_not_at_all(service: Service) -> None:
    [subject] = ask()

    def fail(db: Connection) -> None:
        db.execute(tasks.delete().where(tasks.c.subject_id == subject))
        raise RuntimeError("halfway")

    def work(task: Task) -> Done:
        return Done(then=fail)

    assert work_off(TASKS, (LANE,), work).done == 0
    assert (row(subject).state, row(subject).error) == ("antre", "Uji gagal: kesalahan pada sistem")
