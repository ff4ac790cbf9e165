"""Two at one account: the second decides on what the first has left."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from common.domain.people import actions, passwords, sessions
from common.domain.people.profile import edit_profile
from common.domain.people.queries import person as read
from common.domain.people.refreshing import refresh
from common.domain.people.sign_in import check_password
from common.domain.people.tables import refresh_tokens
from common.platform.auth import Actor
from common.platform.auth.passwords import hash_password
from common.platform.auth.tokens import verify
from common.platform.db import Connection, transaction
from common.platform.errors import Problem
from tests import factories as make
from tests.bystanders import own
from tests.client import PASSWORD, password_hash
from tests.domain.people.records import audited, change_password, confirm_password, set_password, tokens
from tests.races import Decision, at_once, behind, wait_for_a_lock

pytestmark = pytest.mark.usefixtures("committed")
NEW = "sandi-baru-yang-panjang"
PUBLIC = Actor.public("10.0.0.9")


@pytest.fixture
def admin() -> Actor:
    with transaction() as db:
        return make.as_actor(make.admin(db))


@pytest.fixture
def student() -> Any:
    with transaction() as db:
        return make.student(db, password_hash=password_hash())


def edit(by: Actor, of: Any, **form: Any) -> Decision:
    return lambda db: actions.edit_user(db, by, of.id, form)


def raised(given: Any) -> Any:
    """A refusal that is returned, so that it counts as one."""
    if isinstance(given, Problem):
        raise given
    return given


@contextmanager
def meanwhile(decide: Decision) -> Iterator[Any]:
    """In another transaction, which is waiting by the time that the block begins."""
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(at_once, [decide])
        wait_for_a_lock()
        yield waiting


def test_of_two_who_add_one_number_in_two_spellings_one_does(admin: Actor) -> None:
    """By any way in: these two have gone through no form."""

    def add(number: str, email: str) -> Decision:
        form = {"number": number, "name": "Siti", "role": "mahasiswa", "email": email, "program": None}
        return lambda db: actions.add_user(db, admin, {**form, "whatsapp": None})

    two = [add("F1D 022", "a@kampus.test"), add("f1d022\u200b", "b@kampus.test")]
    assert at_once(two) == {"done": 1, "number_taken": 1}


def test_of_two_edits_the_second_starts_from_what_the_first_has_left(admin: Actor, student: Any) -> None:
    assert behind(edit(admin, student, name="Satu"), edit(admin, student, name="Dua")) == "done"
    with transaction() as db:
        assert audited(db, student.id) == [
            ("person.edited", {"name": student.name}, {"name": "Satu"}),
            ("person.edited", {"name": "Satu"}, {"name": "Dua"}),
        ]


def test_of_two_deactivations_one_leaves_a_line(admin: Actor, student: Any) -> None:
    shut: Decision = lambda db: actions.deactivate_user(db, admin, student.id)  # noqa: E731
    assert behind(shut, shut) == "done"
    with transaction() as db:
        assert audited(db, student.id) == [("person.deactivated", {"active": True}, {"active": False})]


def test_the_address_that_an_admin_moved_takes_the_password_to_move_back(admin: Actor, student: Any) -> None:
    back: Decision = lambda db: edit_profile(db, make.as_actor(student), {"email": student.email})  # noqa: E731
    assert behind(edit(admin, student, email="baru@kampus.test"), back) == "invalid_input"
    with transaction() as db:
        assert read(db, student.id).email == "baru@kampus.test"


def test_a_link_used_while_the_address_moves_is_closed_and_nobody_waits_in_a_circle(admin: Actor, student: Any) -> None:
    with transaction() as db:
        passwords.send_reset_link(db, student.email)
        [token] = tokens(db, student)
    use: Decision = lambda db: set_password(db, PUBLIC, token, NEW)  # noqa: E731
    with transaction() as db:
        actions.locked(db, student.id)
        with meanwhile(use) as waiting:
            actions.edit_user(db, admin, student.id, {"email": "baru@kampus.test"})
            db.commit()
            assert waiting.result(timeout=30) == {"link_not_valid": 1}


def new_password(db: Connection, student: Any) -> None:
    passwords.store_password(db, student.id, hash_password(NEW))
    sessions.end_sessions_of(db, student.id, "password set")


def signing_in(student: Any, password: str) -> Decision:
    return lambda db: raised(check_password(db, PUBLIC, student.number, password))


def test_who_signs_in_with_the_old_password_while_a_new_one_is_set_stays_outside(student: Any) -> None:
    assert behind(lambda db: new_password(db, student), signing_in(student, PASSWORD)) == "wrong_credentials"


def test_who_signs_in_while_the_account_is_shut_stays_outside(admin: Actor, student: Any) -> None:
    shut: Decision = lambda db: actions.deactivate_user(db, admin, student.id)  # noqa: E731
    assert behind(shut, signing_in(student, PASSWORD)) == "wrong_credentials"


def test_a_new_password_waits_for_a_session_that_is_being_opened_and_ends_it(student: Any) -> None:
    def sign_in(db: Connection) -> None:
        raised(check_password(db, PUBLIC, student.number, PASSWORD))
        sessions.open_session(db, student.id, ["mahasiswa"])

    assert behind(sign_in, lambda db: new_password(db, student)) == "done"
    with transaction() as db:
        opened = select(sessions.sessions).where(sessions.sessions.c.person_id == student.id)
        assert [row.end_reason for row in db.execute(opened)] == ["password set"]


def test_the_old_password_confirms_nothing_while_a_new_one_is_set(student: Any) -> None:
    me = make.as_actor(student)
    confirm: Decision = lambda db: raised(confirm_password(db, me, PASSWORD))  # noqa: E731
    assert behind(lambda db: new_password(db, student), confirm) == "invalid_input"


def test_of_two_who_change_the_password_from_two_places_one_does(student: Any) -> None:
    def change(ip: str) -> Decision:
        me = replace(make.as_actor(student), ip=ip)
        return lambda db: raised(change_password(db, me, PASSWORD, NEW))

    assert behind(change("10.0.0.1"), change("10.0.0.2")) == "invalid_input"


def test_two_refreshes_with_one_token_leave_one_that_is_good(student: Any) -> None:
    with transaction() as db:
        first = sessions.open_session(db, student.id, ["mahasiswa"])
    again: Decision = lambda db: raised(refresh(db, first.refresh_token, PUBLIC))  # noqa: E731
    assert behind(again, again) == "done"
    with transaction() as db:
        session = verify(first.access_token).session_id
        unused = (
            (refresh_tokens.c.session_id == session)
            & refresh_tokens.c.used_at.is_(None)
            & refresh_tokens.c.retired_at.is_(None)
        )
        assert len(db.execute(own(refresh_tokens).where(unused)).all()) == 1


def test_the_token_before_is_in_two_hands_once_its_successor_is_in_use(student: Any) -> None:
    with transaction() as db:
        before = sessions.open_session(db, student.id, ["mahasiswa"])
    with transaction() as db:
        successor = raised(refresh(db, before.refresh_token, PUBLIC))
    owner: Decision = lambda db: raised(refresh(db, successor.refresh_token, PUBLIC))  # noqa: E731
    thief: Decision = lambda db: raised(refresh(db, before.refresh_token, PUBLIC))  # noqa: E731
    assert behind(owner, thief) == "session_ended"


def test_who_switches_the_role_of_a_session_that_is_being_left_is_told_so(student: Any) -> None:
    roles = ("mahasiswa", "aslab")
    with transaction() as db:
        claims = verify(sessions.open_session(db, student.id, roles).access_token)
    me = Actor(student.id, claims.role, session_id=claims.session_id)
    switch: Decision = lambda db: sessions.switch_role(db, me, "aslab", roles)  # noqa: E731
    assert behind(lambda db: sessions.sign_out(db, me), switch) == "session_ended"
