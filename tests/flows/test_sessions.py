"""A session, from sign-in to its end, and what a copied token is worth."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import jwt
import pytest
import time_machine

from common.domain.people import sign_in
from common.domain.people.tables import people, sign_in_attempts
from common.platform import clock
from common.platform.auth.keys import public_keys, signing_key
from common.platform.db import transaction
from common.platform.log import request_context
from common.platform.settings import settings
from tests.client import PASSWORD, Answer, Portal
from tests.uat import cast


def refreshed(view: Portal, expect: int = 200) -> Answer:
    return view.call("refresh_session", expect=expect)


def test_the_refresh_cookie_is_out_of_reach_of_scripts_and_other_sites(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    answer = portal.call("sign_in", json={"number": person.number, "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    for mark in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/v1/session"):
        assert mark in cookie


def test_a_refresh_gives_a_new_cookie_and_the_session_goes_on(portal: Portal) -> None:
    view = portal.as_(portal.new("mahasiswa"))
    before = view.cookie
    view.hold(refreshed(view))
    assert view.cookie != before
    view.call("current_session")


def test_a_copied_refresh_token_ends_the_whole_session(portal: Portal) -> None:
    owner = portal.as_(portal.new("mahasiswa"))
    thief = Portal(portal.campus)
    thief.cookie = owner.cookie
    owner.hold(refreshed(owner))
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        thief.hold(refreshed(thief))
        assert refreshed(owner, 401).code == "session_ended", "the owner's was retired for the thief's"
        assert refreshed(thief, 401).code == "session_ended"
        assert thief.call("current_session", expect=401).code == "session_ended"


def test_an_answer_that_was_lost_on_its_way_is_asked_for_again(portal: Portal) -> None:
    view = portal.as_(portal.new("mahasiswa"))
    lost = refreshed(view)
    view.hold(refreshed(view))
    view.call("current_session")
    view.hold(refreshed(view))
    copy = Portal(portal.campus)
    copy.hold(lost)
    assert refreshed(copy, 401).code == "session_ended", "nobody but a thief has what was lost"


def test_what_has_been_used_is_not_given_out_again(portal: Portal) -> None:
    first = portal.as_(portal.new("mahasiswa"))
    second = Portal(portal.campus)
    second.cookie = first.cookie
    for _ in range(2):
        first.hold(refreshed(first))
    assert refreshed(second, 401).code == "session_ended"
    assert first.call("current_session", expect=401).code == "session_ended"


@pytest.mark.parametrize("how", ["sign out", "deactivated", "password changed elsewhere"])
def test_the_inbox_answers_no_ended_session_although_its_token_lives(portal: Portal, how: str) -> None:
    person = portal.new("mahasiswa")
    view, elsewhere = portal.as_(person), portal.as_(person)
    others = portal.as_(portal.new("mahasiswa"))
    for one in (view, others):
        one.call("read_inbox")
    if how == "sign out":
        view.call("sign_out")
    elif how == "deactivated":
        portal.as_(portal.new("admin")).call("deactivate_user", user_id=person.id)
    else:
        new = {"current_password": PASSWORD, "password": "kuda-baterai-jepit"}
        elsewhere.call("change_password", json=new)
        elsewhere.call("read_inbox")
    assert view.call("read_inbox", expect=401).code == "session_ended"
    assert view.call("mark_read", json={"ids": None}, expect=401).code == "session_ended"
    others.call("read_inbox")


def test_signing_in_anew_ends_the_session_of_that_browser_alone(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    first, elsewhere = portal.as_(person), portal.as_(person)
    again = Portal(portal.campus)
    again.cookie = first.cookie
    again.call("sign_in", json={"number": person.number, "password": PASSWORD})
    assert first.call("current_session", expect=401).code == "session_ended"
    elsewhere.call("current_session")


def test_a_page_of_another_site_cannot_use_the_cookie(portal: Portal) -> None:
    view = portal.as_(portal.new("mahasiswa"))
    refused = view.call("refresh_session", headers={"Origin": "https://jahat.test"}, expect=403)
    assert refused.code == "wrong_origin"


def test_signing_out_kills_access_and_refresh_token(portal: Portal) -> None:
    view = portal.as_(portal.new("mahasiswa"))
    gone = view.call("sign_out")
    assert "Max-Age=0" in gone.headers["Set-Cookie"]
    assert view.call("current_session", expect=401).code == "session_ended"
    assert refreshed(view, 401).code == "session_ended"


def test_an_idle_session_ends_after_an_hour(portal: Portal) -> None:
    view = portal.as_(portal.new("mahasiswa"))
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=True):
        assert refreshed(view, 401).code == "session_ended"


def test_a_tab_with_the_old_role_is_told(portal: Portal) -> None:
    student = portal.new("mahasiswa")
    cast.contract(student, portal.new("dosen"))
    tab = portal.as_(student, "aslab")
    other = Portal(portal.campus)
    other.token, other.cookie = tab.token, tab.cookie
    tab.hold(tab.call("choose_role", json={"role": "mahasiswa"}))
    told = other.call("current_session", expect=403)
    assert (told.code, told.title) == ("role_changed", "Peran Anda telah berubah")


def test_a_former_aslab_may_see_the_session_go_on_as_student_and_leave(portal: Portal) -> None:
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    contract = cast.contract(student, lecturer)
    tabs = [portal.as_(student, "aslab") for _ in range(2)]
    portal.as_(lecturer).call("end_contract", contract_id=contract.id, json={})
    for tab in tabs:
        assert tab.call("list_own_contracts", expect=403).code == "aslab_access_ended"
        assert tab.call("current_session")["roles"] == ["mahasiswa"]
    tabs[0].hold(tabs[0].call("choose_role", json={"role": "mahasiswa"}))
    tabs[0].call("list_own_applications")
    tabs[1].call("sign_out")


def test_nobody_takes_a_role_that_is_not_his(portal: Portal) -> None:
    view = portal.as_(portal.new("mahasiswa"))
    for role in ("admin", "dosen", "aslab"):
        assert view.call("choose_role", json={"role": role}, expect=403).code == "forbidden"


def test_a_deactivated_person_is_out_at_the_next_request(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    view, admin = portal.as_(person), portal.as_(portal.new("admin"))
    admin.call("deactivate_user", user_id=person.id)
    assert view.call("current_session", expect=401).code == "session_ended"
    refused = portal.call("sign_in", json={"number": person.number, "password": PASSWORD}, expect=403)
    assert refused.title == "Akun Anda tidak aktif. Hubungi admin."
    wrong = portal.call("sign_in", json={"number": person.number, "password": "salah-sekali"}, expect=401)
    assert wrong.code == "wrong_credentials", "only who knows the password hears that the account is shut"


def test_five_wrong_passwords_lock_one_person_for_a_quarter_of_an_hour(portal: Portal) -> None:
    person, other = portal.new("mahasiswa"), portal.new("mahasiswa")
    for _ in range(5):
        portal.call("sign_in", json={"number": person.number, "password": "salah"}, expect=401)
    locked = portal.call("sign_in", json={"number": person.number, "password": PASSWORD}, expect=429)
    assert locked.title == "Terlalu banyak percobaan. Coba lagi dalam 15 menit."
    assert 0 < int(locked.headers["Retry-After"]) <= 900
    portal.as_(other)
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=True):
        portal.as_(person)


def test_guesses_from_many_addresses_lock_the_account_for_all_of_them(portal: Portal) -> None:
    """Addresses are cheap, and where a proxy is passed by they can be made up."""
    person = portal.new("mahasiswa")
    most = settings().sign_in_tries_anywhere
    guesses = [{"number": person.number, "ip": f"2001:db8::{n}", "at": clock.now()} for n in range(most)]
    with transaction() as db:
        db.execute(sign_in_attempts.insert(), guesses[1:])
    portal.call("sign_in", json={"number": person.number, "password": PASSWORD})
    with transaction() as db:
        db.execute(sign_in_attempts.insert(), guesses[:1])
    locked = portal.call("sign_in", json={"number": person.number, "password": PASSWORD}, expect=429)
    assert locked.code == "too_many_tries"
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=True):
        portal.as_(person)


def test_a_reset_that_comes_between_check_and_session_wins(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    person = portal.new("mahasiswa")
    checked = sign_in.password_fits

    def slow(kept: str | None, typed: str) -> bool:
        fits = checked(kept, typed)
        with request_context("manage_profile"), transaction() as db:
            db.execute(people.update().where(people.c.id == person.id).values(password_hash="lain"))
        return fits

    monkeypatch.setattr(sign_in, "password_fits", slow)
    portal.call("sign_in", json={"number": person.number, "password": PASSWORD}, expect=401)


def test_an_unknown_number_hears_what_a_wrong_password_hears(portal: Portal) -> None:
    person = portal.new("mahasiswa")
    known = portal.call("sign_in", json={"number": person.number, "password": "salah"}, expect=401).json
    unknown = portal.call("sign_in", json={"number": "999", "password": "salah"}, expect=401).json
    assert known | {"request_id": ""} == unknown | {"request_id": ""}


def test_both_keys_are_good_while_they_are_rotated(portal: Portal) -> None:
    view = portal.as_(portal.new("mahasiswa"))
    published = portal.call("published_keys")["keys"]
    assert len({key["kid"] for key in published}) == 2
    assert {"d" in key for key in published} == {False}
    private = json.loads(settings().signing_keys)
    before = os.environ["SIGNING_KEYS"]
    try:
        _sign_with({"keys": private["keys"][::-1]})
        rotated = Portal(portal.campus)
        rotated.cookie = view.cookie
        rotated.hold(refreshed(rotated))
        assert jwt.get_unverified_header(rotated.token)["kid"] == private["keys"][1]["kid"]
        rotated.call("current_session")
        view.call("current_session")
    finally:
        _sign_with(json.loads(before))


def _sign_with(keys: object) -> None:
    os.environ["SIGNING_KEYS"] = json.dumps(keys)
    for cached in (settings, signing_key, public_keys):
        cached.cache_clear()
