"""The same for several in one request: no refusal undoes what was done for the others (record 0041).

Each has a savepoint of its own, and all are committed together with the answer that an Idempotency-Key keeps: a
request that broke off has done nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypedDict, TypeVar
from uuid import UUID

from common.platform.db import Connection
from common.platform.errors import Problem

Made = TypeVar("Made")


@dataclass(frozen=True)
class Outcome(Generic[Made]):
    """What became of one: what the step gave, or why it was refused."""

    key: UUID
    made: Made | None = None
    problem: Problem | None = None


class Counted(TypedDict):
    done: int
    failed: int


def attempt(db: Connection, key: UUID, step: Callable[[UUID], Made]) -> Outcome[Made]:
    try:
        with db.begin_nested():
            return Outcome(key, step(key))
    except Problem as problem:
        return Outcome(key, problem=problem)


def counted(outcomes: Iterable[Outcome[Made]]) -> Counted:
    problems = [outcome.problem for outcome in outcomes]
    done = problems.count(None)
    return {"done": done, "failed": len(problems) - done}
