"""A password is checked and hashed while no connection is held: it is slow, and nobody waits for a row meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from common.domain.people import sessions
from common.domain.people.passwords import close_links
from common.domain.people.tables import people, sign_in_attempts
from common.platform.auth.passwords import hash_password
from common.platform.db import engine, transaction
from common.platform.log import request_context
from tests.bystanders import own
from tests.client import PASSWORD, Portal
from tests.flows.test_passwords import NEW, asked
from tests.flows.test_profile import MOVE

CHANGE = {"current_password": PASSWORD, "password": NEW}
WRONG = {"current_password": "Kata sandi saat ini salah"}
Hashing = Callable[[Callable[[], None]], list[str]]


@pytest.fixture
def before_hashes(monkeypatch: pytest.MonkeyPatch) -> Hashing:
    """Something is done before each hash from now on; which hashes there were."""

    def begin(act: Callable[[], None]) -> list[str]:
        seen: list[str] = []

        def after_it(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
            def hashed(*given: Any) -> Any:
                seen.append(name)
                with request_context("manage_profile"):
                    act()
                return real(*given)

            return hashed

        for name in ("verify", "hash"):
            monkeypatch.setattr(PasswordHasher, name, after_it(name, getattr(PasswordHasher, name)))
        return seen

    return begin


def tries(person: Any) -> int:
    with transaction() as db:
        return len(db.execute(own(sign_in_attempts).where(sign_in_attempts.c.number == person.number)).all())


@pytest.mark.parametrize(
    ("operation", "hashes"),
    [
        ("edit_profile", ["verify"]),
        ("change_password", ["verify", "verify", "hash"]),
        ("set_password", ["verify", "hash"]),
        ("sign_in", ["verify"]),
    ],
)
def test_no_connection_is_held_while_a_password_is_checked_or_hashed(
    portal: Portal, before_hashes: Hashing, operation: str, hashes: list[str]
) -> None:
    person = portal.new("mahasiswa")
    view, token = portal.as_(person), asked(portal, person.email)
    own_row = select(people.c.id).where(people.c.id == person.id).with_for_update(nowait=True)

    def lock_the_account() -> None:
        assert engine().pool.checkedout() == 0  # type: ignore[attr-defined]
        with transaction() as db:
            assert db.scalar(own_row) == person.id

    assert portal.campus.signals.wait_idle()
    seen = before_hashes(lock_the_account)
    sent = {
        "edit_profile": MOVE,
        "change_password": CHANGE,
        "set_password": {"token": token, "password": NEW},
        "sign_in": {"number": person.number, "password": PASSWORD},
    }
    view.call(operation, json=sent[operation])
    assert seen == hashes
    assert tries(person) == 0


@pytest.mark.parametrize(("operation", "sent"), [("edit_profile", MOVE), ("change_password", CHANGE)])
def test_the_password_that_was_checked_has_to_hold_still(
    portal: Portal, before_hashes: Hashing, operation: str, sent: dict[str, str]
) -> None:
    person, other = portal.new("mahasiswa"), hash_password("kata-sandi-lain")
    view = portal.as_(person)

    def set_another() -> None:
        with transaction() as db:
            db.execute(update(people).where(people.c.id == person.id).values(password_hash=other))

    before_hashes(set_another)
    assert view.call(operation, json=sent, expect=422).fields == WRONG
    kept = portal.call("sign_in", json={"number": person.number, "password": "kata-sandi-lain"})["person"]
    assert (kept["id"], view.call("show_profile")["email"]) == (str(person.id), person.email)


@pytest.mark.parametrize("how", ["deactivated", "signed out"])
@pytest.mark.parametrize(("operation", "sent"), [("edit_profile", MOVE), ("change_password", CHANGE)])
def test_who_was_shut_out_meanwhile_changes_nothing(
    portal: Portal, before_hashes: Hashing, operation: str, sent: dict[str, str], how: str
) -> None:
    person = portal.new("mahasiswa")
    view = portal.as_(person)

    def shut_out() -> None:
        with transaction() as db:
            if how == "deactivated":
                db.execute(update(people).where(people.c.id == person.id).values(active=False))
            else:
                sessions.end_sessions_of(db, person.id, "signed out")

    before_hashes(shut_out)
    assert view.call(operation, json=sent, expect=401).code == "session_ended"
    with transaction() as db:
        now = db.execute(select(people).where(people.c.id == person.id)).one()
    assert (now.email, now.password_hash) == (person.email, person.password_hash)
    assert tries(person) == 0


def test_a_link_that_was_closed_meanwhile_sets_no_password(portal: Portal, before_hashes: Hashing) -> None:
    person = portal.new("mahasiswa")
    token = asked(portal, person.email)

    def close() -> None:
        with transaction() as db:
            close_links(db, person.id)

    before_hashes(close)
    portal.call("set_password", json={"token": token, "password": NEW}, expect=410)
    portal.as_(person)


@pytest.mark.parametrize(
    ("operation", "sent", "expect"),
    [("edit_profile", {}, 409), ("change_password", {"password": PASSWORD}, 422)],
)
def test_a_refusal_after_the_right_password_is_no_wrong_try(
    portal: Portal, operation: str, sent: dict[str, str], expect: int
) -> None:
    person, other = portal.new("mahasiswa"), portal.new("mahasiswa")
    view = portal.as_(person)
    for _ in range(6):
        moves = {"email": other.email} if operation == "edit_profile" else {}
        view.call(operation, json={"current_password": PASSWORD, **sent, **moves}, expect=expect)
    assert tries(person) == 0
