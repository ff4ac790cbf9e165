"""Many at once: real threads, each with its own transaction on the real server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from common.db import Connection, transaction
from common.errors import Problem

Decision = Callable[[Connection], Any]


def at_once(decisions: Iterable[Decision]) -> Counter[str]:
    """How often each came out: `done`, or the code of the refusal. All start together."""
    waiting = list(decisions)
    start = Barrier(len(waiting))

    def attempt(decide: Decision) -> str:
        start.wait(timeout=30)
        try:
            with transaction() as db:
                decide(db)
        except Problem as problem:
            return problem.code
        return "done"

    with ThreadPoolExecutor(len(waiting)) as threads:
        return Counter(threads.map(attempt, waiting))
