"""Module 1: wrong passwords, of owners and of strangers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event, Semaphore
from typing import Any

import pytest

from common.domain.people import sign_in
from common.ops.local.serving import loopback_client
from common.platform.auth.passwords import hash_password
from tests.client import PASSWORD, Answer, Portal
from tests.flows.test_passwords import asked

WRONG = "Mahasiswa-2026"
Setting = Callable[[str, str], None]


@pytest.fixture
def behind_a_proxy(setting: Setting) -> None:
    """What a test says of its address is believed."""
    setting("TRUSTED_PROXIES", "2")


def tried(portal: Portal, number: str, password: str = WRONG, ip: str = "203.0.113.1", expect: int = 401) -> Answer:
    sent = {"number": number, "password": password}
    return portal.call("sign_in", json=sent, headers={"X-Forwarded-For": ip}, expect=expect)


def tried_anyhow(portal: Portal, number: str, ip: str = "203.0.113.1") -> Answer:
    """Whether refused as wrong, or as one too many."""
    try:
        return tried(portal, number, ip=ip)
    except AssertionError:
        return tried(portal, number, ip=ip, expect=429)


def audit_lines(portal: Portal, action: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = portal.as_(portal.new("admin")).call("read_audit", query={"action": action})["items"]
    return found


def test_auth_04_a_wrong_password_opens_nothing_and_is_in_the_audit_log(portal: Portal) -> None:
    """Kata sandi salah: pesan yang sama, tanpa sesi, tercatat di log audit."""
    person = portal.new("mahasiswa")
    refused = portal.call("sign_in", json={"number": person.number, "password": WRONG}, expect=401)
    assert refused.title == "NIM/NIP atau kata sandi salah"
    assert "Set-Cookie" not in refused.headers
    assert [line["subject_id"] for line in audit_lines(portal, "session.refused")] == [str(person.id)]


def test_auth_05_an_unknown_number_is_answered_alike_and_as_slowly(portal: Portal, setting: Setting) -> None:
    """Nomor tidak terdaftar: pesan, status, dan lama jawaban seperti kata sandi salah."""
    setting("SIGN_IN_TRIES", "99")
    person = portal.new("mahasiswa", password_hash=hash_password(PASSWORD))
    seconds = dict[str, list[float]](known=[], unknown=[])
    portal.call("sign_in", json={"number": "9999", "password": WRONG}, expect=401)
    for _ in range(15):
        for name, number in {"known": person.number, "unknown": "9999999999"}.items():
            begun = time.perf_counter()
            refused = portal.call("sign_in", json={"number": number, "password": WRONG}, expect=401)
            seconds[name].append(time.perf_counter() - begun)
            told = {key: value for key, value in refused.json.items() if key != "request_id"}
            assert told == {
                "type": f"{portal.url}/kode-galat?kode=wrong_credentials",
                "title": "NIM/NIP atau kata sandi salah",
                "status": 401,
                "code": "wrong_credentials",
            }
    # The quickest of each: whatever else the machine does only makes the others slower.
    assert 0.5 < min(seconds["known"]) / min(seconds["unknown"]) < 2


@pytest.mark.usefixtures("behind_a_proxy")
def test_auth_08_five_wrong_passwords_lock_this_person_at_this_address(portal: Portal) -> None:
    """Lima kali salah dalam 15 menit: terkunci, juga dengan kata sandi benar; orang dan alamat lain tidak."""
    person, other = portal.new("mahasiswa"), portal.new("mahasiswa")
    for _ in range(5):
        tried(portal, person.number)
    locked = tried(portal, person.number, PASSWORD, expect=429)
    assert locked.title == "Terlalu banyak percobaan. Coba lagi dalam 15 menit."
    assert 0 < int(locked.headers["Retry-After"]) <= 900
    tried(portal, other.number, PASSWORD, expect=201)
    tried(portal, person.number, PASSWORD, ip="203.0.113.2", expect=201)
    tried(portal, person.number, PASSWORD, expect=429)
    assert len(audit_lines(portal, "session.refused")) == len(audit_lines(portal, "session.locked")) == 1


@pytest.mark.usefixtures("behind_a_proxy")
def test_auth_23_an_address_that_guesses_over_many_numbers_is_slowed(portal: Portal) -> None:
    """Satu kata sandi untuk 100 nomor dari satu alamat: alamat itu diperlambat, alamat lain tidak."""
    answers = [tried_anyhow(portal, f"80{n:06}") for n in range(100)]
    assert Counter(answer.status for answer in answers) == {401: 40, 429: 60}
    assert {0 < int(answer.headers["Retry-After"]) <= 900 for answer in answers if answer.status == 429} == {True}
    [slowed] = audit_lines(portal, "session.slowed")
    assert (slowed["subject_type"], slowed["subject_id"], slowed["new"]) == ("address", "203.0.113.1", {"tries": 40})
    person = portal.new("mahasiswa")
    tried(portal, person.number, PASSWORD, expect=429)
    tried(portal, person.number, PASSWORD, ip="203.0.113.2", expect=201)


@pytest.mark.usefixtures("behind_a_proxy")
def test_auth_23_the_owner_signs_in_from_a_known_device_whatever_strangers_try(portal: Portal) -> None:
    """60 kata sandi salah untuk satu nomor dari banyak alamat: pemiliknya tetap masuk dari perangkat yang dikenal."""
    owner = portal.new("dosen")
    home = portal.as_(owner)
    home.call("sign_out")
    answers = [tried_anyhow(portal, owner.number, ip=f"198.51.100.{n}") for n in range(60)]
    assert Counter(answer.status for answer in answers) == {401: 50, 429: 10}
    tried(portal, owner.number, PASSWORD, expect=429)
    for n in range(40):
        tried_anyhow(portal, f"80{n:06}")
    for _ in range(2):
        home.hold(tried(home, owner.number, PASSWORD, expect=201))
        home.call("current_session")
    [line] = audit_lines(portal, "session.locked")
    assert (line["subject_id"], line["new"]) == (str(owner.id), {"tries": 50})

    for _ in range(5):
        tried(home, owner.number)
    assert tried(home, owner.number, PASSWORD, expect=429).code == "too_many_tries", "its own failures do lock it"


@pytest.mark.usefixtures("behind_a_proxy")
def test_auth_23_two_who_share_a_browser_are_both_known_to_it(portal: Portal) -> None:
    """Dua pemilik satu peramban: masuknya yang kedua tidak membuat yang pertama asing."""
    first, second = portal.new("dosen"), portal.new("mahasiswa")
    browser = portal.as_(first)
    browser.hold(tried(browser, second.number, PASSWORD, expect=201))
    for person in (first, second):
        for _ in range(5):
            tried(portal, person.number, ip="203.0.113.9")
        tried(portal, person.number, PASSWORD, ip="203.0.113.9", expect=429)
        browser.hold(tried(browser, person.number, PASSWORD, ip="203.0.113.9", expect=201))


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize("how", ["profile", "link"])
def test_auth_23_a_new_password_makes_devices_of_before_strangers(portal: Portal, how: str) -> None:
    """Kata sandi diganti: peramban lama tidak dikenal lagi sampai pemiliknya masuk dengan yang baru."""
    owner, new = portal.new("dosen"), "kuda-baterai-jepit"
    copied, home = portal.as_(owner), portal.as_(owner)
    if how == "profile":
        home.call("change_password", json={"current_password": PASSWORD, "password": new})
    else:
        portal.call("set_password", json={"token": asked(portal, owner.email), "password": new})
    home.hold(tried(home, owner.number, new, expect=201))
    for _ in range(5):
        tried(portal, owner.number, ip="203.0.113.9")
    tried(copied, owner.number, ip="203.0.113.9", expect=429)
    home.hold(tried(home, owner.number, new, ip="203.0.113.9", expect=201))


@contextmanager
def being_checked(monkeypatch: pytest.MonkeyPatch, asks: list[Callable[[], int]]) -> Iterator[list[Future[int]]]:
    """Each of these is answered, or has its password checked until the block ends; whoever asks later does not wait."""
    settled, go_on, checked, flood = Semaphore(0), Event(), sign_in.password_fits, Event()

    def held(kept: str | None, typed: str) -> bool:
        if not flood.is_set():
            settled.release()
            assert go_on.wait(60)
        return checked(kept, typed)

    def ask(one: Callable[[], int]) -> int:
        try:
            return one()
        finally:
            settled.release()

    monkeypatch.setattr(sign_in, "password_fits", held)
    with ThreadPoolExecutor(len(asks)) as threads:
        try:
            begun = [threads.submit(ask, one) for one in asks]
            for _ in begun:
                assert settled.acquire(timeout=60)
            flood.set()
            yield begun
        finally:
            go_on.set()


def status(view: Portal, number: str, password: str, ip: str) -> int:
    with loopback_client() as http:
        address, headers = view.url.replace("localhost", "127.0.0.1"), {"X-Forwarded-For": ip, "Cookie": view.device}
        sent = {"number": number, "password": password}
        return http.post(f"{address}/v1/session", json=sent, headers=headers, timeout=70).status_code


@pytest.mark.usefixtures("behind_a_proxy")
def test_auth_23_a_refresh_does_not_wait_for_sign_ins(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Selagi kata sandi orang lain diperiksa, sesi yang berjalan tetap diperbarui."""
    view = portal.as_(portal.new("mahasiswa"))
    guesses = [partial(status, portal, f"80{n:06}", WRONG, f"198.51.100.{n}") for n in range(8)]
    with being_checked(monkeypatch, guesses) as begun:
        started = time.perf_counter()
        view.hold(view.call("refresh_session"))
        view.call("current_session")
        took = time.perf_counter() - started
        refused = tried(portal, "80999999", expect=503)
    assert [guess.result() for guess in begun] == [401] * 8
    assert took < 2, "the database's connections are free, and so are threads"
    assert (refused.code, refused.headers["Retry-After"]) == ("busy", "2")


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize("addresses", [1, 12])
def test_auth_23_neither_one_address_nor_three_accounts_keep_others_out(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, addresses: int
) -> None:
    """Tiga akun dengan kata sandi benar membanjiri: pemilik lain, perangkat dikenal atau tidak, tetap masuk."""
    owner, stranger, three = portal.new("dosen"), portal.new("dosen"), [portal.new("mahasiswa") for _ in range(3)]
    home = portal.as_(owner)
    flood = [partial(status, portal, three[n % 3].number, PASSWORD, f"198.51.100.{n % addresses}") for n in range(12)]
    with being_checked(monkeypatch, flood) as begun:
        home.hold(tried(home, owner.number, PASSWORD, ip="198.51.100.0", expect=201))
        tried(portal, stranger.number, PASSWORD, ip="203.0.113.2", expect=201)
        for person in three:
            assert status(portal, person.number, PASSWORD, "203.0.113.3") == 503, "each holds two places already"
    assert Counter(ask.result() for ask in begun) == {201: 6, 503: 6}


@pytest.mark.usefixtures("behind_a_proxy")
def test_auth_23_many_accounts_at_one_address_leave_places_to_others(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Satu laptop dengan banyak akun dan perangkat dikenal: orang di alamat lain tetap masuk."""
    owner, stranger, crowd = portal.new("dosen"), portal.new("dosen"), [portal.new("mahasiswa") for _ in range(12)]
    home, views = portal.as_(owner), [portal.as_(one) if n < 6 else portal for n, one in enumerate(crowd)]
    numbers = [person.number for person in crowd]
    laptop = [partial(status, *who, PASSWORD, "198.51.100.0") for who in zip(views, numbers, strict=True)]
    with being_checked(monkeypatch, laptop) as begun:
        home.hold(tried(home, owner.number, PASSWORD, ip="203.0.113.1", expect=201))
        tried(portal, stranger.number, PASSWORD, ip="203.0.113.2", expect=201)
    assert Counter(ask.result() for ask in begun) == {201: 10, 503: 2}
