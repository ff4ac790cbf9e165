"""Applications by vacancy: whatever is done, in whatever order, the counts are those of a recount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text

from common.domain.assistants.actions import activate, end, resume, suspend
from common.domain.assistants.tables import contracts
from common.domain.certificates.actions import issue, revoke
from common.domain.certificates.tables import certificates
from common.domain.recruitment.applications import add_step, withdraw
from common.domain.recruitment.selection import accept, invite, put_on_waiting_list, reject, score, take_rejection_back
from common.domain.recruitment.tables import application_steps, applications
from common.domain.reports.counting import add_up_counts
from common.domain.reports.tables import COUNTS, application_counts
from common.platform import clock
from common.platform.db import Connection
from common.platform.errors import Problem
from tests import factories as make
from tests.bystanders import own

STEPS = 70
EVER = """EXISTS (SELECT FROM application_steps AS s WHERE s.application_id = a.id AND s.state = '{}')"""
ISSUED = """EXISTS (SELECT FROM certificates AS s WHERE s.contract_id = c.id {})"""
RECOUNT = text(f"""
    SELECT a.vacancy_id, count(*), count(*) FILTER (WHERE a.state = 'diterima'),
      count(*) FILTER (WHERE {EVER.format("wawancara")}), count(*) FILTER (WHERE {EVER.format("diterima")}),
      count(c.id), count(*) FILTER (WHERE c.state = 'aktif'), count(*) FILTER (WHERE {ISSUED.format("")}),
      count(*) FILTER (WHERE {ISSUED.format("AND s.revoked_at IS NULL")})
    FROM applications AS a LEFT JOIN contracts AS c ON c.application_id = a.id
    WHERE a.state <> 'dibatalkan' GROUP BY a.vacancy_id
