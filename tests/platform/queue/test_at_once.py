"""A lane that works on several items at once: after one was done, each for itself, whatever the others meet."""

from __future__ import annotations

from threading import Barrier, Lock, get_ident
from uuid import UUID

import pytest

from common.platform.errors import Busy
from common.platform.outside import NO_ANSWER, OUT_OF_REACH, Outage, Permanent
from common.platform.queue import Done, Lane, Task
from common.platform.text import Text
from tests.platform.queue.conftest import KIND, Service, ask, rows

WIDE = Lane(KIND, Text("Uji gagal", en="Test failed"), at_once=3)


class Meeting(Service):
    """After the first item, each waits until three are under way."""

    def __init__(self) -> None:
        super().__init__()
        self.three, self.lock, self.threads = Barrier(3, timeout=10), Lock(), dict[UUID, int]()

    def __call__(self, task: Task) -> Done:
        with self.lock:
            self.threads[task.subject_id] = get_ident()
        if len(self.threads) > 1:
            self.three.wait()
        return super().__call__(task)


@pytest.fixture
def meeting(committed: None) -> Meeting:
    return Meeting()


def states() -> dict[UUID, str]:
    return {row.subject_id: row.state for row in rows()}


def test_the_first_goes_alone_and_then_three_at_once(meeting: Meeting) -> None:
    subjects = ask(7)
    tally = meeting.sweep(WIDE)
    assert (tally.tried, tally.done) == (7, 7)
    assert set(states().values()) == {"selesai"}
    assert next(iter(meeting.threads)) == subjects[0]
    assert {meeting.threads[one] for one in subjects[1:]} & {get_ident()} == set()
    assert meeting.threads[subjects[0]] == get_ident()


def test_what_one_meets_is_not_the_others_matter(meeting: Meeting) -> None:
    subjects = ask(4)
    meeting.faults[subjects[2]] = Permanent(OUT_OF_REACH)
    tally = meeting.sweep(WIDE)
    assert (tally.tried, tally.done) == (4, 3)
    assert [states()[one] for one in subjects] == ["selesai", "selesai", "gagal", "selesai"]


def test_an_outage_ends_the_sweep_after_those_that_are_under_way(meeting: Meeting) -> None:
    subjects = ask(9)
    meeting.faults[subjects[1]] = Outage(NO_ANSWER)
    tally = meeting.sweep(WIDE)
    assert (tally.tried, tally.done) == (4, 3)
    found = {row.subject_id: row for row in rows()}
    assert [found[one].state for one in subjects] == ["selesai", "antre", "selesai", "selesai", *["antre"] * 5]
    assert [found[one].attempts for one in subjects] == [1, 0, 1, 1, *[0] * 5]
    assert found[subjects[1]].error == "Uji gagal: layanan tidak menjawab tepat waktu"


def test_a_service_that_is_away_costs_one_probe(service: Service) -> None:
    ask(5)
    service.away = Outage(NO_ANSWER)
    assert service.sweep(WIDE).tried == 1


def test_a_busy_database_leaves_no_other_one_unmarked(meeting: Meeting) -> None:
    subjects = ask(4)
    meeting.faults[subjects[1]] = Busy()
    with pytest.raises(Busy):
        meeting.sweep(WIDE)
    assert [states()[one] for one in (subjects[0], *subjects[2:])] == ["selesai"] * 3
