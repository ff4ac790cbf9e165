"""The first password and a forgotten one, by a link that works once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine

from common.platform import clock
from tests.client import PASSWORD, Portal

NEW = "sandi-baru-yang-panjang"


def link_in(text: str) -> str:
    found = re.search(r"/kata-sandi#(\S+)", text)
    assert found, text
    return found[1]


def asked(portal: Portal, email: str) -> str:
    portal.call("request_password_link", json={"email": email})
    return link_in(portal.campus.outbox.wait_for_mail(to=email).text)


def test_a_new_user_sets_a_password_by_the_mailed_link_and_signs_in(portal: Portal) -> None:
    form = {"number": "230001", "name": "Rahma", "role": "mahasiswa", "email": "rahma@kampus.test"}
    portal.as_(portal.new("admin")).call("add_user", json=form)
    token = link_in(portal.campus.outbox.wait_for_mail(to="rahma@kampus.test").text)
    portal.call("set_password", json={"token": token, "password": NEW})
    portal.call("sign_in", json={"number": "230001", "password": NEW})


def test_a_forgotten_password_is_replaced_and_every_other_session_ends(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    view = portal.as_(person)
    portal.call("set_password", json={"token": asked(portal, person.email), "password": NEW})
    assert view.call("current_session", expect=401).code == "session_ended"
    portal.call("sign_in", json={"number": person.number, "password": PASSWORD}, expect=401)
    portal.call("sign_in", json={"number": person.number, "password": NEW})


def test_an_unknown_address_hears_the_same(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    known = portal.call("request_password_link", json={"email": person.email})
    unknown = portal.call("request_password_link", json={"email": "siapa@kampus.test"})
    assert known.json == unknown.json == {"message": "Jika akun terdaftar, tautan telah dikirim ke email Anda"}


def test_a_link_dies_with_the_address_it_was_sent_to(portal: Portal) -> None:
    admin = portal.as_(portal.new("admin"))
    form = {"number": "230002", "name": "Dewi", "role": "mahasiswa", "email": "salah@kampus.test"}
    made = admin.call("add_user", json=form)
    strangers = link_in(portal.campus.outbox.wait_for_mail(to="salah@kampus.test").text)
    admin.call("edit_user", user_id=made["id"], json={"email": "dewi@kampus.test"})
    portal.call("set_password", json={"token": strangers, "password": NEW}, expect=410)
    hers = link_in(portal.campus.outbox.wait_for_mail(to="dewi@kampus.test").text)
    portal.call("set_password", json={"token": hers, "password": NEW})


def test_a_deactivated_person_sets_no_password(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    token = asked(portal, person.email)
    portal.as_(portal.new("admin")).call("deactivate_user", user_id=person.id)
    portal.call("set_password", json={"token": token, "password": NEW}, expect=410)


def test_nobody_floods_a_mailbox_with_links(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda _: portal.call("request_password_link", json={"email": person.email}), range(16)))
    portal.sweep()
    assert portal.campus.signals.wait_idle()
    assert len(portal.campus.outbox.mails) == 5


def test_a_used_a_changed_and_an_old_link_are_refused(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    used = asked(portal, person.email)
    portal.call("set_password", json={"token": used, "password": NEW})
    portal.campus.outbox.clear()
    fresh = asked(portal, person.email)
    for token in (used, fresh[:-1] + ("A" if fresh[-1] != "A" else "B")):
        refused = portal.call("set_password", json={"token": token, "password": PASSWORD}, expect=410)
        assert refused.title == "Tautan tidak berlaku atau sudah kedaluwarsa"
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=True):
        portal.call("set_password", json={"token": fresh, "password": PASSWORD}, expect=410)
    portal.call("sign_in", json={"number": person.number, "password": NEW})


def test_a_short_password_is_refused_and_the_link_stays_good(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    token = asked(portal, person.email)
    refused = portal.call("set_password", json={"token": token, "password": "pendek"}, expect=422)
    assert "password" in refused.fields
    portal.call("set_password", json={"token": token, "password": NEW})
