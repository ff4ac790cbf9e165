"""Attendances by vacancy and week: whatever is done, in whatever order, the counts are those of a recount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from common.domain.assistants.tables import contracts
from common.domain.attendance.photos import photo_inspected
from common.domain.attendance.recording import correct, record
from common.domain.attendance.tables import attendance_weeks, attendances
from common.domain.attendance.verifying import approve, approve_all, reject
from common.domain.uploads.tables import UploadState, uploads
from common.platform import clock
from common.platform.db import Connection
from common.platform.errors import Problem
from tests import factories as make
from tests.domain.attendance.scene import Scene, awaited_photo, form, photo, saved, scene

# A Friday: late entries are of the same week, those of later days of the next one too.
NOON = datetime(2026, 10, 16, 5, tzinfo=UTC)
STEPS = 60
COUNTS = {"menunggu_foto": 0, "menunggu_verifikasi": 0, "disetujui": 1, "ditolak": 2}
SHAS = count(1)

Counts = dict[tuple[Any, Any], tuple[int, ...]]


def counted(db: Connection) -> Counts:
    found = {(row.vacancy_id, row.starts_on): tuple(row[2:]) for row in db.execute(select(attendance_weeks))}
    return {week: counts for week, counts in found.items() if any(counts)}


def recount(db: Connection) -> Counts:
    wanted = select(contracts.c.vacancy_id, attendances.c.day, attendances.c.state)
    rows = db.execute(wanted.join(contracts, contracts.c.id == attendances.c.contract_id)).all()
    found = Counter((vacancy, day - timedelta(days=day.weekday()), COUNTS[state]) for vacancy, day, state in rows)
    return {(vacancy, monday): tuple(found[vacancy, monday, n] for n in range(3)) for vacancy, monday, _ in found}


class World:
    """Two vacancies of one lecturer, one of them with two aslab, and a clock that goes on."""

    def __init__(self, db: Connection, random: Random, hour: Any) -> None:
        self.db, self.random, self.hour = db, random, hour
        first = scene(db)
        student = make.student(db)
        people = {"student": student, "lecturer": first.teacher, "admin": make.admin(db)}
        mate = Scene(student, first.teacher, make.contract(db, **people, vacancy_id=first.contract.vacancy_id))
        self.scenes = [first, mate, scene(db, student=first.student, teacher=first.teacher)]
        self.lecturer = first.lecturer

    def step(self) -> str:
        """The name of what was done, or tried: what is refused changes nothing either."""
        decided = (self.inspect, self.approve, self.reject, self.approve_some)
        often = (self.enter, self.correct) * 2
        does: Callable[[], object] = self.random.choice((*often, *decided, self.announce, self.move, self.go_on))
        with suppress(Problem), self.db.begin_nested():
            does()
        return does.__name__

    def go_on(self) -> None:
        self.hour.shift(timedelta(days=self.random.randint(1, 3)))

    def enter(self) -> None:
        self._record(lambda one: photo(self.db, one))

    def announce(self) -> None:
        self._record(lambda one: awaited_photo(self.db, one))

    def _record(self, of: Callable[[Scene], Any]) -> None:
        one = self.random.choice(self.scenes)
        day = clock.today() - timedelta(days=self.random.randint(0, 3))
        sent = form(self.db, one, upload_id=of(one).id, day=day, late_reason="Sakit")
        record(self.db, one.aslab, one.contract.id, sent)

    def inspect(self) -> None:
        """Accepted, refused, or accepted and then found to be another's picture."""
        row = self._one_of("menunggu_foto")
        spent = [one.photo_sha256 for one in saved(self.db) if one.photo_sha256]
        sha = self.random.choice(spent) if spent and self.random.random() < 0.3 else f"{next(SHAS):064x}"
        refused = {"state": UploadState.REFUSED, "refusal": "not_an_image"}
        verdict = self.random.choice([{"state": UploadState.ACCEPTED, "sha256": sha}, refused])
        inspected = update(uploads).where(uploads.c.id == row.photo_id).values(verdict).returning(uploads)
        photo_inspected(self.db, self.db.execute(inspected).one())

    def approve(self) -> None:
        approve(self.db, self.lecturer, self._one_of("menunggu_verifikasi").id)

    def reject(self) -> None:
        reject(self.db, self.lecturer, self._one_of("menunggu_verifikasi").id, reason="Kabur")

    def approve_some(self) -> None:
        rows = saved(self.db)
        approve_all(self.db, self.lecturer, [row.id for row in rows if self.random.random() < 0.5])

    def correct(self) -> None:
        row = self._one_of("ditolak")
        [one] = [one for one in self.scenes if one.contract.id == row.contract_id]
        sent = {"activity": "Lagi", "upload_id": self.random.choice([None, photo(self.db, one).id])}
        correct(self.db, one.aslab, row.id, sent)

    def move(self) -> None:
        """As nobody does yet: several at once to another week."""
        contract_id = self.random.choice(self.scenes).contract.id
        days = {row.day for row in saved(self.db) if row.contract_id == contract_id}
        later = timedelta(days=self.random.choice([7, 70]))
        if not days & {day + later for day in days}:
            moved = update(attendances).where(attendances.c.contract_id == contract_id)
            self.db.execute(moved.values(day=attendances.c.day + later.days))

    def _one_of(self, state: str) -> Any:
        found = [row for row in saved(self.db) if row.state == state]
        if not found:
            raise Problem()
        return self.random.choice(found)


@pytest.mark.parametrize("seed", range(8))
def test_after_any_sequence_of_steps_the_counts_are_those_of_a_recount(db: Connection, seed: int) -> None:
    done: Counter[str] = Counter()
    with time_machine.travel(NOON, tick=False) as hour:
        world = World(db, Random(seed), hour)
        for _ in range(STEPS):
            done[world.step()] += 1
            assert counted(db) == recount(db), done
    assert len(saved(db)) > 1


def test_the_steps_lead_to_every_state_and_to_a_removal(db: Connection) -> None:
    """So that the test above is one."""
    seen: set[tuple[str, bool]] = set()
    numbers: list[int] = []
    with time_machine.travel(NOON, tick=False) as hour:
        world = World(db, Random(1), hour)
        for _ in range(2 * STEPS):
            world.step()
            rows = saved(db)
            numbers.append(len(rows))
            seen |= {(row.state, bool(row.corrections)) for row in rows}
    assert seen >= {(state, False) for state in COUNTS} | {("menunggu_verifikasi", True)}
    assert numbers != sorted(numbers)
    assert len({week for _, week in counted(db)}) > 3


def test_a_week_whose_only_attendance_is_removed_counts_nothing(db: Connection) -> None:
    one = scene(db)
    before = counted(db)
    made = make.attendance(db, one.contract)
    assert counted(db) != before
    db.execute(attendances.delete().where(attendances.c.id == made.id))
    assert counted(db) == before
