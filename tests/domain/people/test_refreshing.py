"""A refresh token is good once; what comes a second time was lost on its way, or copied."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.people.sessions import Credentials, open_session, refresh
from common.domain.people.tables import refresh_tokens, sessions
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.secrets import digest
from common.platform.auth.tokens import verify
from common.platform.errors import Problem
from tests import factories as make
from tests.bystanders import own
from tests.domain.people.records import SECOND, at, audited

GRACE = timedelta(seconds=10)
PUBLIC = Actor.public("10.0.0.9")


@pytest.fixture
def now() -> datetime:
    return clock.now()


def opened(db: Connection, moment: datetime) -> Credentials:
    with at(moment):
        return open_session(db, make.student(db).id, ["mahasiswa"])


def refreshed(db: Connection, token: str, moment: datetime) -> Credentials:
    with at(moment):
        given = refresh(db, token, PUBLIC)
    assert isinstance(given, Credentials), given
    return given


def refused(db: Connection, token: str, moment: datetime) -> str:
    with at(moment):
        given = refresh(db, token, PUBLIC)
    assert isinstance(given, Problem)
    return given.code


def session_of(db: Connection, given: Credentials, moment: datetime) -> Any:
    with at(moment):
        claims = verify(given.access_token)
    return db.execute(own(sessions).where(sessions.c.id == claims.session_id)).one()


def test_new_credentials_are_of_the_same_session_person_and_role(db: Connection, now: datetime) -> None:
    first = opened(db, now)
    second = refreshed(db, first.refresh_token, now + SECOND)
    assert second.refresh_token != first.refresh_token
    assert (second.person_id, second.role) == (first.person_id, "mahasiswa")
    assert session_of(db, second, now) == session_of(db, first, now)


def test_an_answer_that_was_lost_is_given_again_for_ten_seconds(db: Connection, now: datetime) -> None:
    first = opened(db, now)
    lost = refreshed(db, first.refresh_token, now + SECOND)
    again = refreshed(db, first.refresh_token, now + GRACE)
    assert refused(db, lost.refresh_token, now + GRACE) == "session_ended"
    refreshed(db, again.refresh_token, now + GRACE + SECOND)


def test_after_ten_seconds_a_used_token_was_copied_and_ends_the_session(db: Connection, now: datetime) -> None:
    first, other = opened(db, now), opened(db, now)
    kept = refreshed(db, first.refresh_token, now)
    stolen = now + GRACE + SECOND
    assert refused(db, first.refresh_token, stolen) == "session_ended"
    assert refused(db, kept.refresh_token, stolen) == "session_ended"
    session = session_of(db, first, now)
    assert (session.ended_at, session.end_reason) == (stolen, "refresh token reused")
    assert audited(db, session.id) == [("session.stolen", None, None)]
    assert session_of(db, other, now).ended_at is None


def test_what_was_used_already_is_not_taken_back(db: Connection, now: datetime) -> None:
    first = opened(db, now)
    second = refreshed(db, first.refresh_token, now + SECOND)
    third = refreshed(db, second.refresh_token, now + 2 * SECOND)
    assert refused(db, first.refresh_token, now + 3 * SECOND) == "request_in_progress"
    refreshed(db, third.refresh_token, now + 4 * SECOND)


def test_what_is_given_again_takes_nothing_from_other_sessions(db: Connection, now: datetime) -> None:
    first, other = opened(db, now), opened(db, now)
    refreshed(db, first.refresh_token, now + SECOND)
    others = refreshed(db, other.refresh_token, now + 2 * SECOND)
    refreshed(db, first.refresh_token, now + 3 * SECOND)
    refreshed(db, others.refresh_token, now + 4 * SECOND)


def test_a_refresh_uses_up_one_token_alone(db: Connection, now: datetime) -> None:
    first, other = opened(db, now), opened(db, now)
    refreshed(db, first.refresh_token, now)
    refreshed(db, other.refresh_token, now + GRACE + SECOND)


def test_an_unknown_token_ends_no_session(db: Connection, now: datetime) -> None:
    first = opened(db, now)
    assert refused(db, "bukan-kunci", now) == refused(db, "", now) == "session_ended"
    refreshed(db, first.refresh_token, now)


def test_only_the_digest_of_a_token_is_kept(db: Connection, now: datetime) -> None:
    first = opened(db, now)
    session = session_of(db, first, now)
    [kept] = db.execute(own(refresh_tokens).where(refresh_tokens.c.session_id == session.id))
    assert (kept.digest, kept.issued_at, kept.used_at) == (digest(first.refresh_token), now, None)
