"""What the database answers with, and what becomes of the connection."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from common.domain.people.tables import people
from common.platform import clock
from common.platform.db import iam, on_commit, transaction
from common.platform.db.json_list import json_list
from common.platform.errors import Busy, Conflict, Unavailable
from tests import factories as make

SECOND = timedelta(seconds=1)


def fail(db: Connection, state: str) -> None:
    db.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'uji' USING ERRCODE = '{state}'; END $$"))


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03", "57014"])
def test_what_passes_by_waiting_is_busy(database: None, state: str) -> None:
    with pytest.raises(Busy), transaction() as db:
        fail(db, state)


@pytest.mark.parametrize("state", ["08006", "57P01", "57P03", "53300"])
def test_a_server_that_cannot_is_unavailable(database: None, state: str) -> None:
    with pytest.raises(Unavailable), transaction() as db:
        fail(db, state)


@pytest.mark.parametrize("state", ["22012", "23505", "42P01"])
def test_a_fault_of_the_program_stays_one(database: None, state: str) -> None:
    with pytest.raises(DBAPIError), transaction() as db:
        fail(db, state)


def test_a_refusal_and_a_fault_leave_the_connection_to_the_next_one(database: None) -> None:
    with pytest.raises(Conflict), transaction() as refused:
        before = refused.scalar(text("SELECT pg_backend_pid()"))
        raise Conflict()
    with pytest.raises(DBAPIError), transaction() as wrong:
        fail(wrong, "22012")
    with pytest.raises(RuntimeError), transaction():
        raise RuntimeError
    with transaction() as db:
        assert db.scalar(text("SELECT pg_backend_pid()")) == before


def test_hooks_run_in_the_order_in_which_they_were_asked_for(database: None) -> None:
    run: list[int] = []

    def first() -> None:
        run.append(1)

    def second() -> None:
        run.append(2)

    with transaction() as db:
        for hook in (first, second, first):
            on_commit(db, hook)
    with transaction():
        pass
    assert run == [1, 2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TimeZone", "UTC"),
        ("statement_timeout", "8s"),
        ("idle_in_transaction_session_timeout", "1min"),
    ],
)
def test_a_connection_speaks_utc_and_hangs_no_longer_than_it_may(db: Connection, name: str, value: str) -> None:
    assert db.scalar(text(f"SHOW {name}")) == value


def test_rows_are_gathered_in_order_and_none_of_them_is_a_list_too(db: Connection) -> None:
    one, other = make.student(db, name="Zaki"), make.student(db, name="Ayu")
    gathered = json_list(people.c.name, name=people.c.name, role=people.c.role)
    both = people.select().with_only_columns(gathered).where(people.c.id.in_([one.id, other.id]))
    assert db.scalar(both) == [{"name": "Ayu", "role": "mahasiswa"}, {"name": "Zaki", "role": "mahasiswa"}]
    assert db.scalar(both.where(people.c.name == "")) == []


class MetadataServer(BaseHTTPRequestHandler):
    """Hands out a new token, good for 100 seconds, at each right question."""

    asked: list[str] = []

    def do_GET(self) -> None:
        right = self.headers["Metadata-Flavor"] == "Google" and self.path.endswith("service-accounts/default/token")
        self.asked.append(self.path)
        self.send_response(200 if right else 403)
        self.end_headers()
        self.wfile.write(json.dumps({"access_token": f"token-{len(self.asked)}", "expires_in": 100}).encode())

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def metadata_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), MetadataServer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(iam, "_HOST", f"127.0.0.1:{server.server_port}")
    monkeypatch.setattr(iam, "_token", "")
    monkeypatch.setattr(iam, "_good_until", None)
    MetadataServer.asked.clear()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_token_is_fetched_anew_a_minute_before_it_expires(metadata_server: None) -> None:
    now = clock.now()
    for age, token in ((0, "token-1"), (39, "token-1"), (41, "token-2"), (80, "token-2"), (82, "token-3")):
        with time_machine.travel(now + age * SECOND, tick=False):
            assert iam.access_token() == token, age
