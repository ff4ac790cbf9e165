"""What Eventarc is to Firestore in the cloud: calls somebody when a signal has been created. For one machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

from common.ops.local.live_store import EmbeddedLive, arrivals
from common.platform.log import log
from common.platform.outside import OutsideFault

Callback = Callable[[str], None]


class Watcher:
    """Calls `on_created(topic)` once for each signal, in a thread of its own, one after the other.

    Signals that came while nobody watched are called then. A callback that fails is not called again: the sweep is
    the guarantee. It looks at once for a signal of this process, and every so many seconds for those of others;
    `timeout` is in seconds too.
    """

    def __init__(self, url: str, on_created: Callback, *, every: float = 0.5, timeout: float = 5.0) -> None:
        self._live, self._on_created, self._every = EmbeddedLive(url, timeout), on_created, every
        self._stopped, self._quiet_rounds = Event(), 0
        self._thread = Thread(target=self._watch, name="signals", daemon=True)

    def __enter__(self) -> Watcher:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when the callback under way, if any, has come to its end."""
        self._stopped.set()
        arrivals.add()
        if self._thread.is_alive():
            self._thread.join()
        self._live.close()

    def wait_idle(self, seconds: float = 30.0) -> bool:
        """Waits until every signal so far has been called through; False when that takes longer."""
        # The round under way may have begun before the last signal: the one after it has not.
        enough, until = self._quiet_rounds + 2, time.monotonic() + seconds
        while self._quiet_rounds < enough:
            if time.monotonic() > until:
                return False
            arrivals.add()
            time.sleep(0.01)
        return True

    def _watch(self) -> None:
        seen = -1
        while True:
            seen = arrivals.wait(seen, self._every)
            if self._stopped.is_set():
                return
            try:
                topics = self._live.take_signals()
            except OutsideFault:  # the database is away: ask less often
                self._stopped.wait(1.0)
                continue
            for topic in topics:
                self._call(topic)
            self._quiet_rounds += not topics

    def _call(self, topic: str) -> None:
        try:
            self._on_created(topic)
        except Exception:
            log.exception("nobody was called for the signal %s", topic)
