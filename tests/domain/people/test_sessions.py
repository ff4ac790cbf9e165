"""Sessions: how long they live, whose they are, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, update

from common.domain.people import sessions as module
from common.domain.people.refreshing import refresh
from common.domain.people.sessions import Credentials, actor_of, open_session, switch_role
from common.domain.people.tables import people, sessions
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.tokens import Claims, verify
from common.platform.errors import Forbidden, RoleChanged, SessionEnded
from tests import factories as make
from tests.bystanders import own
from tests.domain.people.records import SECOND, at, audited

IDLE, WHOLE = timedelta(minutes=60), timedelta(hours=12)
BOTH = ("mahasiswa", "aslab")
Ask = Callable[[Connection, Claims, Credentials], Any]


def asking(db: Connection, claims: Claims, given: Credentials) -> Any:
    return actor_of(db, claims, "10.0.0.9", "r-1")


def refreshing(db: Connection, claims: Claims, given: Credentials) -> Any:
    answer = refresh(db, given.refresh_token, Actor.public())
    if isinstance(answer, Exception):
        raise answer
    return answer


def switching(db: Connection, claims: Claims, given: Credentials) -> Any:
    return switch_role(db, acting(claims), "aslab", BOTH)


def acting(claims: Claims) -> Actor:
    return Actor(claims.person_id, claims.role, session_id=claims.session_id)


def row(db: Connection, claims: Claims) -> Any:
    return db.execute(own(sessions).where(sessions.c.id == claims.session_id)).one()


each_way = pytest.mark.parametrize("ask", [asking, refreshing, switching])


@each_way
def test_a_session_that_is_not_used_lives_an_hour(db: Connection, ask: Ask) -> None:
    person, now = make.student(db), clock.now()
    with at(now):
        given = open_session(db, person.id, BOTH)
        claims = verify(given.access_token)
    with at(now + IDLE + SECOND), pytest.raises(SessionEnded):
        ask(db, claims, given)
    with at(now + IDLE - SECOND):
        ask(db, claims, given)


@each_way
def test_a_session_lives_half_a_day_however_much_it_is_used(db: Connection, ask: Ask) -> None:
    person, now = make.student(db), clock.now()
    with at(now):
        given = open_session(db, person.id, BOTH)
        claims = verify(given.access_token)
    used = {"used_at": now + WHOLE - timedelta(minutes=1)}
    db.execute(update(sessions).where(sessions.c.id == claims.session_id).values(used))
    with at(now + WHOLE + SECOND), pytest.raises(SessionEnded):
        ask(db, claims, given)
    with at(now + WHOLE - SECOND):
        ask(db, claims, given)


@each_way
def test_the_session_of_a_shut_account_is_over(db: Connection, ask: Ask) -> None:
    person = make.student(db)
    given = open_session(db, person.id, BOTH)
    db.execute(update(people).where(people.c.id == person.id).values(active=False))
    with pytest.raises(SessionEnded):
        ask(db, verify(given.access_token), given)


@each_way
def test_a_session_that_was_ended_is_over(db: Connection, ask: Ask) -> None:
    person = make.student(db)
    given, other = open_session(db, person.id, BOTH), open_session(db, person.id, BOTH)
    claims = verify(given.access_token)
    module.end_session(db, claims.session_id, "signed out")
    with pytest.raises(SessionEnded):
        ask(db, claims, given)
    ask(db, verify(other.access_token), other)


@pytest.mark.parametrize("ask", [refreshing, switching])
def test_a_refresh_and_another_role_keep_one_session_awake(db: Connection, ask: Ask) -> None:
    person, now = make.student(db), clock.now()
    with at(now):
        given, left = open_session(db, person.id, BOTH), open_session(db, person.id, BOTH)
        claims, forgotten = verify(given.access_token), verify(left.access_token)
    with at(now + IDLE - SECOND):
        ask(db, claims, given)
    assert (row(db, claims).used_at, row(db, forgotten).used_at) == (now + IDLE - SECOND, now)


def test_the_cookie_lives_as_long_as_the_session_may_be_idle(db: Connection) -> None:
    person, now = make.student(db), clock.now()
    with at(now):
        given = open_session(db, person.id, BOTH)
    assert (given.cookie_seconds, given.expires_in) == (3600, 600)


def test_the_last_cookie_ends_with_the_session(db: Connection) -> None:
    person, now = make.student(db), clock.now()
    with at(now):
        given = open_session(db, person.id, BOTH)
        claims = verify(given.access_token)
    late = now + WHOLE - timedelta(minutes=30)
    db.execute(update(sessions).where(sessions.c.id == claims.session_id).values(used_at=late))
    with at(late):
        assert refreshing(db, claims, given).cookie_seconds == 1800


@pytest.mark.parametrize(("roles", "role"), [(["dosen"], "dosen"), (BOTH, "belum_memilih")])
def test_a_session_starts_in_the_only_role_or_in_none(db: Connection, roles: list[str], role: str) -> None:
    person = make.person(db)
    given = open_session(db, person.id, roles)
    claims = verify(given.access_token)
    assert (given.person_id, given.role) == (claims.person_id, claims.role) == (person.id, role)
    assert (row(db, claims).person_id, row(db, claims).role) == (person.id, role)


def test_the_actor_is_the_owner_of_the_session(db: Connection) -> None:
    person = make.student(db)
    claims = verify(open_session(db, person.id, ["mahasiswa"]).access_token)
    make.student(db)
    found = actor_of(db, claims, "10.0.0.9", "r-1")
    assert found == Actor(
        person.id, "mahasiswa", person.name, person.number, claims.session_id, ip="10.0.0.9", request_id="r-1"
    )


def test_a_token_of_another_person_or_role_opens_nothing(db: Connection) -> None:
    person, other = make.student(db), make.student(db)
    claims = verify(open_session(db, person.id, ["mahasiswa"]).access_token)
    for wrong in (other.id, uuid4()):
        with pytest.raises(SessionEnded):
            actor_of(db, Claims(wrong, claims.session_id, "mahasiswa"), "", "")
    with pytest.raises(SessionEnded):
        actor_of(db, Claims(person.id, uuid4(), "mahasiswa"), "", "")
    with pytest.raises(RoleChanged):
        actor_of(db, Claims(person.id, claims.session_id, "aslab"), "", "")


def test_another_role_is_that_of_one_session(db: Connection) -> None:
    person = make.student(db)
    here, there = (verify(open_session(db, person.id, BOTH).access_token) for _ in range(2))
    given = switch_role(db, acting(here), "aslab", BOTH)
    assert (given.person_id, given.role, verify(given.access_token)) == (
        person.id,
        "aslab",
        Claims(person.id, here.session_id, "aslab"),
    )
    assert (row(db, here).role, row(db, there).role) == ("aslab", "belum_memilih")


def test_a_role_that_the_owner_has_not_is_refused(db: Connection) -> None:
    claims = verify(open_session(db, make.student(db).id, BOTH).access_token)
    with pytest.raises(Forbidden):
        switch_role(db, acting(claims), "admin", BOTH)
    assert row(db, claims).role == "belum_memilih"


def test_who_has_no_session_neither_switches_nor_signs_out(db: Connection) -> None:
    actor = Actor(make.student(db).id, "mahasiswa")
    with pytest.raises(SessionEnded):
        switch_role(db, actor, "aslab", BOTH)
    with pytest.raises(SessionEnded):
        module.sign_out(db, actor)


def test_signing_out_ends_one_session_and_leaves_a_line(db: Connection) -> None:
    person, now = make.student(db), clock.now()
    here, there = (verify(open_session(db, person.id, BOTH).access_token) for _ in range(2))
    with at(now):
        module.sign_out(db, acting(here))
    assert (row(db, here).ended_at, row(db, here).end_reason) == (now, "signed out")
    assert row(db, there).ended_at is None
    assert audited(db, here.session_id) == [("session.ended", None, None)]


def test_what_ended_keeps_the_reason_and_the_moment_of_it(db: Connection) -> None:
    person, now = make.student(db), clock.now()
    claims = verify(open_session(db, person.id, BOTH).access_token)
    with at(now):
        module.end_session(db, claims.session_id, "signed out")
    with at(now + SECOND):
        module.end_session(db, claims.session_id, "again")
        module.end_sessions_of(db, person.id, "all")
    assert (row(db, claims).ended_at, row(db, claims).end_reason) == (now, "signed out")


def test_all_sessions_of_one_person_end_but_the_one_that_is_kept(db: Connection) -> None:
    person, other = make.student(db), make.student(db)
    kept, left, strangers = (verify(open_session(db, owner.id, BOTH).access_token) for owner in (person, person, other))

    def running() -> list[UUID]:
        return [one.session_id for one in (kept, left, strangers) if row(db, one).ended_at is None]

    module.end_sessions_of(db, person.id, "password changed", but=kept.session_id)
    assert running() == [kept.session_id, strangers.session_id]
    assert row(db, left).end_reason == "password changed"
    module.end_sessions_of(db, person.id, "deactivated")
    assert running() == [strangers.session_id]
