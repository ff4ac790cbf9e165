"""What is over is kept for 30 days, and failed tries for one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from common.domain.people.expiry import forget_expired
from common.domain.people.tables import former_addresses, password_links, refresh_tokens, sessions, sign_in_attempts
from common.platform import clock
from tests import factories as make
from tests.domain.people.records import SECOND, at

KEPT, TRIES_KEPT = timedelta(days=30), timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return clock.now()


def session(db: Connection, over: datetime) -> set[str]:
    """The session and its refresh token; what is given identifies them."""
    owner = make.student(db)
    before = {"created_at": over, "used_at": over, "expires_at": over}
    made = make.insert(db, sessions, person_id=owner.id, role="mahasiswa", **before)
    make.insert(db, refresh_tokens, digest=f"uji-{made.id}", session_id=made.id, issued_at=over)
    return {str(made.id), f"uji-{made.id}"}


def link(db: Connection, over: datetime) -> set[str]:
    owner = make.student(db)
    make.insert(db, password_links, digest=f"uji-{owner.id}", person_id=owner.id, created_at=over, expires_at=over)
    return {f"uji-{owner.id}"}


def address(db: Connection, over: datetime) -> set[str]:
    owner = make.student(db)
    made = make.insert(db, former_addresses, person_id=owner.id, email="dulu@kampus.test", replaced_at=over)
    return {str(made.id)}


def attempt(db: Connection, over: datetime) -> set[str]:
    number = make.student(db).number
    make.insert(db, sign_in_attempts, number=number, ip="10.0.0.9", at=over)
    return {number}


def left(db: Connection) -> set[str]:
    columns = (
        sessions.c.id,
        refresh_tokens.c.digest,
        password_links.c.digest,
        former_addresses.c.id,
        sign_in_attempts.c.number,
    )
    return {str(value) for column in columns for value in db.scalars(select(column))}


@pytest.mark.parametrize(("make_one", "kept"), [(session, KEPT), (link, KEPT), (address, KEPT), (attempt, TRIES_KEPT)])
def test_it_is_forgotten_at_its_time_and_not_earlier(
    db: Connection, now: datetime, make_one: object, kept: timedelta
) -> None:
    assert callable(make_one)
    old, young = make_one(db, now - kept - SECOND), make_one(db, now - kept + SECOND)
    with at(now):
        forget_expired(db)
    assert left(db) & (old | young) == young
