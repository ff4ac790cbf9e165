"""What every part of the local cloud has in common."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class PartDied(Exception):
    """A part did not come up, or is gone; the message is one line that a person can act on."""


class Part:
    """Something that is started and stopped; `with` does both. A second `stop()` does nothing."""

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
