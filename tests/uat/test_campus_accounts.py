"""Module 1: first accounts by the campus account, passwords that are off, and a campus that does not answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.people.actions import add_users
from common.domain.people.campus_accounts import CampusAccount, first_account_of
from common.domain.people.tables import PersonRole, people
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, transaction
from tests import factories as make
from tests.client import PASSWORD, Portal
from tests.identity.browsing import came_back, started
from tests.identity.forger import Forger, key, public
from tests.races import together
from tests.uat.test_campus_sign_in import DOMAIN, FAILED, UNKNOWN

STUDENTS = "mhs.kampus.test"


@pytest.fixture
def vouching(forger: Forger, setting: Callable[[str, str], None]) -> Forger:
    """Its students have a domain of their own, and get an account at the first sign-in."""
    wanted = {"CAMPUS_DOMAINS": f"{DOMAIN},{STUDENTS}", "CAMPUS_STUDENT_DOMAINS": STUDENTS}
    for name, value in (forger.settings() | wanted).items():
        setting(name, value)
    forger.reset()
    return forger


def sign_in(portal: Portal, vouching: Forger, email: str, expect: int = 201, **claims: Any) -> Any:
    errand = started(portal)
    return came_back(portal, errand, vouching.visit(errand.address, email=email, **claims), expect=expect)


def test_auth_18_a_student_s_first_sign_in_makes_the_account(portal: Portal, vouching: Forger) -> None:
    """Akun mahasiswa dibuat saat pertama kali masuk, bila kampus menginginkannya; berikutnya akun yang sama."""
    first = sign_in(portal, vouching, f"f1d022777@{STUDENTS}", name="Dewi  Lestari")
    assert (first["role"], first["roles"], first["person"]["name"]) == ("mahasiswa", ["mahasiswa"], "Dewi Lestari")
    with transaction() as db:
        [made] = all_of(db, select(people).where(people.c.number == "F1D022777"))
        mine = select(audit_log).where(audit_log.c.subject_id == str(made.id))
        [line] = all_of(db, mine.where(audit_log.c.action == "person.added"))
    assert (made.role, made.email, made.active) == (PersonRole.STUDENT, f"f1d022777@{STUDENTS}", True)
    assert (line.actor_role, line.new["number"]) == ("publik", "F1D022777")
    again = sign_in(portal, vouching, f"F1D022777@{STUDENTS}")
    assert again["person"]["id"] == first["person"]["id"]


@pytest.mark.parametrize(
    ("email", "claims"),
    [
        (f"1234567@{DOMAIN}", {}),
        (f"f1d022777@{STUDENTS}", {"email_verified": False}),
        (f"f1d022777@{STUDENTS}", {"email_verified": "true"}),
        (f"f1d022777@{STUDENTS}.asing.test", {}),
    ],
)
def test_auth_19_nobody_else_gets_an_account(
    portal: Portal, vouching: Forger, email: str, claims: dict[str, Any]
) -> None:
    """Dosen, alamat yang belum diverifikasi, atau domain lain: tidak ada akun baru."""
    assert sign_in(portal, vouching, email, expect=403, **claims).title == UNKNOWN
    with transaction() as db:
        assert all_of(db, select(people).where(func.upper(people.c.number).in_(["1234567", "F1D022777"]))) == []


def test_auth_19_an_address_that_somebody_has_makes_no_second_account(portal: Portal, vouching: Forger) -> None:
    """Alamat surel milik orang lain tidak memberi akun baru."""
    owner = portal.new("dosen", email=f"f1d022777@{STUDENTS}")
    assert sign_in(portal, vouching, owner.email, expect=403).title == UNKNOWN


@pytest.mark.usefixtures("database")
def test_auth_18_first_sign_ins_at_once_make_one_account(setting: Callable[[str, str], None]) -> None:
    """Dua puluh kali bersamaan: satu akun."""
    setting("CAMPUS_STUDENT_DOMAINS", STUDENTS)
    campus = CampusAccount("F1D022888", "Dewi Lestari", f"f1d022888@{STUDENTS}")

    def arrive() -> object:
        with transaction() as db:
            made = first_account_of(db, Actor.public(), campus)
            return made and made.id

    assert len(set(together([arrive] * 20))) == 1


def test_auth_18_passwords_may_be_off_for_a_role(
    portal: Portal, vouching: Forger, setting: Callable[[str, str], None]
) -> None:
    """Kata sandi dimatikan untuk dosen: hanya dengan akun kampus; mahasiswa tetap bisa."""
    setting("PASSWORD_OFF_FOR", "dosen, admin")
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa")
    form = {"number": lecturer.number, "password": PASSWORD}
    refused = portal.call("sign_in", json=form, expect=403)
    assert refused.title == "Silakan masuk dengan akun kampus Anda."
    assert not refused.response.cookies
    wrong = portal.call("sign_in", json=form | {"password": "bukan-kata-sandinya"}, expect=401)
    assert wrong.title == "NIM/NIP atau kata sandi salah", "a stranger is not told whose passwords are off"
    assert sign_in(portal, vouching, f"{lecturer.number}@{DOMAIN}")["role"] == "dosen"
    portal.call("sign_in", json={"number": student.number, "password": PASSWORD})


def test_auth_19_a_campus_that_does_not_answer_is_nobody_s_fault(portal: Portal, vouching: Forger) -> None:
    """Server kampus tidak menjawab: coba lagi nanti, tidak dihitung sebagai percobaan yang gagal."""
    lecturer = portal.new("dosen")
    errand = started(portal)
    given = vouching.visit(errand.address, email=f"{lecturer.number}@{DOMAIN}")
    vouching.status = 503
    out = came_back(portal, errand, given, expect=503)
    assert out.response.headers["Retry-After"]
    vouching.status = 200
    assert came_back(portal, errand, given)["person"]["id"] == str(lecturer.id)
    with transaction() as db:
        assert all_of(db, select(audit_log).where(audit_log.c.action == "session.refused")) == []


def test_auth_19_many_answers_that_are_none_are_slowed(portal: Portal, vouching: Forger) -> None:
    """Jawaban palsu berulang dari satu alamat: terlalu banyak percobaan."""
    errand = started(portal)
    for _ in range(80):
        answer = came_back(portal, errand, {"state": "lain", "code": "x"}, expect={403, 429})
        if answer.response.status_code == 429:
            break
        assert answer.title == FAILED
    assert answer.response.status_code == 429
    assert "/token" not in vouching.asked


def test_auth_18_a_new_key_of_the_campus_is_found(portal: Portal, vouching: Forger) -> None:
    """Kunci kampus diganti: kunci baru dicari paling sering sekali semenit."""
    email = f"{portal.new('dosen').number}@{DOMAIN}"
    sign_in(portal, vouching, email)
    vouching.keys = [public("kampus-2")]
    vouching.signing.update(key=key("kampus-2"), headers={"kid": "kampus-2"})
    before = vouching.asked.count("/keys")
    assert sign_in(portal, vouching, email, expect=403).title == FAILED
    assert vouching.asked.count("/keys") == before, "made-up names of keys are no requests to the campus"
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=True):
        assert sign_in(portal, vouching, email)["role"] == "dosen"


def test_usr_07_people_with_a_campus_account_get_no_invitation(
    db: Connection, setting: Callable[[str, str], None]
) -> None:
    """Undangan tidak dikirim bila akun kampus sudah dapat dipakai."""
    setting("CAMPUS_ISSUER", "https://sso.kampus.test")
    form: Any = {"number": "F1D022999", "name": "Dewi", "email": "dewi@kampus.test", "role": PersonRole.STUDENT}
    [made] = add_users(db, make.as_actor(make.admin(db)), [form], invite=True)
    assert made.number == "F1D022999"
    assert db.execute(select(messages).where(messages.c.person_id == made.id)).all() == []
