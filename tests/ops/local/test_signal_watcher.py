"""The watcher reports each signal once, soon, and comes to an end."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from common.ops.local.live_store import EmbeddedLive
from common.ops.local.places import HOST
from common.ops.local.postgres import Postgres
from common.ops.local.signal_watcher import Watcher


@pytest.fixture(scope="module")
def url(postgres: Postgres) -> str:
    postgres.create_database("signals")
    return postgres.url("signals")


@pytest.fixture
def sender(url: str) -> Iterator[EmbeddedLive]:
    with closing(EmbeddedLive(url, 5.0)) as store:
        store.take_signals(1000)
        yield store


def until(condition: Callable[[], object], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_signal_is_told_soon(url: str, sender: EmbeddedLive) -> None:
    told: list[float] = []
    with Watcher(url, lambda topic: told.append(time.monotonic())):
        sender.signal("first")
        until(lambda: told)
        started = time.monotonic()
        sender.signal("second")
        until(lambda: len(told) == 2)
    assert told[1] - started < 0.5


def test_every_signal_is_told_once_in_a_burst_from_several_senders(url: str, sender: EmbeddedLive) -> None:
    told: list[str] = []
    topics = [f"t-{number}" for number in range(250)]
    with Watcher(url, told.append) as one, Watcher(url, told.append) as other:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(sender.signal, topics))
        until(lambda: len(told) >= len(topics))
        assert one.wait_idle()
        assert other.wait_idle()
    assert sorted(told) == sorted(topics)


def test_signals_that_came_while_nobody_watched_are_told_then(url: str, sender: EmbeddedLive) -> None:
    sender.signal("early")
    sender.signal("later")
    told: list[str] = []
    with Watcher(url, told.append):
        until(lambda: len(told) == 2)
    assert told == ["early", "later"]


def test_a_callback_that_fails_does_not_end_the_watch(url: str, sender: EmbeddedLive) -> None:
    told: list[str] = []

    def fail_first(topic: str) -> None:
        told.append(topic)
        if topic == "bad":
            raise RuntimeError("no")

    with Watcher(url, fail_first):
        sender.signal("bad")
        sender.signal("good")
        until(lambda: len(told) == 2)
    assert told == ["bad", "good"]


def test_after_its_end_nothing_is_told_and_no_thread_is_left(url: str, sender: EmbeddedLive) -> None:
    told: list[str] = []
    before = set(threading.enumerate())
    watcher = Watcher(url, told.append)
    watcher.start()
    started = time.monotonic()
    watcher.stop()
    watcher.stop()
    assert time.monotonic() - started < 2
    assert "signals" not in {thread.name for thread in set(threading.enumerate()) - before}
    sender.signal("late")
    assert sender.take_signals(1000) == ["late"]
    assert told == []


def test_a_watcher_that_finds_no_database_asks_again_after_a_second_and_ends() -> None:
    asked: list[float] = []
    with socket.create_server((HOST, 0)) as nobody:
        nobody.settimeout(10)
        with Watcher(f"postgresql://x@{HOST}:{nobody.getsockname()[1]}/x", print, every=0.01):
            for _ in range(2):
                nobody.accept()[0].close()
                asked.append(time.monotonic())
    assert asked[1] - asked[0] > 0.5
