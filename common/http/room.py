"""Room for slow operations: what many strangers may ask for must not hold every thread of its function."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from common.http.declare import Endpoint
from common.platform.errors import Busy


@contextmanager
def room_for(endpoint: Endpoint) -> Iterator[None]:
    """Raises Busy at once while `most_at_once` requests of the operation are being answered by this instance."""
    if not endpoint.most_at_once:
        yield
        return
    room = _room(endpoint)
    if not room.acquire(blocking=False):
        raise Busy()
    try:
        yield
    finally:
        room.release()


@cache
def _room(endpoint: Endpoint) -> BoundedSemaphore:
    return BoundedSemaphore(endpoint.most_at_once)
