"""The stand-in for Firestore behind a bad network: each call ends in an outage, and the next one is answered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest
from sqlalchemy import make_url

from common.ops.local.live_store import EmbeddedLive
from common.ops.local.postgres import Postgres
from common.ops.local.signal_watcher import Watcher
from common.platform.outside import Outage
from tests.faults.proxy import Network, Proxy

BAD = [Network.SILENT, Network.RESET, Network.REFUSED]


@pytest.fixture(scope="module")
def url(postgres: Postgres) -> str:
    postgres.create_database("live_faults")
    return postgres.url("live_faults")


@pytest.fixture
def network(url: str) -> Iterator[Proxy]:
    port = make_url(url).port
    assert port is not None
    with Proxy(port) as proxy:
        yield proxy


@pytest.fixture
def store(url: str, network: Proxy) -> Iterator[EmbeddedLive]:
    behind = make_url(url).set(port=network.port, host="127.0.0.1").render_as_string(hide_password=False)
    with closing(EmbeddedLive(behind, 1.0)) as made:
        yield made


@pytest.mark.parametrize("bad", BAD)
def test_each_call_ends_and_the_next_one_is_answered(store: EmbeddedLive, network: Proxy, bad: Network) -> None:
    store.signal("messages")
    network.turn(bad)
    began = time.monotonic()
    for _ in range(2):
        with pytest.raises(Outage):
            store.signal("messages")
    assert time.monotonic() - began < 10
    network.turn(Network.GOOD)
    store.signal("messages")


def test_the_watcher_outlives_a_reset(url: str, store: EmbeddedLive, network: Proxy) -> None:
    seen = Event()
    behind = make_url(url).set(port=network.port, host="127.0.0.1").render_as_string(hide_password=False)
    with Watcher(behind, lambda _: seen.set(), timeout=1.0):
        store.signal("messages")
        assert seen.wait(10)
        seen.clear()
        network.turn(Network.RESET)
        time.sleep(0.5)
        network.turn(Network.GOOD)
        store.signal("messages")
        assert seen.wait(10)
