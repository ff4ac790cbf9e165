"""Statements that stay prepared: what is kept, what is forgotten, and what a connection bears."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import (
    ARRAY,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    bindparam,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from common.platform.db import engine, reading, transaction
from common.platform.db.driver import KEPT
from common.platform.errors import Busy, Unavailable

THINGS = Table(
    "things",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("words", Text),
    Column("number", Integer),
    Column("grade", Numeric(4, 2)),
    Column("day", Date),
    Column("moment", DateTime(timezone=True)),
    Column("list", ARRAY(Text)),
    Column("facts", JSONB(none_as_null=True)),
)
BY_NUMBER = select(THINGS).where(THINGS.c.number == bindparam("number"))


@pytest.fixture
def things(database: None) -> Iterator[None]:
    with transaction() as db:
        THINGS.create(db)
    yield
    with transaction() as db:
        THINGS.drop(db)
    engine().dispose()


def backend() -> int:
    """The server's process of the connection that the pool would give."""
    with transaction() as db:
        return int(db.scalar(text("SELECT pg_backend_pid()")) or 0)


def end(process: int) -> None:
    """From another connection than the pool's."""
    others = engine.__wrapped__()
    with others.connect() as db:
        db.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": process})
    others.dispose()


def kept() -> list[str]:
    with transaction() as db:
        return list(db.scalars(text("SELECT statement FROM pg_prepared_statements")))


VALUES: list[dict[str, Any]] = [
    {"words": "", "number": 0, "grade": Decimal("0.00"), "list": [], "facts": {}},
    {"words": None, "number": -1, "grade": None, "day": None, "moment": None, "list": None, "facts": None},
    {"words": "Ma’ruf 100 % $1 :x %s 'q' \\ ☕", "number": 2**31 - 1, "grade": Decimal("99.99")},
    {"number": 7, "day": date(2028, 2, 29), "moment": datetime(2026, 12, 31, 16, 59, 59, 999999, tzinfo=UTC)},
    {"number": 8, "moment": datetime(2026, 1, 1, tzinfo=UTC), "list": ["a,b", 'c"d', "{e}", ""], "facts": {"a": ["é"]}},
]


@pytest.mark.parametrize("values", VALUES)
def test_values_come_back_as_they_went(things: None, values: dict[str, Any]) -> None:
    row = {"id": uuid4(), "words": "x", "number": 1} | values
    for _ in range(2):
        row["id"] = uuid4()
        with transaction() as db:
            db.execute(insert(THINGS).values(row))
            found = db.execute(select(THINGS).where(THINGS.c.id == row["id"])).one()
        assert found._asdict() == dict.fromkeys(THINGS.c.keys()) | row


def test_a_moment_is_read_in_utc_whatever_zone_it_was_written_in(things: None) -> None:
    noon = datetime(2026, 11, 29, 12, 0, tzinfo=timezone(timedelta(hours=7)))
    with transaction() as db:
        db.execute(insert(THINGS).values(id=uuid4(), number=1, moment=noon))
        [found] = db.scalars(select(THINGS.c.moment))
    assert (found, found.utcoffset()) == (noon, timedelta())


def test_a_statement_is_prepared_once_on_a_connection(things: None) -> None:
    for number in range(5):
        with transaction() as db:
            db.execute(BY_NUMBER, {"number": number})
    assert len([one for one in kept() if "FROM things" in one]) == 1


def test_only_so_many_statements_are_kept(things: None) -> None:
    for number in range(KEPT * 3):
        with transaction() as db:
            words = db.scalar(text(f"SELECT CAST(:w AS text) || '{number}'"), {"w": "n"})
        assert words == f"n{number}"
    # The last one that had to make room is let go of with the packet that asks.
    assert KEPT <= len(kept()) <= KEPT + 1
    with transaction() as db:
        assert db.scalar(text("SELECT CAST(:w AS text) || '0'"), {"w": "again"}) == "again0"


def test_a_table_that_changed_is_no_fault_of_the_next_transaction(things: None) -> None:
    with transaction() as db:
        db.execute(BY_NUMBER, {"number": 1})
    with transaction() as db:
        db.execute(text("ALTER TABLE things ALTER COLUMN words TYPE varchar(90)"))
    with transaction() as db:
        assert db.execute(BY_NUMBER, {"number": 1}).all() == []
    assert len([one for one in kept() if "FROM things" in one]) == 1


