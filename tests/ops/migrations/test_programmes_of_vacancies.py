"""Vacancies from before they named a programme get their lecturer's, and no days; down, and up again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from common.ops import migrations
from common.ops.local.postgres import Postgres
from tests.ops.migrations.test_one_queue import BORN, insert
from tests.temporary import drop_database

CLOSES = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def before(postgres: Postgres) -> Iterator[Engine]:
    postgres.create_database("programmes")
    engine = create_engine(postgres.url("programmes"))
    migrations.upgrade(engine, "0036")
    yield engine
    engine.dispose()
    drop_database(postgres, "programmes")


def lecturer(db: Connection, program: str | None) -> UUID:
    who = {"number": uuid4().hex, "name": "Rina", "role": "dosen", "language": "id", "program": program}
    return insert(db, "people", active=True, created_at=BORN, updated_at=BORN, **who)


def vacancy(db: Connection, lecturer_id: UUID, state: str) -> UUID:
    said = {"course": "Basis Data", "description": "Praktikum", "requirements": "Lulus", "documents": []}
    times = {"opens_at": BORN, "closes_at": CLOSES, "created_at": BORN, "updated_at": BORN}
    return insert(db, "vacancies", lecturer_id=lecturer_id, quota=2, state=state, **said, **times)


def said(engine: Engine) -> dict[UUID, tuple[str | None, list[str]]]:
    with engine.connect() as db:
        return {row.id: (row.program, row.days) for row in db.execute(text("SELECT id, program, days FROM vacancies"))}


def test_each_gets_its_lecturers_programme(before: Engine) -> None:
    with before.begin() as db:
        rina, budi, guest = (lecturer(db, program) for program in ("Teknik Informatika", "Matematika", None))
        hers, old, his, none = (
            vacancy(db, owner, state)
            for owner, state in ((rina, "terbit"), (rina, "ditutup"), (budi, "draf"), (guest, "terbit"))
        )
    migrations.upgrade(before, "0037")
    expected = {hers: "Teknik Informatika", old: "Teknik Informatika", his: "Matematika", none: None}
    assert said(before) == {key: (program, []) for key, program in expected.items()}
    with before.begin() as db:
        # The version before goes on writing, which knows neither.
        expected[vacancy(db, rina, "terbit")] = None
    assert said(before) == {key: (program, []) for key, program in expected.items()}
    migrations.downgrade(before, "0036")
    migrations.upgrade(before, "0037")
    assert {program for program, _ in said(before).values()} == {"Teknik Informatika", "Matematika", None}
