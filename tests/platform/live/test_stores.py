"""What is particular to each store: choosing it, signals, faults, and what it costs to import."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from common.ops.local.live_store import EmbeddedLive
from common.ops.local.postgres import Postgres
from common.platform import clock
from common.platform.live import InboxItem, live
from common.platform.live.firestore import FirestoreLive
from common.platform.outside import Outage
from common.platform.settings import settings

Configure = Callable[..., None]
EMBEDDED = "common.ops.local.live_store:EmbeddedLive"


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    def set_all(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name.upper(), value)
        settings.cache_clear()
        live.cache_clear()

    yield set_all
    monkeypatch.undo()
    settings.cache_clear()
    live.cache_clear()


@pytest.mark.parametrize(("name", "kind"), [("firestore", FirestoreLive), (EMBEDDED, EmbeddedLive)])
def test_the_settings_choose_the_store_once(configure: Configure, name: str, kind: type) -> None:
    configure(live_store=name)
    assert isinstance(live(), kind)
    assert live() is live()


@pytest.mark.parametrize("unknown", ["redis", "", "no.such.module:Store", "common.platform.clock:Store"])
def test_an_unknown_store_is_a_mistake_that_is_named(configure: Configure, unknown: str) -> None:
    configure(live_store=unknown)
    with pytest.raises(ValueError, match=f"LIVE_STORE='{unknown}'"):
        live()


def test_importing_the_tool_brings_no_client() -> None:
    heavy = {"grpc", "google.cloud.firestore", "google.api_core", "sqlalchemy", "pg8000"}
    code = f"import sys, common.platform.live; print({heavy} & sys.modules.keys() or 'none')"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "none\n"


def test_using_the_embedded_store_does_not_bring_firestore(live_url: str) -> None:
    code = (
        "import sys; from common.platform.live import live; live().signal('x'); "
        "print({'grpc', 'google.cloud.firestore'} & sys.modules.keys() or 'none')"
    )
    environment = {"LIVE_STORE": EMBEDDED, "DATABASE_URL": live_url}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "none\n"


def test_a_signal_is_a_document_that_expires(firestore: FirestoreLive) -> None:
    firestore.signal("messages")
    documents = [found.to_dict() for found in firestore._client.collection("signals").stream()]
    (found,) = [document for document in documents if document and document["topic"] == "messages"]
    assert found.keys() == {"topic", "at", "expires_at"}
    assert abs(clock.now() - found["at"]) < timedelta(seconds=30)
    assert found["expires_at"] - found["at"] == timedelta(days=1)


@pytest.mark.parametrize("made", ["embedded", "firestore"])
def test_a_store_out_of_reach_is_to_be_tried_again_and_says_so_in_time(
    monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
    stores: dict[str, Callable[[], Any]] = {
        "embedded": lambda: EmbeddedLive("postgresql://x@127.0.0.1:1/x", 1.0),
        "firestore": lambda: FirestoreLive("si-aslab", "(default)", 1.0),
    }
    item = InboxItem("i", "k", "t", "b", "l", "r", clock.now(), clock.now())
    with closing(stores[made]()) as store:
        calls: list[Callable[[], object]] = [
            lambda: store.signal("messages"),
            lambda: store.add_item("p", item),
            lambda: store.inbox("p", limit=1),
            lambda: store.mark_read("p", None),
            lambda: store.mark_read("p", ["i"]),
        ]
        for call in calls:
            started = time.monotonic()
            with pytest.raises(Outage):
                call()
            assert time.monotonic() - started < 4


def test_several_processes_may_make_the_schema_at_once(postgres: Postgres) -> None:
    postgres.create_database("live_race")
    stores = [EmbeddedLive(postgres.url("live_race"), 5.0) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda store: store.signal("x"), stores))
    assert stores[0].take_signals() == ["x"] * 6
    for store in stores:
        store.close()


def test_what_has_expired_is_swept_out_when_a_store_begins(
    live_url: str, embedded: EmbeddedLive, person: str, make_item: Callable[..., InboxItem]
) -> None:
    embedded.add_item(person, make_item(1, life=-1))
    embedded.add_item(person, make_item(2))
    with closing(EmbeddedLive(live_url, 5.0)) as another:
        another.inbox(person, limit=1)
    engine = create_engine(live_url)
    with engine.connect() as reader:
        rows = reader.execute(text("SELECT id FROM live.inbox WHERE person_id = :person"), {"person": person})
        assert rows.scalars().all() == ["i-0002"]
    engine.dispose()


def test_the_store_recovers_when_its_connections_were_cut(live_url: str, person: str) -> None:
    engine = create_engine(live_url, isolation_level="AUTOCOMMIT")
    with closing(EmbeddedLive(live_url, 5.0)) as store:
        store.inbox(person, limit=1)
        with engine.connect() as admin:
            others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'live' AND pid <> "
            admin.execute(text(others + "pg_backend_pid()"))
        assert store.inbox(person, limit=1).items == ()
    engine.dispose()


def test_what_cannot_be_encoded_spoils_nothing_for_whoever_comes_next(
    live_url: str, person: str, make_item: Callable[..., InboxItem]
) -> None:
    """The driver encodes a statement's values while the server's answers to it are on their way already."""
    with closing(EmbeddedLive(live_url, 5.0)) as store:
        store.add_item(person, make_item(1))
        for _ in range(3):
            with pytest.raises(UnicodeEncodeError, match="surrogates"):
                store.add_item(person, make_item(2, title="\ud800"))
            assert [item.id for item in store.inbox(person, limit=5).items] == ["i-0001"]
            store.mark_read(person, None)