""")
Counts = dict[Any, tuple[int, ...]]


def counted(db: Connection) -> Counts:
    key = application_counts.c.vacancy_id
    found = db.execute(select(key, *(func.sum(application_counts.c[name]) for name in COUNTS)).group_by(key))
    return {row[0]: tuple(row[1:]) for row in found if any(row[1:])}


def recount(db: Connection) -> Counts:
    return {row[0]: tuple(row[1:]) for row in db.execute(RECOUNT)}


class World:
    """Two vacancies of one lecturer, and students who apply for either."""

    def __init__(self, db: Connection, random: Random) -> None:
        self.db, self.random = db, random
        teacher, admin = make.lecturer(db), make.admin(db)
        self.lecturer, self.admin = make.as_actor(teacher), make.as_actor(admin)
        self.posts = [make.vacancy(db, teacher, quota=quota) for quota in (2, 9)]
        self.students = [make.student(db) for _ in range(20)]

    def step(self) -> str:
        """The name of what was done, or tried: what is refused changes nothing either."""
        early = (self.apply, self.apply, self.withdraw, self.invite, self.wait, self.score)
        late = (self.accept, self.accept, self.reject, self.activate, self.activate, self.suspend, self.resume)
        last = (self.reopen, self.end, self.end, self.issue, self.issue, self.revoke, self.add_up)
        does: Callable[[], object] = self.random.choice((*early, *late, *last))
        with suppress(Problem), self.db.begin_nested():
            does()
        return does.__name__

    def apply(self) -> None:
        student, post = self.random.choice(self.students), self.random.choice(self.posts)
        there = applications.c.student_id == student.id, applications.c.vacancy_id == post.id
        if self.db.execute(select(applications).where(*there, applications.c.state != "dibatalkan")).first():
            raise Problem()
        made = make.application(self.db, post, student)
        add_step(self.db, make.as_actor(student), made.id, made.state)

    def withdraw(self) -> None:
        row = self._application("menunggu", "wawancara", "daftar_tunggu", "diterima")
        [student] = [one for one in self.students if one.id == row.student_id]
        withdraw(self.db, make.as_actor(student), row.id)

    def invite(self) -> None:
        at = clock.now() + timedelta(days=1)
        invite(self.db, self.lecturer, self._application("menunggu", "wawancara").id, at=at, place="Ruang 1")

    def wait(self) -> None:
        put_on_waiting_list(self.db, self.lecturer, self._application("menunggu").id)

    def score(self) -> None:
        score(self.db, self.lecturer, self._application("menunggu").id, [])

    def accept(self) -> None:
        accept(self.db, self.lecturer, self._application("menunggu", "wawancara", "daftar_tunggu").id)

    def reject(self) -> None:
        reject(self.db, self.lecturer, self._application("menunggu", "diterima").id, reason="Penuh")

    def reopen(self) -> None:
        take_rejection_back(self.db, self.lecturer, self._application("ditolak").id)

    def activate(self) -> None:
        days = {"starts_on": clock.today() - timedelta(days=30), "ends_on": clock.today() + timedelta(days=30)}
        activate(self.db, self.admin, self._application("diterima").id, **days)

    def suspend(self) -> None:
        suspend(self.db, self.admin, self._one(contracts).id, reason="Cuti")

    def resume(self) -> None:
        resume(self.db, self.admin, self._one(contracts).id)

    def end(self) -> None:
        end(self.db, self.lecturer, self._one(contracts).id, reason="Selesai lebih awal")

    def issue(self) -> None:
        row = self._one(contracts)
        with suppress(Exception), self.db.begin_nested():
            make.attendance(self.db, row, day=clock.today(), state="disetujui")
        issue(self.db, self.admin, row.id, override_reason="Disetujui ketua prodi")

    def revoke(self) -> None:
        revoke(self.db, self.admin, self._one(certificates).id, reason="Salah nama")

    def add_up(self) -> None:
        add_up_counts(self.db)

    def _application(self, *states: str) -> Any:
        return self._one(applications, applications.c.state.in_(states))

    def _one(self, table: Any, *where: Any) -> Any:
        found = self.db.execute(own(table).where(*where).order_by(table.c.id)).all()
        if not found:
            raise Problem()
        return self.random.choice(found)


@pytest.mark.parametrize("seed", range(6))
def test_after_any_sequence_of_steps_the_counts_are_those_of_a_recount(db: Connection, seed: int) -> None:
    world, done = World(db, Random(seed)), Counter[str]()
    for _ in range(STEPS):
        done[world.step()] += 1
        assert counted(db) == recount(db), done


def test_the_steps_lead_to_everything_that_is_counted(db: Connection) -> None:
    """So that the test above is one."""
    world, seen = World(db, Random(7)), set()
    for _ in range(4 * STEPS):
        world.step()
        mine = [counted(db).get(post.id, ()) for post in world.posts]
        seen |= {name for counts in mine for name, count in zip(COUNTS, counts, strict=bool(counts)) if count}
    assert seen == set(COUNTS)
    assert any(db.scalars(select(own(certificates).subquery().c.revoked_at)))


def test_of_many_at_once_each_is_counted_once(db: Connection) -> None:
    """As an operator may do it by hand: several rows in one statement, of which some are of one application."""
    world = World(db, Random(1))
    made = [make.application(db, post, one) for post in world.posts for one in world.students[:4]]
    step = {"actor_id": world.admin.id, "at": clock.now(), "note": None}
    words = ("wawancara", "wawancara", "diterima", "menunggu")
    rows = [{"application_id": one.id, "state": word, **step} for one in made[1:] for word in words]
    db.execute(application_steps.insert().values(rows))
    assert counted(db) == recount(db)
    db.execute(applications.update().where(applications.c.id.in_([one.id for one in made])).values(state="diterima"))
    assert counted(db) == recount(db)
    steps = application_steps.c
    gone = steps.application_id.in_([one.id for one in made[:4]])
    db.execute(delete(application_steps).where(gone, steps.state == "wawancara"))
    assert counted(db) == recount(db)
    db.execute(delete(application_steps).where(gone))
    db.execute(delete(applications).where(applications.c.id.in_([one.id for one in made[:3]])))
    assert counted(db) == recount(db)


def test_added_up_there_is_one_row_of_each_vacancy(db: Connection) -> None:
    world = World(db, Random(3))
    for _ in range(STEPS):
        world.step()
    expected = recount(db)
    add_up_counts(db)
    per_vacancy = select(func.count(application_counts.c.id)).group_by(application_counts.c.vacancy_id)
    assert set(db.scalars(per_vacancy)) == {1}
    assert counted(db) == expected
    assert set(db.scalars(select(application_counts.c.is_sum))) == {True}


def test_what_counts_nothing_anew_adds_nothing(db: Connection) -> None:
    world = World(db, Random(4))
    made = make.application(db, world.posts[0], world.students[0])
    add_up_counts(db)
    add_step(db, world.lecturer, made.id, made.state)
    db.execute(applications.update().where(applications.c.id == made.id).values(score=80, decided_at=clock.now()))
    assert set(db.scalars(select(application_counts.c.is_sum))) == {True}
