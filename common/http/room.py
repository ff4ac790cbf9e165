"""Room for slow operations: what many strangers may ask for must not hold every thread of its function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

from common.http.call import Call
from common.http.declare import Endpoint, Share
from common.platform.errors import Busy

_EVERYBODY = ""


@contextmanager
def room_for(endpoint: Endpoint, asking: Callable[[], Call[Any]]) -> Iterator[None]:
    """Raises Busy at once while this instance answers `most_at_once` requests of the operation, or the caller's share.

    Without `shares` everybody has the same one. `asking` makes the call that shares are derived from.
    """
    if not endpoint.most_at_once:
        yield
        return
    room, shares = _room(endpoint), endpoint.shares(asking()) if endpoint.shares else [{}]
    taken = room.enter([{_EVERYBODY: endpoint.most_at_once, **share} for share in shares])
    try:
        yield
    finally:
        room.leave(taken)


class _Room:
    """How many places are held under each name."""

    def __init__(self) -> None:
        self._lock, self._held = Lock(), Counter[str]()

    def enter(self, shares: Sequence[Share]) -> Share:
        """Take a place under all the names of the first share that has one left. Raises Busy."""
        with self._lock:
            for share in shares:
                if all(self._held[name] < most for name, most in share.items()):
                    self._held.update(share.keys())
                    return share
        raise Busy()

    def leave(self, share: Share) -> None:
        with self._lock:
            self._held.subtract(share.keys())
            self._held = +self._held  # names that hold nothing are forgotten


@cache
def _room(endpoint: Endpoint) -> _Room:
    return _Room()
