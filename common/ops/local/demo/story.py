"""A story is a list of deeds with their moments: done in order, each with the clock set to its own moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from common.ops.local.demo.files import Files
from common.ops.local.demo.semester import Semester
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection

Deed = Callable[[Connection], Any]


@dataclass
class Made:
    """Something that comes to be when its deed is done; until then it has no id."""

    made: UUID | None = None

    @property
    def id(self) -> UUID:
        assert self.made is not None, f"{self} is asked for before it was made"
        return self.made


@dataclass
class Story:
    """`who` has the people by their keys, once they have arrived."""

    semester: Semester
    files: Files = field(default_factory=Files)
    who: dict[str, Actor] = field(default_factory=dict)
    period: Made = field(default_factory=Made)
    period_before: Made = field(default_factory=Made)
    applied_on: set[date] = field(default_factory=set)
    """Days with applications, of which lecturers get a summary."""
    _deeds: list[tuple[datetime, Deed]] = field(default_factory=list)

    def at(self, when: datetime, deed: Deed) -> None:
        if when > self.semester.now:
            raise ValueError(f"{when} has not come yet")
        self._deeds.append((when, deed))

    def play(self, db: Connection) -> None:
        """Do everything. What is planned for the same moment is done in the order of planning."""
        for when, deed in sorted(self._deeds, key=lambda planned: planned[0]):
            with clock_set_to(when):
                deed(db)


@contextmanager
def clock_set_to(when: datetime) -> Iterator[None]:
    """Only the product's own clock: libraries keep the real time.

    Set for the whole process, it would put each deadline of gRPC's server thread into the past. That thread would never
    sleep again and would block the interpreter.
    """
    began = time.monotonic()
    with patch.object(clock, "now", lambda: when + timedelta(seconds=time.monotonic() - began)):
        yield
