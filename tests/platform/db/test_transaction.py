"""Committing, giving up and being refused by the database."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from common.domain.people.tables import people
from common.platform.db import engine, on_commit, reading, transaction, translating_constraints
from common.platform.errors import Busy, Conflict, Unavailable
from tests import factories as make
from tests.bystanders import own

# The package offers the function under the module's name.
MODULE = sys.modules["common.platform.db.transaction"]


def test_a_raised_problem_undoes_everything(committed: None) -> None:
    with pytest.raises(Conflict), transaction() as db:
        make.student(db)
        raise Conflict()
    with transaction() as db:
        assert db.execute(own(people)).all() == []


def test_what_only_reads_sees_what_is_committed_and_waits_for_no_commit(committed: None) -> None:
    with reading() as db:
        assert db.execute(own(people)).all() == []
        with transaction() as another:
            make.student(another)
        assert len(db.execute(own(people)).all()) == 1
        assert db.scalar(text("SELECT now() = statement_timestamp()"))
        idle = text("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
        with reading() as another:
            assert another.scalar(idle) == 0


@pytest.mark.parametrize("statement", ["UPDATE people SET name = 'x'", "SELECT * FROM people FOR UPDATE"])
def test_what_only_reads_neither_writes_nor_locks(committed: None, statement: str) -> None:
    with pytest.raises(DBAPIError, match="read-only"), reading() as db:
        db.execute(text(statement))
    with transaction() as db:
        make.student(db)


def test_hooks_run_once_after_the_commit_and_never_without_one(committed: None) -> None:
    run: list[str] = []

    def hook() -> None:
        run.append("hook")

    with transaction() as db:
        on_commit(db, hook)
        on_commit(db, hook)
        assert run == []
    assert run == ["hook"]
    with pytest.raises(Conflict), transaction() as db:
        on_commit(db, hook)
        raise Conflict()
    assert run == ["hook"]


def test_only_the_named_rule_becomes_the_refusal(committed: None) -> None:
    with transaction() as db:
        one = make.student(db)
    with pytest.raises(Conflict), transaction() as db, translating_constraints({"people_number_key": Conflict}):
        make.student(db, number=one.number)
    with (
        pytest.raises(Exception, match="people_email_key"),
        transaction() as db,
        translating_constraints({"other": Conflict}),
    ):
        make.student(db, email=one.email)


def test_a_wait_for_a_connection_that_runs_out_is_busy(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    small = _engine(pool_size=1, max_overflow=0, pool_timeout=0.05)
    monkeypatch.setattr(MODULE, "engine", lambda: small)
    with transaction(), pytest.raises(Busy) as busy, transaction():
        pass
    assert busy.value.retry_after
    small.dispose()


def test_a_statement_that_takes_too_long_is_busy_not_a_fault(database: None) -> None:
    with pytest.raises(Busy), transaction() as db:
        db.execute(text("SET LOCAL statement_timeout = '20ms'"))
        db.execute(text("SELECT pg_sleep(1)"))


def test_a_server_that_is_gone_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = create_engine("postgresql+pg8000://nobody@127.0.0.1:9/nothing")
    monkeypatch.setattr(MODULE, "engine", lambda: nowhere)
    with pytest.raises(Unavailable), transaction():
        pass


def _engine(**settings: Any) -> Any:
    return create_engine(engine().url, creator=engine().pool._creator, **settings)
