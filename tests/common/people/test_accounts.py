"""Accounts: only one of each, and always somebody who can let others in."""

import pytest
from sqlalchemy import Connection, select

from common.audit.tables import audit_log
from common.notifications.tables import messages
from common.people import actions
from common.people.errors import EmailTaken, LastAdmin, NumberTaken
from tests import factories as make

FORM = {
    "number": "0099",
    "name": "Siti",
    "role": "mahasiswa",
    "program": None,
    "email": "siti@kampus.test",
    "whatsapp": None,
}


def test_a_new_user_gets_a_link_and_no_password(db: Connection) -> None:
    person = actions.add_user(db, make.as_actor(make.admin(db)), FORM)
    assert person.password_hash is None
    assert db.scalars(select(messages.c.recipient)).all() == ["siti@kampus.test"]


def test_a_number_is_given_once(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    actions.add_user(db, admin, FORM)
    with pytest.raises(NumberTaken):
        actions.add_user(db, admin, FORM | {"email": "lain@kampus.test"})


def test_an_address_is_given_once_whatever_its_capitals(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    actions.add_user(db, admin, FORM)
    with pytest.raises(EmailTaken):
        actions.add_user(db, admin, FORM | {"number": "0100", "email": "SITI@kampus.test"})


def test_an_edit_leaves_old_and_new_value_in_the_log(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    person = actions.add_user(db, admin, FORM)
    actions.edit_user(db, admin, person.id, {"name": "Siti Aminah"})
    line = db.execute(select(audit_log).where(audit_log.c.action == "person.edited")).one()
    assert (line.old, line.new) == ({"name": "Siti"}, {"name": "Siti Aminah"})


def test_the_last_admin_stays(db: Connection) -> None:
    admin = make.admin(db)
    with pytest.raises(LastAdmin):
        actions.deactivate_user(db, make.as_actor(admin), admin.id)
