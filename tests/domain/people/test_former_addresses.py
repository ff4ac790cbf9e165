"""Who reads at an address that an admin replaced hears of password links, for as long as it is remembered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.people import actions, passwords
from common.domain.people.addresses import REMEMBERED
from common.platform import clock
from tests import factories as make
from tests.domain.people.records import SECOND, at, sent

NEW = "baru@kampus.test"


@pytest.fixture
def lecturer(db: Connection) -> Any:
    return make.lecturer(db, password_hash="x", email="rina@kampus.test")


def replaced(db: Connection, person: Any, by: Any, email: str = NEW) -> None:
    actions.edit_user(db, make.as_actor(by), person.id, {"email": email})


def heard(db: Connection, person: Any, email: str = NEW) -> list[str]:
    """Where it is heard of when somebody asks for a link to `email`."""
    passwords.send_reset_link(db, email)
    return sorted(one.recipient for one in sent(db, person) if one.kind == "link_sent_elsewhere")


def test_it_is_heard_of_for_thirty_days_and_not_longer(db: Connection, lecturer: Any) -> None:
    now = clock.now()
    with at(now):
        replaced(db, lecturer, make.admin(db))
    with at(now + REMEMBERED + SECOND):
        assert heard(db, lecturer) == []
    with at(now + REMEMBERED - SECOND):
        assert heard(db, lecturer) == ["rina@kampus.test"]
    assert timedelta(days=30) == REMEMBERED


def test_replacing_it_twice_washes_nobody_off(db: Connection, lecturer: Any) -> None:
    admin = make.admin(db)
    replaced(db, lecturer, admin, "perantara@kampus.test")
    replaced(db, lecturer, admin)
    assert heard(db, lecturer) == ["perantara@kampus.test", "rina@kampus.test"]


def test_an_address_that_came_back_hears_of_its_own_link_by_the_link(db: Connection, lecturer: Any) -> None:
    admin = make.admin(db)
    replaced(db, lecturer, admin)
    replaced(db, lecturer, admin, "Rina@kampus.test")
    assert heard(db, lecturer, "rina@kampus.test") == [NEW]


def test_the_notice_holds_no_link_that_opens_anything(db: Connection, lecturer: Any) -> None:
    replaced(db, lecturer, make.admin(db))
    heard(db, lecturer)
    [notice] = [one for one in sent(db, lecturer) if one.kind == "link_sent_elsewhere"]
    assert notice.data.keys() == {"name", "at"}


def test_what_owners_replace_themselves_is_not_remembered(db: Connection, lecturer: Any) -> None:
    replaced(db, lecturer, lecturer)
    assert heard(db, lecturer) == []


def test_a_typing_error_of_who_has_no_password_yet_is_a_strangers_mailbox(db: Connection) -> None:
    new = make.lecturer(db, email="salah@kampus.test")
    replaced(db, new, make.admin(db))
    assert heard(db, new) == []


def test_an_address_hears_of_its_own_account_alone(db: Connection, lecturer: Any) -> None:
    replaced(db, lecturer, make.admin(db))
    other = make.lecturer(db, password_hash="x")
    assert heard(db, other, other.email) == []


def test_a_link_that_is_not_sent_is_not_spoken_of(db: Connection, lecturer: Any) -> None:
    replaced(db, lecturer, make.admin(db))
    for _ in range(6):
        found = heard(db, lecturer)
    assert found == ["rina@kampus.test"] * 5
