"""What a lane of a queue works on, and how the work on an item may end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from common.platform.outside import OutsideFault
from common.platform.text import Text


class Item(Protocol):
    """What every row of a queue has."""

    id: Any
    attempts: int
    queued_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class Lane:
    """`failed` is said before the reason, e.g. "Email gagal". A `grave` failure is an error in the log.

    So many items are worked on `at_once`, each in a thread, after the first of a sweep was done: a service that is
    away costs one probe.
    """

    name: str
    failed: Text
    grave: bool = False
    at_once: int = 1

    def text(self, fault: OutsideFault) -> Text:
        return Text(f"{self.failed}: {fault.reason}", en=f"{self.failed.en}: {fault.reason.en}")


@dataclass(frozen=True)
class Done:
    """`values` are the row's own; `then` is written in the transaction that marks the item, before it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    then: Callable[[Connection], None] | None = None


class Held(Exception):
    """A service that this item needs beside that of its lane is away: it waits, and the lane goes on."""

    def __init__(self, fault: OutsideFault) -> None:
        self.fault = fault
        super().__init__(str(fault))
