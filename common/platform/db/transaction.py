"""The only place that commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from common.platform.db.engine import engine
from common.platform.errors import Busy, Problem, Unavailable

_AFTER = "after_commit"
_REFERENCED = "23503"
_TRY_AGAIN = ("40001", "40P01", "55P03", "57014")


@contextmanager
def transaction() -> Iterator[Connection]:
    """Commits on a normal end, rolls back on an exception, then runs what was asked for by `on_commit`.

    Raises Busy when no connection comes free in time, on a deadlock or a statement time-out; Unavailable when
    the server cannot be reached.
    """
    with _translating_faults(), engine().begin() as db:
        hooks: list[Callable[[], None]] = []
        db.info[_AFTER] = hooks
        yield db
    for hook in hooks:
        hook()


@contextmanager
def reading() -> Iterator[Connection]:
    """Each statement sees what is committed when it begins, as in a transaction, and none may write or lock.

    There is no COMMIT to wait for, which is a third of a short question's time. Raises as `transaction` does.
    """
    with _translating_faults(), engine().connect() as db:
        # Not before the engine has said what pg8000 need not load.
        from common.platform.db import driver

        with driver.under(db).only_reading():
            yield db


@contextmanager
def _translating_faults() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as waited_too_long:
        raise Busy() from waited_too_long
    except DBAPIError as fault:
        if (outside := _outside(fault)) is not None:
            raise outside from fault
        raise


def on_commit(db: Connection, hook: Callable[[], None]) -> None:
    """Run `hook` once after the commit, and not at all if there is none; the same hook asked twice runs once."""
    hooks = db.info[_AFTER]
    if hook not in hooks:
        hooks.append(hook)


@contextmanager
def translating_constraints(rules: Mapping[str, Callable[[], Problem]]) -> Iterator[None]:
    """Turn a breach of a named constraint into its problem; the database decides every "only one"."""
    try:
        yield
    # pg8000 raises one class for every error; only the constraint's name differs.
    except DBAPIError as fault:
        if (problem := rules.get(_field(fault, "n"))) is not None:
            raise problem() from fault
        raise


@contextmanager
def translating_references(problem: Callable[[], Problem]) -> Iterator[None]:
    """What another row still points to stays: the database knows every table that may."""
    try:
        yield
    except DBAPIError as fault:
        if _field(fault, "C") == _REFERENCED:
            raise problem() from fault
        raise


def _field(fault: DBAPIError, letter: str) -> str:
    """A field of PostgreSQL's error message: C = SQLSTATE, n = constraint."""
    details = fault.orig.args[0] if fault.orig and fault.orig.args else {}
    return str(details.get(letter, "")) if isinstance(details, dict) else ""


def _outside(fault: DBAPIError) -> Problem | None:
    from common.platform.db.driver import is_stale

    state = _field(fault, "C")
    if state in _TRY_AGAIN or (fault.orig and is_stale(fault.orig)):
        return Busy()
    if fault.connection_invalidated or state.startswith(("08", "57P", "53")) or not state:
        return Unavailable()
    return None
