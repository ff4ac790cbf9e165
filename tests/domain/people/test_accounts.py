"""Accounts: only one of each, and what a change of one leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, func, select, update

from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.tables import messages
from common.domain.people import actions
from common.domain.people.errors import EmailTaken, LinkNotValid, NumberTaken
from common.domain.people.passwords import send_reset_link
from common.domain.people.queries import person as read
from common.domain.people.tables import people
from common.platform import clock
from common.platform.errors import NotFound
from tests import factories as make
from tests.bystanders import own
from tests.domain.people.records import at, audited, sent, set_password, tokens, whole

FORM = {
    "number": "0099",
    "name": "Siti",
    "role": "mahasiswa",
    "program": None,
    "email": "siti@kampus.test",
    "whatsapp": None,
}
NEW = "sandi-baru-yang-panjang"


def test_a_new_user_gets_a_link_and_no_password(db: Connection) -> None:
    person = actions.add_user(db, make.as_actor(make.admin(db)), FORM)
    assert (whole(db, person.id).password_hash, person.has_password) == (None, False)
    assert [message.recipient for message in sent(db, person)] == ["siti@kampus.test"]


def test_a_new_user_leaves_what_was_typed_in_the_log(db: Connection) -> None:
    person = actions.add_user(db, make.as_actor(make.admin(db)), FORM)
    assert audited(db, person.id) == [("person.added", None, FORM)]


def test_a_number_is_given_once(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    actions.add_user(db, admin, FORM)
    with pytest.raises(NumberTaken) as refused:
        actions.add_user(db, admin, FORM | {"email": "lain@kampus.test"})
    assert list(refused.value.fields) == ["number"]


def test_an_address_is_given_once_whatever_its_capitals(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    actions.add_user(db, admin, FORM)
    with pytest.raises(EmailTaken) as refused:
        actions.add_user(db, admin, FORM | {"number": "0100", "email": "SITI@kampus.test"})
    assert list(refused.value.fields) == ["email"]


def test_an_address_of_somebody_else_is_refused_in_an_edit_too(db: Connection) -> None:
    admin, one, other = make.as_actor(make.admin(db)), make.student(db), make.student(db)
    with pytest.raises(EmailTaken) as refused:
        actions.edit_user(db, admin, one.id, {"email": other.email})
    assert list(refused.value.fields) == ["email"]


def test_an_edit_leaves_old_and_new_value_in_the_log(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    person = actions.add_user(db, admin, FORM)
    actions.edit_user(db, admin, person.id, {"name": "Siti Aminah"})
    assert audited(db, person.id)[1:] == [("person.edited", {"name": "Siti"}, {"name": "Siti Aminah"})]


def test_an_edit_changes_one_account_and_when_it_was_changed(db: Connection) -> None:
    admin, one, other = make.as_actor(make.admin(db)), make.student(db), make.student(db)
    later = clock.now() + timedelta(hours=1)
    with at(later):
        edited = actions.edit_user(db, admin, one.id, {"name": "Siti Aminah"})
    assert (edited.id, edited.name, edited.updated_at, edited.created_at) == (
        one.id,
        "Siti Aminah",
        later,
        one.created_at,
    )
    assert read(db, one.id) == edited
    assert whole(db, other.id) == other


def test_an_edit_that_changes_nothing_leaves_nothing_behind(db: Connection) -> None:
    one = make.student(db)
    before = read(db, one.id)
    with at(clock.now() + timedelta(hours=1)):
        kept = actions.edit_user(db, make.as_actor(make.admin(db)), one.id, {"name": one.name, "email": one.email})
    assert (kept, whole(db, one.id)) == (before, one)
    assert (audited(db, one.id), sent(db, one)) == ([], [])


@pytest.mark.parametrize("act", [actions.deactivate_user, actions.activate_user])
def test_an_account_that_is_not_there_is_not_found(db: Connection, act: Any) -> None:
    with pytest.raises(NotFound):
        act(db, make.as_actor(make.admin(db)), uuid4())


def test_nobody_edits_or_reads_an_account_that_is_not_there(db: Connection) -> None:
    with pytest.raises(NotFound):
        actions.edit_user(db, make.as_actor(make.admin(db)), uuid4(), {"name": "Siti"})
    with pytest.raises(NotFound):
        read(db, uuid4())


def test_who_has_no_password_yet_gets_the_first_link_at_the_new_address(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    person = actions.add_user(db, admin, FORM)
    actions.edit_user(db, admin, person.id, {"email": "siti.aminah@kampus.test"})
    assert [(one.kind, one.recipient) for one in sent(db, person)] == [
        ("account_created", "siti@kampus.test"),
        ("account_created", "siti.aminah@kampus.test"),
    ]
    old, new = tokens(db, person)
    with pytest.raises(LinkNotValid):
        set_password(db, admin, old, NEW)
    set_password(db, admin, new, NEW)


def test_who_has_a_password_gets_no_link_at_the_new_address(db: Connection) -> None:
    person = make.student(db, password_hash="x")
    actions.edit_user(db, make.as_actor(make.admin(db)), person.id, {"email": "baru@kampus.test"})
    queued = db.execute(own(messages).where(messages.c.person_id == person.id)).all()
    assert {one.kind for one in queued} == {"email_changed", "email_taken_up"}
    mailed = {one.kind: one.recipient for one in queued if one.channel == "email"}
    assert mailed == {"email_changed": person.email, "email_taken_up": "baru@kampus.test"}


def test_an_edit_of_anything_but_the_address_leaves_links_alone(db: Connection) -> None:
    admin, person = make.as_actor(make.admin(db)), make.student(db)
    send_reset_link(db, person.email)
    actions.edit_user(db, admin, person.id, {"name": "Siti Aminah"})
    assert len(tokens(db, person)) == 1
    set_password(db, admin, tokens(db, person)[0], NEW)


@pytest.mark.parametrize(("change", "withdrawn"), [({"whatsapp_wanted": False}, 1), ({"language": "en"}, 0)])
def test_only_who_switches_whatsapp_off_loses_what_waits(
    db: Connection, setting: Any, change: dict[str, Any], withdrawn: int
) -> None:
    setting("WHATSAPP_PROVIDER", "meta")
    person, other = make.student(db, password_hash="x"), make.student(db)
    for one in (person, other):
        data = {"name": one.name, "at": clock.now().isoformat()}
        notify(db, Recipient.of(one), "password_changed", f"test:{one.id}", data)
    actions.edit_user(db, make.as_actor(person), person.id, change)
    gone = select(func.count()).where(messages.c.withdrawn_at.is_not(None))
    assert db.scalar(gone.where(messages.c.person_id == person.id)) == withdrawn
    assert db.scalar(gone.where(messages.c.person_id == other.id)) == 0


def test_a_deactivation_and_an_activation_leave_the_old_and_the_new_state_in_the_log(db: Connection) -> None:
    admin, person, other = make.as_actor(make.admin(db)), make.student(db), make.student(db)
    later = clock.now() + timedelta(hours=1)
    with at(later):
        shut = actions.deactivate_user(db, admin, person.id)
    assert (shut.active, shut.updated_at, read(db, person.id).active) == (False, later, False)
    opened = actions.activate_user(db, admin, person.id)
    assert (opened.active, read(db, person.id).active) == (True, True)
    assert audited(db, person.id) == [
        ("person.deactivated", {"active": True}, {"active": False}),
        ("person.activated", {"active": False}, {"active": True}),
    ]
    assert whole(db, other.id) == other


@pytest.mark.parametrize(("act", "active"), [(actions.deactivate_user, False), (actions.activate_user, True)])
def test_what_is_so_already_is_not_done_again(db: Connection, act: Any, active: bool) -> None:
    person = make.student(db, active=active)
    before = read(db, person.id)
    with at(clock.now() + timedelta(hours=1)):
        assert act(db, make.as_actor(make.admin(db)), person.id) == before
    assert whole(db, person.id) == person
    assert audited(db, person.id) == []


def test_a_deactivation_closes_the_links_of_one_person(db: Connection) -> None:
    admin, person, other = make.as_actor(make.admin(db)), make.student(db), make.student(db)
    for one in (person, other):
        send_reset_link(db, one.email)
    actions.deactivate_user(db, admin, person.id)
    db.execute(update(people).where(people.c.id == person.id).values(active=True))
    with pytest.raises(LinkNotValid):
        set_password(db, admin, tokens(db, person)[0], NEW)
    set_password(db, admin, tokens(db, other)[0], NEW)
