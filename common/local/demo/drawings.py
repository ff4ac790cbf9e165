"""Pictures and papers, made in a process of their own while the story works with the database."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from common.uploads.contents import Kept, content
from common.uploads.purposes import RULES
from common.uploads.tables import Purpose

Drawn = tuple[Kept, int]
"""What is kept of a file, and how many bytes were sent."""


@dataclass
class Drawing:
    """A file that will be sent in at `needed`; `draw` can be sent to another process."""

    needed: datetime
    purpose: Purpose
    content_type: str
    draw: Callable[[], bytes]
    _drawn: Future[Drawn] | None = None

    def begin(self, hand: ProcessPoolExecutor) -> None:
        self._drawn = hand.submit(_judged, self.purpose, self.draw)

    def finished(self) -> Drawn:
        """Waits for it. Raises what went wrong, also `contents.Refused` for what the product would not take."""
        assert self._drawn is not None, "nobody has begun to draw"
        return self._drawn.result()


@contextmanager
def drawn_meanwhile(drawings: Iterable[Drawing]) -> Iterator[None]:
    """Draw in the order of need; what is still to be drawn is dropped when something goes wrong."""
    # A process forked from one with threads may hang; a new one knows the settings by its environment.
    hand = ProcessPoolExecutor(1, get_context("spawn"), initializer=_leave_interrupts_alone)
    try:
        for drawing in sorted(drawings, key=lambda one: one.needed):
            drawing.begin(hand)
        yield
    finally:
        hand.shutdown(cancel_futures=True)


def _leave_interrupts_alone() -> None:
    """Ctrl-C reaches every process of a terminal; only the one that told us to draw decides what to do about it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _judged(purpose: Purpose, draw: Callable[[], bytes]) -> Drawn:
    data = draw()
    return content(RULES[purpose], data), len(data)
