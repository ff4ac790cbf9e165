"""Up to the counts by week, with attendances in every state there; down, and up again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from common.ops import migrations
from common.ops.local.postgres import Postgres
from tests.ops.migrations.conftest import USERS, Login
from tests.ops.migrations.test_grants import INSUFFICIENT, refused
from tests.ops.migrations.test_one_queue import BORN, insert
from tests.temporary import drop_database

SUNDAY, MONDAY, NEXT = date(2026, 11, 8), date(2026, 11, 9), date(2026, 11, 15)
BEFORE = date(2026, 11, 2)


@pytest.fixture
def before(postgres: Postgres) -> Iterator[Engine]:
    """A database at the revision before, in which no row has to point to another."""
    postgres.create_database("by_week")
    engine = create_engine(postgres.url("by_week"))
    migrations.upgrade(engine, "0014")
    with engine.begin() as db:
        for table in ("contracts", "attendances"):
            db.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    yield engine
    engine.dispose()
    drop_database(postgres, "by_week")


def contract(db: Connection, vacancy_id: UUID) -> UUID:
    people = {name: uuid4() for name in ("aslab_id", "application_id", "student_id", "activated_by")}
    days = {"starts_on": BEFORE, "ends_on": date(2027, 1, 31), "activated_at": BORN}
    return insert(db, "contracts", vacancy_id=vacancy_id, state="aktif", **people, **days)


def attendance(db: Connection, contract_id: UUID, day: date, state: str) -> UUID:
    what = {"activity": "Praktikum", "photo_id": uuid4(), "photo_sha256": uuid4().hex, "recorded_at": BORN}
    return insert(
        db, "attendances", contract_id=contract_id, day=day, state=state, late_entry=False, delayed=False, **what
    )


def counts(engine: Engine) -> dict[tuple[UUID, date], tuple[int, ...]]:
    with engine.connect() as db:
        return {tuple(row[:2]): tuple(row[2:]) for row in db.execute(text("SELECT * FROM attendance_weeks"))}


def enter(engine: Engine) -> tuple[UUID, UUID, UUID]:
    """Two vacancies, the first with two contracts, one of which is returned with them."""
    one, other = uuid4(), uuid4()
    with engine.begin() as db:
        mine, mate, elsewhere = (contract(db, vacancy) for vacancy in (one, one, other))
        for of, day, state in (
            (mine, SUNDAY, "disetujui"),
            (mine, MONDAY, "menunggu_foto"),
            (mate, MONDAY, "menunggu_verifikasi"),
            (mate, NEXT, "ditolak"),
            (elsewhere, NEXT, "disetujui"),
        ):
            attendance(db, of, day, state)
    return one, other, mine


def expected(one: UUID, other: UUID) -> dict[Any, tuple[int, ...]]:
    return {(one, BEFORE): (0, 1, 0), (one, MONDAY): (2, 0, 1), (other, MONDAY): (0, 1, 0)}


def test_what_is_there_is_counted_and_what_comes_with_it(before: Engine) -> None:
    one, other, mine = enter(before)
    migrations.upgrade(before, "0015")
    assert counts(before) == expected(one, other)
    with before.begin() as db:
        attendance(db, mine, NEXT, "menunggu_foto")
    assert counts(before) == expected(one, other) | {(one, MONDAY): (3, 0, 1)}


def test_down_and_up_again_counts_what_came_between(before: Engine) -> None:
    one, other, mine = enter(before)
    migrations.upgrade(before, "0015")
    migrations.downgrade(before, "0014")
    with before.begin() as db:
        attendance(db, mine, date(2026, 11, 16), "menunggu_foto")
    migrations.upgrade(before, "0015")
    assert counts(before) == expected(one, other) | {(one, date(2026, 11, 16)): (1, 0, 0)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attendance_weeks SET approved = 0",
        "INSERT INTO attendance_weeks VALUES (gen_random_uuid(), '2026-11-09', 0, 1, 0)",
        "DELETE FROM attendance_weeks",
        "SELECT count_attendances()",
    ],
)
@pytest.mark.parametrize("function", ["record_attendance", "verify_attendance", "process_upload", "read_reports"])
def test_nobody_writes_the_counts_but_the_triggers(login: Login, function: str, statement: str) -> None:
    assert refused(login, USERS[function], statement) == INSUFFICIENT
