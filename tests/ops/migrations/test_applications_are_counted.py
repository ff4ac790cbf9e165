"""Up to the counts of applications, with some in every state there; down, and up again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from common.ops import migrations
from common.ops.local.postgres import Postgres
from tests.ops.migrations.conftest import USERS, Login
from tests.ops.migrations.test_attendances_by_week import contract
from tests.ops.migrations.test_grants import INSUFFICIENT, refused
from tests.ops.migrations.test_one_queue import BORN, insert
from tests.temporary import drop_database

COUNTED = """SELECT vacancy_id, sum(ever_applied), sum(accepted), sum(ever_interviewed), sum(ever_accepted),
    sum(ever_activated), sum(active_aslab), sum(ever_certified), sum(certificates)
    FROM application_counts GROUP BY vacancy_id"""


@pytest.fixture
def before(postgres: Postgres) -> Iterator[Engine]:
    """A database at the revision before, in which no row has to point to another."""
    postgres.create_database("counted")
    engine = create_engine(postgres.url("counted"))
    migrations.upgrade(engine, "0017")
    with engine.begin() as db:
        for table in ("applications", "application_steps", "contracts", "certificates"):
            db.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    yield engine
    engine.dispose()
    drop_database(postgres, "counted")


def application(db: Connection, vacancy_id: UUID, state: str, *steps: str) -> UUID:
    who = {"student_id": uuid4(), "email": "a@kampus.test", "whatsapp": "+62812", "semester": 5, "ipk": "3.5"}
    made = insert(db, "applications", vacancy_id=vacancy_id, state=state, submitted_at=BORN, **who)
    for step in steps:
        row = {"application": made, "at": BORN, "actor": uuid4(), "state": step}
        statement = "INSERT INTO application_steps (application_id, at, actor_id, state)"
        db.execute(text(f"{statement} VALUES (:application, :at, :actor, :state)"), row)
    return made


def certificate(db: Connection, contract_id: UUID, number: int, **values: Any) -> None:
    row = {"year": 2026, "sequence": number, "number": str(number), "code": str(number), "issued_by": uuid4()}
    insert(db, "certificates", contract_id=contract_id, facts="{}", issued_at=BORN, **row | values)


def enter(engine: Engine) -> tuple[UUID, UUID]:
    """Two vacancies."""
    one, other = uuid4(), uuid4()
    with engine.begin() as db:
        application(db, one, "menunggu", "menunggu")
        application(db, one, "dibatalkan", "menunggu", "wawancara", "dibatalkan")
        application(db, one, "ditolak", "wawancara", "wawancara", "diterima", "ditolak")
        for n, state in enumerate(("aktif", "selesai", "selesai")):
            made = contract(db, one)
            values = {"of": application(db, one, "diterima", "diterima"), "state": state, "id": made}
            db.execute(text("UPDATE contracts SET application_id = :of, state = :state WHERE id = :id"), values)
            if state == "selesai":
                certificate(db, made, n, revoked_at=BORN)
                certificate(db, made, n + 10, revoked_at=BORN if n == 1 else None)
        application(db, other, "wawancara", "wawancara")
    return one, other


def counts(engine: Engine) -> dict[UUID, tuple[int, ...]]:
    with engine.connect() as db:
        return {row[0]: tuple(row[1:]) for row in db.execute(text(COUNTED))}


def expected(one: UUID, other: UUID) -> dict[UUID, tuple[int, ...]]:
    return {one: (5, 3, 1, 4, 3, 1, 2, 1), other: (1, 0, 1, 0, 0, 0, 0, 0)}


def test_what_is_there_is_counted_and_what_comes_with_it(before: Engine) -> None:
    one, other = enter(before)
    migrations.upgrade(before, "0018")
    assert counts(before) == expected(one, other)
    with before.begin() as db:
        application(db, other, "menunggu", "menunggu", "wawancara")
    assert counts(before)[other] == (2, 0, 2, 0, 0, 0, 0, 0)


def test_down_and_up_again_counts_what_came_between(before: Engine) -> None:
    one, other = enter(before)
    migrations.upgrade(before, "0018")
    migrations.downgrade(before, "0017")
    with before.begin() as db:
        application(db, other, "menunggu", "menunggu")
    migrations.upgrade(before, "0018")
    assert counts(before) == expected(one, other) | {other: (2, 0, 1, 0, 0, 0, 0, 0)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE application_counts SET accepted = 0",
        "INSERT INTO application_counts (vacancy_id) VALUES (gen_random_uuid())",
        "DELETE FROM application_counts",
        "SELECT count_applications()",
        "SELECT count_application_steps()",
        "SELECT count_contracts()",
        "SELECT count_certificates()",
    ],
)
@pytest.mark.parametrize("function", ["apply", "select_applicants", "activate_aslab", "read_reports"])
def test_nobody_writes_the_counts_but_the_triggers_and_the_nightly_sum(
    login: Login, function: str, statement: str
) -> None:
    assert refused(login, USERS[function], statement) == INSUFFICIENT