def test_a_table_that_changed_is_no_fault_of_who_only_reads(things: None) -> None:
    with reading() as db:
        db.execute(BY_NUMBER, {"number": 1})
    with transaction() as db:
        db.execute(text("ALTER TABLE things ALTER COLUMN words TYPE varchar(90)"))
    with reading() as db:
        assert db.execute(BY_NUMBER, {"number": 1}).all() == []


def test_a_table_that_changes_within_a_transaction_is_to_be_tried_again(things: None) -> None:
    with transaction() as db:
        db.execute(BY_NUMBER, {"number": 1})
    with pytest.raises(Busy), transaction() as db:
        db.execute(text("ALTER TABLE things ALTER COLUMN words TYPE varchar(90)"))
        db.execute(BY_NUMBER, {"number": 1})
    with transaction() as db:
        assert db.execute(BY_NUMBER, {"number": 1}).all() == []


def test_tables_change_under_load(things: None) -> None:
    stop = Event()

    def ask() -> int:
        asked = 0
        while not stop.is_set():
            with transaction() as db:
                db.execute(BY_NUMBER, {"number": 1}).all()
            asked += 1
        return asked

    with ThreadPoolExecutor() as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        try:
            for length in range(20, 40):
                with transaction() as db:
                    db.execute(text(f"ALTER TABLE things ALTER COLUMN words TYPE varchar({length})"))
        finally:
            stop.set()
        assert min(one.result() for one in asking) > 0


def test_an_error_leaves_what_was_prepared_before_good(things: None) -> None:
    key = uuid4()
    adding = insert(THINGS).values(id=bindparam("key"), number=1)
    with transaction() as db:
        db.execute(adding, {"key": key})
    for _ in range(2):
        with pytest.raises(DBAPIError), transaction() as db:
            db.execute(adding, {"key": key})
    with transaction() as db:
        assert len(db.execute(BY_NUMBER, {"number": 1}).all()) == 1
        with pytest.raises(DBAPIError), db.begin_nested():
            db.execute(adding, {"key": key})
        assert len(db.execute(BY_NUMBER, {"number": 1}).all()) == 1


def test_a_statement_with_a_mistake_is_not_kept(things: None) -> None:
    for _ in range(2):
        with pytest.raises(DBAPIError), transaction() as db:
            db.execute(text("SELECT nothing FROM things WHERE number = :n"), {"n": 1})
    assert [one for one in kept() if "nothing" in one] == []


def test_a_statement_that_fails_at_its_first_use_is_not_left_behind(things: None) -> None:
    row = {"id": uuid4(), "number": 1}
    with transaction() as db:
        db.execute(text("INSERT INTO things (id) VALUES (:id)"), {"id": row["id"]})
    for number in range(3):
        with pytest.raises(DBAPIError), transaction() as db:
            db.execute(text(f"INSERT INTO things (id, number) VALUES (:id, {number})"), {"id": row["id"]})
    assert [one for one in kept() if "INTO things (id, number)" in one] == []


def test_what_cannot_be_sent_is_refused_before_anything_is(things: None) -> None:
    before = backend()
    with pytest.raises(UnicodeEncodeError), transaction() as db:
        db.execute(insert(THINGS).values(id=uuid4(), words="\ud800"))
    with transaction() as db:
        assert db.execute(select(THINGS)).all() == []
    assert backend() == before


def test_a_cancelled_statement_is_busy_and_the_connection_stays(things: None) -> None:
    before, waiting = backend(), text("SELECT pg_sleep(:s)")
    for _ in range(2):
        with pytest.raises(Busy), transaction() as db:
            db.execute(text("SET LOCAL statement_timeout = 50"))
            db.execute(waiting, {"s": 5})
    assert backend() == before


def test_an_idle_connection_that_the_server_ended_is_not_noticed(things: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = backend()
    end(before)
    monkeypatch.setattr("common.platform.db.driver._FRESH_SECONDS", 0.0)
    assert backend() != before


def test_a_connection_that_the_server_ends_meanwhile_costs_one_request(things: None) -> None:
    before = backend()
    end(before)
    with pytest.raises(Unavailable):
        backend()
    assert backend() != before
