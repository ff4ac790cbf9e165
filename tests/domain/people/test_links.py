"""Links to set a password: how long they live, how many there are, and whose they close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from common.domain.notifications.queue import wake_delivery
from common.domain.people import passwords
from common.domain.people.errors import LinkNotValid
from common.domain.people.sessions import open_session
from common.domain.people.tables import password_links, people, sessions
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.passwords import password_fits
from common.platform.db import transaction
from common.platform.errors import Invalid
from tests import factories as make
from tests.bystanders import own
from tests.domain.people.records import SECOND, at, audited, sent, set_password, tokens, whole
from tests.races import at_once

NEW = "sandi-baru-yang-panjang"
PUBLIC = Actor.public("10.0.0.9")
Send = Callable[[Connection, Any], None]


def reset(db: Connection, person: Any) -> None:
    passwords.send_reset_link(db, person.email)


def use(db: Connection, token: str, password: str = NEW) -> None:
    set_password(db, PUBLIC, token, password)


@pytest.mark.parametrize(
    ("send", "life"), [(passwords.send_first_link, timedelta(hours=72)), (reset, timedelta(minutes=30))]
)
def test_a_link_works_to_the_end_of_its_life_and_not_longer(db: Connection, send: Send, life: timedelta) -> None:
    person, now = make.student(db), clock.now()
    with at(now):
        send(db, person)
    [token] = tokens(db, person)
    with at(now + life + SECOND), pytest.raises(LinkNotValid):
        use(db, token)
    with at(now + life - SECOND):
        use(db, token)


@pytest.mark.parametrize(
    ("send", "kind", "minutes", "hours"),
    [(passwords.send_first_link, "account_created", 4320, 72), (reset, "password_reset", 30, 0)],
)
def test_the_mail_says_whose_account_it_is_and_how_long_the_link_lives(
    db: Connection, send: Send, kind: str, minutes: int, hours: int
) -> None:
    person = make.student(db)
    send(db, person)
    [message] = sent(db, person)
    assert (message.kind, message.channel, message.recipient) == (kind, "email", person.email)
    told = {"name": person.name, "number": person.number, "minutes": minutes, "hours": hours}
    assert message.data == told | {"link": message.data["link"]}


def test_a_sixth_link_within_the_hour_is_not_sent(db: Connection) -> None:
    person, other, now = make.student(db), make.student(db), clock.now()
    with at(now):
        for _ in range(6):
            reset(db, person)
        assert len(tokens(db, person)) == 5
    with at(now + timedelta(hours=1) - SECOND):
        reset(db, person)
        reset(db, other)
        assert (len(tokens(db, person)), len(tokens(db, other))) == (5, 1)
    with at(now + timedelta(hours=1) + SECOND):
        reset(db, person)
        assert len(tokens(db, person)) == 6


def test_a_link_is_sent_to_an_active_account_whatever_the_capitals(db: Connection) -> None:
    person, gone = make.student(db, email="Siti.Aminah@kampus.test"), make.student(db, active=False)
    passwords.send_reset_link(db, "siti.AMINAH@kampus.test")
    reset(db, gone)
    assert (len(tokens(db, person)), tokens(db, gone)) == (1, [])


def test_delivery_is_woken_for_an_unknown_address_too(db: Connection) -> None:
    passwords.send_reset_link(db, "siapa@kampus.test")
    assert db.info["after_commit"] == [wake_delivery]


def test_a_used_link_closes_the_others_of_its_owner_alone(db: Connection) -> None:
    person, other = make.student(db), make.student(db)
    for one in (person, person, other):
        reset(db, one)
    first, second = tokens(db, person)
    use(db, first)
    for closed in (first, second):
        with pytest.raises(LinkNotValid):
            use(db, closed)
    use(db, tokens(db, other)[0])


def test_a_link_that_was_closed_keeps_the_moment_of_it(db: Connection) -> None:
    person, now = make.student(db), clock.now()
    with at(now):
        reset(db, person)
        passwords.close_links(db, person.id)
    with at(now + SECOND):
        passwords.close_links(db, person.id)
    assert (
        db.scalar(own(password_links, password_links.c.used_at).where(password_links.c.person_id == person.id)) == now
    )


def test_a_link_of_a_shut_account_sets_no_password(db: Connection) -> None:
    person, _ = make.student(db), make.student(db)
    reset(db, person)
    db.execute(update(people).where(people.c.id == person.id).values(active=False))
    with pytest.raises(LinkNotValid):
        use(db, tokens(db, person)[0])


def test_a_token_that_was_never_sent_is_refused(db: Connection) -> None:
    reset(db, make.student(db))
    with pytest.raises(LinkNotValid):
        use(db, "bukan-tautan")


def test_the_new_password_is_the_owners_alone_and_ends_the_sessions(db: Connection) -> None:
    person, other = make.student(db), make.student(db)
    for one in (person, other):
        open_session(db, one.id, ["mahasiswa"])
    reset(db, person)
    later = clock.now() + timedelta(minutes=1)
    with at(later):
        use(db, tokens(db, person)[0])
    now = whole(db, person.id)
    assert (password_fits(now.password_hash, NEW), now.has_password, now.updated_at) == (True, True, later)
    assert whole(db, other.id) == other
    ended = {row.person_id: row.end_reason for row in db.execute(own(sessions))}
    assert (ended[person.id], ended[other.id]) == ("password set", None)
    assert audited(db, person.id) == [("password.set", None, None)]


def test_ten_characters_are_enough_and_nine_are_not(db: Connection) -> None:
    person = make.student(db)
    reset(db, person)
    [token] = tokens(db, person)
    with pytest.raises(Invalid) as refused:
        use(db, token, "kuda-bate")
    assert list(refused.value.fields) == ["password"]
    use(db, token, "kuda-bater")


def test_a_link_used_many_times_at_once_works_once(committed: None) -> None:
    with transaction() as db:
        person = make.student(db)
        reset(db, person)
        [token] = tokens(db, person)
    assert at_once([lambda db: use(db, token)] * 4) == {"done": 1, "link_not_valid": 3}
