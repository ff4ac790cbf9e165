"""Up to the one queue, with rows in each state, and down again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from common.ops import migrations
from common.ops.local.postgres import Postgres
from tests.temporary import drop_database

BORN = datetime(2026, 11, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAWING = ("draw_attempts", "draw_next_at", "draw_failed_at", "draw_error", "draw_error_en")


@pytest.fixture
def before(postgres: Postgres) -> Iterator[Engine]:
    """A database at the revision before, in which no row has to point to another."""
    postgres.create_database("queued")
    engine = create_engine(postgres.url("queued"))
    migrations.upgrade(engine, "0004")
    with engine.begin() as db:
        db.execute(text("ALTER TABLE certificates DISABLE TRIGGER ALL"))
    yield engine
    engine.dispose()
    drop_database(postgres, "queued")


def insert(db: Connection, table: str, **values: Any) -> UUID:
    row = {"id": uuid4()} | values
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)
    return UUID(str(row["id"]))


def message(db: Connection, kind: str, state: str, data: str, **values: Any) -> UUID:
    to = {"event": f"{kind}:{uuid4()}", "channel": "email", "recipient": "siti@kampus.test", "language": "id"}
    times = {"created_at": BORN, "next_at": BORN + HOUR}
    return insert(db, "messages", kind=kind, state=state, data=data, **to, **times | values)


def certificate(db: Connection, sequence: int, **values: Any) -> UUID:
    row = {"contract_id": uuid4(), "year": 2026, "sequence": sequence, "number": f"{sequence}", "code": f"C{sequence}"}
    return insert(db, "certificates", facts="{}", issued_by=uuid4(), issued_at=BORN, **row, **values)


def rows(engine: Engine, query: str) -> dict[UUID, tuple[Any, ...]]:
    """The first column is the key."""
    with engine.connect() as db:
        return {row[0]: tuple(row[1:]) for row in db.execute(text(query))}


def test_messages_get_their_priority_their_end_and_their_age(before: Engine) -> None:
    at = (BORN + 5 * HOUR).isoformat()
    with before.begin() as db:
        link = message(db, "password_reset", "antre", '{"name": "S", "link": "x", "minutes": 30}')
        first = message(db, "account_created", "gagal", '{"name": "S", "minutes": 2880}', error="x", attempts=4)
        sent = message(db, "password_reset", "terkirim", '{"name": "S", "minutes": 30}', sent_at=BORN)
        invited = message(db, "application_interview", "antre", f'{{"name": "S", "at": "{at}"}}')
        usual = message(db, "application_accepted", "antre", '{"name": "S"}', attempts=2, next_at=BORN + 3 * HOUR)
    migrations.upgrade(before, "0005")
    soon = BORN + timedelta(minutes=30)
    assert rows(before, "SELECT id, priority, expires_at, queued_at, state, attempts, next_at FROM messages") == {
        link: (10, soon, BORN, "antre", 0, BORN + HOUR),
        first: (10, BORN + 48 * HOUR, BORN, "gagal", 4, BORN + HOUR),
        sent: (10, soon, BORN, "terkirim", 0, BORN + HOUR),
        invited: (20, BORN + 5 * HOUR, BORN, "antre", 0, BORN + HOUR),
        usual: (30, None, BORN, "antre", 2, BORN + 3 * HOUR),
    }


def test_an_older_version_of_the_code_goes_on_writing_messages(before: Engine) -> None:
    migrations.upgrade(before)
    with before.begin() as db:
        new = message(db, "application_accepted", "antre", '{"name": "S"}')
    assert rows(before, "SELECT id, priority, expires_at FROM messages") == {new: (30, None)}


def enter(db: Connection) -> dict[str, UUID]:
    """A certificate in each state of drawing."""
    failed = {"draw_attempts": 2, "draw_next_at": BORN + HOUR, "draw_error": "salah", "draw_error_en": "wrong"}
    given_up = {"draw_attempts": 4, "draw_failed_at": BORN + HOUR, "draw_error": "salah", "draw_error_en": "wrong"}
    return {
        "new": certificate(db, 2),
        "first": certificate(db, 1),
        "failed": certificate(db, 3, **failed),
        "given up": certificate(db, 4, **given_up),
        "drawn": certificate(db, 5, stored_at=BORN, object="a.pdf", sha256="0"),
        "revoked": certificate(db, 6, revoked_at=BORN, revoked_by=uuid4(), revoke_reason="x"),
    }


TASKS = "SELECT subject_id, kind, state, attempts, queued_at, next_at, error, error_en FROM tasks ORDER BY id"


def test_what_waits_to_be_drawn_becomes_a_task_with_its_tries_and_errors(before: Engine) -> None:
    with before.begin() as db:
        made = enter(db)
    migrations.upgrade(before, "0005")
    found = rows(before, TASKS)
    draw, why = "draw_certificate", ("salah", "wrong")
    assert found == {
        made["first"]: (draw, "antre", 0, BORN, BORN, None, None),
        made["new"]: (draw, "antre", 0, BORN, BORN, None, None),
        made["failed"]: (draw, "antre", 2, BORN, BORN + HOUR, *why),
        made["given up"]: (draw, "gagal", 4, BORN, BORN, *why),
    }
    assert list(found)[:2] == [made["first"], made["new"]], "the lower number first"


def test_what_was_issued_between_the_two_steps_is_not_lost(before: Engine) -> None:
    migrations.upgrade(before, "0005")
    with before.begin() as db:
        made = enter(db)
    migrations.upgrade(before, "0006")
    assert set(rows(before, TASKS)) == {made[name] for name in ("new", "first", "failed", "given up")}
    with before.connect() as db:
        named = text("SELECT column_name FROM information_schema.columns WHERE table_name = 'certificates'")
        assert not set(DRAWING) & set(db.scalars(named))


def test_down_again_the_certificates_say_it_themselves(before: Engine) -> None:
    with before.begin() as db:
        made = enter(db)
    migrations.upgrade(before, "0006")
    migrations.downgrade(before, "0004")
    found = rows(before, f"SELECT id, {', '.join(DRAWING)} FROM certificates")
    assert found[made["failed"]] == (2, BORN + HOUR, None, "salah", "wrong")
    assert found[made["given up"]] == (4, None, BORN, "salah", "wrong")
    assert found[made["drawn"]] == (0, None, None, None, None)
