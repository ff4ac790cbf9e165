"""One's own account: what may be changed, and what a session left open is not enough for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from unittest.mock import ANY

import pytest
import time_machine

from common.domain.audit.tables import audit_log
from common.domain.people.tables import NOTICE_VERSION
from common.ops.local.serving import loopback_client
from common.platform import clock
from common.platform.db import transaction
from tests.bystanders import own
from tests.client import PASSWORD, Portal
from tests.flows.test_passwords import NEW, asked, link_in
from tests.uat import cast

WRONG = "bukan-kata-sandi"
LOCKED = "Terlalu banyak percobaan. Coba lagi dalam 15 menit."
MOVE = {"email": "baru@kampus.test", "current_password": PASSWORD}


def audited(action: str) -> list[Any]:
    with transaction() as db:
        return list(db.execute(own(audit_log).where(audit_log.c.action == action).order_by(audit_log.c.id)).all())


def mails_to(portal: Portal, address: str) -> list[str]:
    portal.sweep()
    assert portal.campus.signals.wait_idle()
    return [mail.subject for mail in portal.campus.outbox.mails if address in mail.recipients]


@pytest.mark.parametrize("role", ["mahasiswa", "dosen", "admin"])
def test_everybody_sees_the_own_account(portal: Portal, role: str) -> None:
    person = portal.new(role)
    assert portal.as_(person).call("show_profile").json == {
        "id": str(person.id),
        "number": person.number,
        "name": person.name,
        "program": person.program,
        "email": person.email,
        "whatsapp": person.whatsapp,
        "whatsapp_wanted": True,
        "notice_version": NOTICE_VERSION,
        "notice_at": ANY,
        "language": "id",
    }


def test_the_role_that_is_active_does_not_matter(portal: Portal) -> None:
    student = portal.new("mahasiswa")
    cast.contract(student, portal.new("dosen"))
    for view in (portal.as_(student), portal.as_(student, "aslab")):
        assert view.call("show_profile")["id"] == str(student.id)
        assert view.call("edit_profile", json={"language": "en"})["language"] == "en"


def test_what_gives_no_account_away_takes_no_password(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    changed = {"whatsapp": "0813-1111-2222", "whatsapp_wanted": False, "language": "en", "email": person.email}
    told = portal.as_(person).call("edit_profile", json=changed)
    assert (told["whatsapp"], told["whatsapp_wanted"], told["language"]) == ("+6281311112222", False, "en")
    [line] = audited("person.edited")
    assert (line.actor_id, line.subject_id) == (person.id, str(person.id))
    assert line.old == {"whatsapp": person.whatsapp, "whatsapp_wanted": True, "language": "id"}
    assert line.new == {"whatsapp": "+6281311112222", "whatsapp_wanted": False, "language": "en"}


@pytest.mark.parametrize("field", ["name", "number", "program", "role", "active"])
def test_what_only_an_admin_may_change_is_refused(portal: Portal, field: str) -> None:
    refused = portal.as_(portal.new("mahasiswa")).call("edit_profile", json={field: "x"}, expect=422)
    assert refused.fields == {field: "Isian tidak dikenal"}


def test_a_new_address_takes_the_password_and_both_hear_of_it(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    assert portal.as_(person).call("edit_profile", json=MOVE)["email"] == "baru@kampus.test"
    [line] = audited("person.edited")
    assert (line.old, line.new) == ({"email": person.email}, {"email": "baru@kampus.test"})
    assert mails_to(portal, person.email) == ["Alamat email akun SI-Aslab Anda diganti"]
    assert mails_to(portal, "baru@kampus.test") == ["Alamat email ini milik akun SI-Aslab Anda"]


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ({}, "Kata sandi saat ini wajib diisi"),
        ({"current_password": None}, "Kata sandi saat ini wajib diisi"),
        ({"current_password": WRONG}, "Kata sandi saat ini salah"),
    ],
)
def test_without_the_password_the_address_stays(portal: Portal, password: dict[str, Any], told: str) -> None:
    person = portal.new("mahasiswa")
    view = portal.as_(person)
    sent = {"email": "baru@kampus.test", "language": "en", **password}
    assert view.call("edit_profile", json=sent, expect=422).fields == {"current_password": told}
    kept = view.call("show_profile")
    assert (kept["email"], kept["language"]) == (person.email, "id")
    assert len(audited("password.refused")) == (password.get("current_password") is not None)
    assert mails_to(portal, person.email) == []


def test_an_address_of_somebody_else_is_told_only_to_who_knows_the_password(portal: Portal) -> None:
    other, view = portal.new("mahasiswa"), portal.as_(portal.new("mahasiswa"))
    sent = {"email": other.email.upper(), "current_password": WRONG}
    assert set(view.call("edit_profile", json=sent, expect=422).fields) == {"current_password"}
    refused = view.call("edit_profile", json=sent | {"current_password": PASSWORD}, expect=409)
    assert refused.fields == {"email": "Email sudah digunakan"}


def test_a_link_dies_with_the_address_that_its_owner_left(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    view, token = portal.as_(person), asked(portal, person.email)
    view.call("edit_profile", json=MOVE)
    portal.call("set_password", json={"token": token, "password": NEW}, expect=410)


def test_guesses_count_together_with_those_to_sign_in_on_this_device(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    view = portal.as_(person)
    change = {"current_password": WRONG, "password": NEW}
    for _ in range(2):
        view.call("edit_profile", json={"email": "baru@kampus.test", "current_password": WRONG}, expect=422)
        view.call("change_password", json=change, expect=422)
    view.call("sign_in", json={"number": person.number, "password": WRONG}, expect=401)
    right = {"current_password": PASSWORD, "password": NEW}
    refused = view.call("change_password", json=right, expect=429)
    assert (refused.title, "Retry-After" in refused.headers) == (LOCKED, True)
    assert view.call("edit_profile", json=MOVE, expect=429).title == LOCKED
    assert view.call("sign_in", json={"number": person.number, "password": PASSWORD}, expect=429).title == LOCKED
    assert view.call("edit_profile", json={"language": "en"})["language"] == "en"
    # Half an hour is shorter than the session's idle time.
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=True):
        portal.as_(person).call("change_password", json=right)


def test_guesses_sent_at_once_are_counted_one_by_one(portal: Portal) -> None:
    view = portal.as_(portal.new("mahasiswa"))

    def guess(_: int) -> int:
        address = view.url.replace("localhost", "127.0.0.1") + "/v1/profile/password"
        sent, headers = {"current_password": WRONG, "password": NEW}, {"Authorization": f"Bearer {view.token}"}
        with loopback_client() as http:
            return http.put(address, json=sent, headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(8) as many:
        answers = sorted(many.map(guess, range(12)))
    assert 422 in answers
    assert set(answers) <= {422, 429, 503}
    assert answers.count(422) <= 5
    assert len(audited("password.refused")) == 1, "the first of them"
    assert len(audited("session.locked")) == (answers.count(422) == 5)


def test_a_new_password_ends_every_other_session_and_is_told_by_mail(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    here, elsewhere, stranger = portal.as_(person), portal.as_(person), portal.as_(portal.new("mahasiswa"))
    token = asked(portal, person.email)
    portal.campus.outbox.clear()
    here.call("change_password", json={"current_password": PASSWORD, "password": NEW})
    assert elsewhere.call("show_profile", expect=401).code == "session_ended"
    assert elsewhere.call("refresh_session", expect=401).code == "session_ended"
    for view in (here, stranger):
        view.call("show_profile")
    here.hold(here.call("refresh_session"))
    portal.call("set_password", json={"token": token, "password": PASSWORD}, expect=410)
    portal.call("sign_in", json={"number": person.number, "password": PASSWORD}, expect=401)
    portal.call("sign_in", json={"number": person.number, "password": NEW})
    [line] = audited("password.changed")
    assert (line.actor_id, line.old, line.new) == (person.id, None, None)
    assert mails_to(portal, person.email) == ["Kata sandi SI-Aslab Anda diganti"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"password": "pendek"}, {"password": "Kata sandi paling sedikit 10 huruf"}),
        ({"current_password": WRONG}, {"current_password": "Kata sandi saat ini salah"}),
        ({"current_password": ""}, {"current_password": "Kata sandi saat ini wajib diisi"}),
        ({"password": ""}, {"password": "Kata sandi baru wajib diisi"}),
    ],
)
def test_what_is_wrong_with_a_new_password_is_told_at_its_field(
    portal: Portal, sent: dict[str, str], told: dict[str, str]
) -> None:
    person = portal.new("mahasiswa")
    view, other = portal.as_(person), portal.as_(person)
    refused = view.call("change_password", json={"current_password": PASSWORD, "password": NEW} | sent, expect=422)
    assert refused.fields == told
    other.call("show_profile")
    assert mails_to(portal, person.email) == []


def test_a_link_to_the_new_address_works(portal: Portal) -> None:
    person = portal.new("dosen")
    portal.as_(person).call("edit_profile", json=MOVE)
    assert mails_to(portal, "baru@kampus.test")
    portal.campus.outbox.clear()
    portal.call("request_password_link", json={"email": "baru@kampus.test"})
    token = link_in(portal.campus.outbox.wait_for_mail(to="baru@kampus.test").text)
    portal.call("set_password", json={"token": token, "password": NEW})
