"""Module 1: signing in with the campus account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from common.domain.audit.tables import audit_log
from common.domain.people.tables import people
from common.platform import clock
from common.platform.db import all_of, transaction
from tests.client import Answer, Portal
from tests.identity.browsing import Errand, came_back, started
from tests.identity.certified import CLIENT, IdentityServer
from tests.identity.forger import Forger, key
from tests.uat import cast

UNKNOWN = "Akun kampus ini belum terdaftar. Hubungi admin."
FAILED = "Masuk dengan akun kampus gagal. Coba lagi."
DOMAIN = "kampus.test"


@pytest.fixture
def campus_account(identity: IdentityServer, setting: Callable[[str, str], None]) -> IdentityServer:
    for name, value in (identity.settings() | {"CAMPUS_DOMAINS": f"lain.test, {DOMAIN}"}).items():
        setting(name, value)
    return identity


@pytest.fixture
def forged(forger: Forger, setting: Callable[[str, str], None]) -> Forger:
    for name, value in (forger.settings() | {"CAMPUS_DOMAINS": DOMAIN}).items():
        setting(name, value)
    forger.reset()
    return forger


def refusals() -> list[Any]:
    with transaction() as db:
        return list(all_of(db, select(audit_log).where(audit_log.c.action == "session.refused")))


def number_of_people() -> int:
    with transaction() as db:
        return len(all_of(db, select(people.c.id)))


def test_auth_18_the_campus_page_leads_to_the_own_page(portal: Portal, campus_account: IdentityServer) -> None:
    """Masuk dengan akun kampus: ke halaman kampus, kembali ke halaman yang diminta, tanpa kata sandi di sini."""
    lecturer = portal.new("dosen")
    errand = started(portal, page="/dosen/lowongan?status=draf")
    given = campus_account.visit(errand.address, email=f"{lecturer.number}@{DOMAIN}")
    answer = came_back(portal, errand, given)
    assert (answer["role"], answer["roles"], answer["page"]) == ("dosen", ["dosen"], "/dosen/lowongan?status=draf")
    assert answer["person"]["id"] == str(lecturer.id)
    portal.hold(answer)
    assert portal.call("current_session")["person"]["name"] == lecturer.name
    portal.hold(portal.call("refresh_session"))
    [own] = portal.call("list_own_sessions")["items"]
    assert own["current"]
    with transaction() as db:
        [line] = all_of(db, select(audit_log).where(audit_log.c.action == "session.opened"))
    assert (line.actor_id, line.actor_role, line.new) == (lecturer.id, "dosen", {"way": "campus"})


def test_auth_18_two_roles_are_offered_and_the_chosen_one_opens(portal: Portal, campus_account: IdentityServer) -> None:
    """Dua peran: pilihan peran seperti dengan kata sandi."""
    student = portal.new("mahasiswa")
    cast.contract(student, portal.new("dosen"))
    errand = started(portal)
    answer = came_back(portal, errand, campus_account.visit(errand.address, email=f"{student.number}@{DOMAIN}"))
    assert (answer["role"], answer["roles"], answer["page"]) == ("belum_memilih", ["mahasiswa", "aslab"], "")
    portal.hold(answer)
    portal.hold(portal.call("choose_role", json={"role": "aslab"}))
    assert portal.call("list_own_contracts")["items"]


def test_auth_18_a_claim_of_the_campus_is_the_number(
    portal: Portal, campus_account: IdentityServer, setting: Callable[[str, str], None]
) -> None:
    """NIM/NIP dari klaim: alamat surel boleh lain."""
    setting("CAMPUS_NUMBER_CLAIM", "nim")
    setting("CAMPUS_DOMAINS", "")
    student = portal.new("mahasiswa", number="F1D022101")
    errand = started(portal)
    given = campus_account.visit(errand.address, email="siti@surel.test", email_verified="false", nim="f1d 022 101")
    assert came_back(portal, errand, given)["person"]["id"] == str(student.id)


def test_auth_18_only_an_own_page_is_opened_afterwards(portal: Portal, campus_account: IdentityServer) -> None:
    """Halaman di luar portal tidak dibuka."""
    student = portal.new("mahasiswa")
    for page in ("//jahat.test/", "https://jahat.test/", "/\\jahat.test", "/a\\b", "javascript:alert(1)"):
        errand = started(portal, page=page)
        answer = came_back(portal, errand, campus_account.visit(errand.address, email=f"{student.number}@{DOMAIN}"))
        assert answer["page"] == ""


def test_auth_18_nothing_is_offered_where_the_campus_has_not_switched_it_on(portal: Portal) -> None:
    """Tidak aktif sebelum kampus menyalakannya."""
    portal.call("start_campus_sign_in", json={}, expect=404)
    portal.call("finish_campus_sign_in", json={"errand": "x", "code": "y"}, expect=404)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": f"9999999999@{DOMAIN}"}, UNKNOWN),
        ({"email": "NUMBER@asing.test"}, UNKNOWN),
        ({"email": f"NUMBER@{DOMAIN}.asing.test"}, UNKNOWN),
        ({"email": f"NUMBER@{DOMAIN}", "email_verified": "false"}, UNKNOWN),
        ({"email": f"INACTIVE@{DOMAIN}"}, "Akun Anda tidak aktif. Hubungi admin."),
        ({"error": "access_denied"}, FAILED),
    ],
)
def test_auth_19_who_does_not_belong_here_is_refused(
    portal: Portal, campus_account: IdentityServer, form: dict[str, str], words: str
) -> None:
    """Tidak terdaftar, domain lain, alamat belum diverifikasi, dinonaktifkan, atau dibatalkan: tidak ada sesi."""
    numbers = {"NUMBER": portal.new("dosen").number, "INACTIVE": portal.new("dosen", active=False).number}
    before = number_of_people()
    errand = started(portal)
    for name, number in numbers.items():
        form = {field: value.replace(name, number) for field, value in form.items()}
    refused(came_back(portal, errand, campus_account.visit(errand.address, **form), expect=403), words)
    assert number_of_people() == before


FORGED: dict[str, tuple[Callable[[Forger], None], str]] = {
    "issuer": (lambda forger: forger.claims.update(iss="https://asing.test"), "issuer"),
    "audience": (lambda forger: forger.claims.update(aud="lain"), "audience"),
    "several audiences": (lambda forger: forger.claims.update(aud=[CLIENT, "lain"]), "audience"),
    "party": (lambda forger: forger.claims.update(azp="lain"), "audience"),
    "nonce": (lambda forger: forger.claims.update(nonce="lain"), "nonce"),
    "no nonce": (lambda forger: forger.claims.update(nonce=None), "signature"),
    "expired": (lambda forger: forger.claims.update(exp=clock.now() - timedelta(minutes=1)), "expiry"),
    "no expiry": (lambda forger: forger.claims.update(exp=None), "signature"),
    "of the future": (lambda forger: forger.claims.update(iat=clock.now() + timedelta(minutes=5)), "signature"),
    "algorithm none": (lambda forger: forger.signing.update(algorithm="none", key=None), "algorithm"),
    "algorithm HS256": (
        lambda forger: forger.signing.update(algorithm="HS256", key="rahasia-yang-cukup-panjang-untuk-HS256"),
        "algorithm",
    ),
    "algorithm RS512": (lambda forger: forger.signing.update(algorithm="RS512"), "algorithm"),
    "another's key": (lambda forger: forger.signing.update(key=key("asing")), "signature"),
    "unknown key": (lambda forger: forger.signing.update(headers={"kid": "asing"}), "signature"),
    "no key": (lambda forger: forger.signing.update(headers={}), "signature"),
    "code refused": (lambda forger: setattr(forger, "status", 400), "code"),
}


@pytest.mark.parametrize("fault", FORGED)
def test_auth_19_a_forged_answer_opens_nothing(portal: Portal, forged: Forger, fault: str) -> None:
    """Penerbit, penerima, nonce, algoritma, masa berlaku atau tanda tangan palsu: tidak ada sesi, dan tercatat."""
    lecturer = portal.new("dosen")
    forge, told = FORGED[fault]
    errand = started(portal)
    forge(forged)
    given = forged.visit(errand.address, email=f"{lecturer.number}@{DOMAIN}")
    refused(came_back(portal, errand, given, expect=403), FAILED, told)


def test_auth_19_an_answer_to_another_errand_opens_nothing(portal: Portal, forged: Forger) -> None:
    """State lain, tanpa cookie, cookie buatan sendiri, penerbit lain, atau terlalu lama: tidak ada sesi."""
    email = f"{portal.new('dosen').number}@{DOMAIN}"
    errand, other = started(portal), started(portal)
    given = forged.visit(errand.address, email=email)
    strange = [
        (errand, given | {"state": "lain"}),
        (other, given),
        (Errand(errand.address, ""), given),
        (Errand(errand.address, errand.cookie[:-6] + "AAAAAA"), given),
        (errand, given | {"iss": "https://asing.test"}),
        (errand, {"state": given["state"]}),
    ]
    for at, answer in strange:
        refused(came_back(portal, at, answer, expect=403), FAILED)
    assert "/token" not in forged.asked, "nobody's code was used"


def test_auth_19_a_code_is_good_once(portal: Portal, campus_account: IdentityServer) -> None:
    """Jawaban yang diulang ditolak, juga dari peramban yang sama."""
    lecturer = portal.new("dosen")
    errand = started(portal)
    given = campus_account.visit(errand.address, email=f"{lecturer.number}@{DOMAIN}")
    came_back(portal, errand, given)
    refused(came_back(portal, errand, given, expect=403), FAILED, "code")
    other = started(portal)
    refused(came_back(portal, other, given | {"state": other.state}, expect=403), FAILED, "code")


def refused(answer: Answer, words: str, fault: str = "") -> None:
    """In these words, without a session, and written down."""
    assert answer.title == words
    assert not answer.response.cookies
    lines = refusals()
    assert lines, "nothing was written down"
    assert lines[-1].actor_role == "publik"
    assert lines[-1].new["way"] == "campus"
    assert fault in {"", lines[-1].new["fault"]}
