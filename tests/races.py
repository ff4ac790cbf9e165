"""Many at once: real threads, each with its own transaction on the real server."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import text

from common.platform.db import Connection, transaction
from common.platform.errors import Problem

Decision = Callable[[Connection], Any]
Answered = TypeVar("Answered")


def at_once(decisions: Iterable[Decision]) -> Counter[str]:
    """How often each came out: `done`, or the code of the refusal. All start together."""
    waiting = list(decisions)
    start = Barrier(len(waiting))

    def attempt(decide: Decision) -> str:
        start.wait(timeout=30)
        try:
            done(decide)
        except Problem as problem:
            return problem.code
        return "done"

    with ThreadPoolExecutor(len(waiting)) as threads:
        return Counter(threads.map(attempt, waiting))


def together(calls: Iterable[Callable[[], Answered]]) -> list[Answered]:
    """What each call gave, in their order. All start together; none of them may raise."""
    waiting = list(calls)
    start = Barrier(len(waiting))

    def attempt(call: Callable[[], Answered]) -> Answered:
        start.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(len(waiting)) as threads:
        return list(threads.map(attempt, waiting))


def done(decide: Decision) -> None:
    """In a transaction of its own."""
    with transaction() as db:
        decide(db)


def behind(first: Decision, second: Decision) -> str:
    """How `second` came out, which had to wait for `first`: it starts before `first` is committed."""
    with ThreadPoolExecutor(1) as thread:
        with transaction() as db:
            first(db)
            waiting = thread.submit(at_once, [second])
            wait_for_a_lock()
        [outcome] = waiting.result(timeout=30)
    return outcome


def wait_for_a_lock() -> None:
    """Until another connection waits for a lock."""
    until = time.monotonic() + 10
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while True:
        with transaction() as db:
            if db.scalar(waiting):
                return
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.02)
