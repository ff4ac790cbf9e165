"""A browser has one chain of refresh tokens; what leaves the chain was copied."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.notifications.tables import messages
from common.domain.people.refreshing import refresh
from common.domain.people.sessions import Credentials, end_session_of, open_session, switch_role
from common.domain.people.tables import refresh_tokens, sessions
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.secrets import digest
from common.platform.auth.tokens import verify
from common.platform.errors import Problem
from tests import factories as make
from tests.bystanders import own
from tests.domain.people.records import SECOND, at, audited

MINUTES = timedelta(minutes=2)
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


@pytest.mark.parametrize("later", [SECOND, timedelta(minutes=9)])
def test_an_answer_that_was_lost_is_given_again(db: Connection, now: datetime, later: timedelta) -> None:
    first = opened(db, now)
    refreshed(db, first.refresh_token, now + SECOND)
    refreshed(db, first.refresh_token, now + 2 * SECOND)
    again = refreshed(db, first.refresh_token, now + SECOND + later)
    refreshed(db, again.refresh_token, now + 2 * SECOND + later)
    assert audited(db, session_of(db, first, now).id) == []


@pytest.mark.parametrize("whose", ["retired", "successor used"])
def test_a_copied_token_ends_the_session_and_its_owner_hears_of_it(db: Connection, now: datetime, whose: str) -> None:
    first, other = opened(db, now), opened(db, now)
    lost = refreshed(db, first.refresh_token, now)
    kept = refreshed(db, first.refresh_token, now + SECOND)
    if whose == "successor used":
        kept = refreshed(db, kept.refresh_token, now + 2 * SECOND)
    copied = lost if whose == "retired" else first
    stolen = now + 3 * SECOND
    assert refused(db, copied.refresh_token, stolen) == "session_ended"
    assert refused(db, kept.refresh_token, stolen) == "session_ended"
    session = session_of(db, first, now)
    assert (session.ended_at, session.end_reason) == (stolen, "refresh token reused")
    assert audited(db, session.id) == [("session.stolen", None, None)], "once, however often it is tried"
    assert session_of(db, other, now).ended_at is None
    queued = own(messages).where(messages.c.event == f"session_stolen:{session.id}").order_by(messages.c.channel)
    assert {(one.kind, one.person_id) for one in db.execute(queued)} == {("session_stolen", first.person_id)}


def test_a_switched_role_leaves_no_token_of_the_old_one(db: Connection, now: datetime) -> None:
    first, other = opened(db, now), opened(db, now)
    with at(now):
        claims = verify(first.access_token)
        me = Actor(claims.person_id, "mahasiswa", session_id=claims.session_id)
    with at(now + SECOND):
        switched = switch_role(db, me, "aslab", ["mahasiswa", "aslab"])
    refreshed(db, switched.refresh_token, now + 2 * SECOND)
    assert refused(db, first.refresh_token, now + 3 * SECOND) == "session_ended"
    refreshed(db, other.refresh_token, now + 3 * SECOND)


def test_a_lost_answer_to_a_switch_costs_no_session(db: Connection, now: datetime) -> None:
    first = opened(db, now)
    with at(now):
        claims = verify(first.access_token)
        me = Actor(claims.person_id, "mahasiswa", session_id=claims.session_id)
    with at(now + SECOND):
        lost = switch_role(db, me, "aslab", ["mahasiswa", "aslab"])
    again = refreshed(db, first.refresh_token, now + 60 * SECOND)
    assert again.role == "aslab"
    refreshed(db, again.refresh_token, now + 61 * SECOND)
    assert refused(db, lost.refresh_token, now + 62 * SECOND) == "session_ended"


def test_who_signs_in_anew_leaves_the_session_of_before(db: Connection, now: datetime) -> None:
    first, other = opened(db, now), opened(db, now)
    with at(now + SECOND):
        end_session_of(db, first.refresh_token)
        end_session_of(db, "bukan-kunci")
        end_session_of(db, "")
    assert session_of(db, first, now).end_reason == "signed in anew"
    assert refused(db, first.refresh_token, now + 2 * SECOND) == "session_ended"
    refreshed(db, other.refresh_token, now + 2 * SECOND)


def test_what_is_given_again_takes_nothing_from_other_sessions(db: Connection, now: datetime) -> None:
    first, other = opened(db, now), opened(db, now)
    refreshed(db, first.refresh_token, now + SECOND)
    others = refreshed(db, other.refresh_token, now + 2 * SECOND)
    refreshed(db, first.refresh_token, now + 3 * SECOND)
    refreshed(db, others.refresh_token, now + 4 * SECOND)


def test_a_refresh_uses_up_one_token_alone(db: Connection, now: datetime) -> None:
    first, other = opened(db, now), opened(db, now)
    refreshed(db, first.refresh_token, now)
    refreshed(db, other.refresh_token, now + MINUTES)


def test_an_unknown_token_ends_no_session(db: Connection, now: datetime) -> None:
    first = opened(db, now)
    assert refused(db, "bukan-kunci", now) == refused(db, "", now) == "session_ended"
    refreshed(db, first.refresh_token, now)


def test_only_the_digest_of_a_token_is_kept(db: Connection, now: datetime) -> None:
    first = opened(db, now)
    session = session_of(db, first, now)
    [kept] = db.execute(own(refresh_tokens).where(refresh_tokens.c.session_id == session.id))
    assert (kept.digest, kept.issued_at, kept.used_at) == (digest(first.refresh_token), now, None)
