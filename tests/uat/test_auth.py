"""Module 1: signing in, with one role or two."""

import pytest

from tests.client import PASSWORD, Portal
from tests.flows.test_passwords import asked
from tests.uat import cast


def test_auth_15_two_roles_are_offered_and_the_chosen_one_opens(portal: Portal) -> None:
    """Mahasiswa yang juga Aslab masuk: pilihan peran muncul, peran yang dipilih berlaku."""
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    cast.contract(student, lecturer)
    undecided = portal.as_(student)
    session = undecided.call("current_session")
    assert (session["role"], session["roles"]) == ("belum_memilih", ["mahasiswa", "aslab"])
    assert undecided.call("list_own_contracts", expect=403).code == "forbidden"

    aslab = portal.as_(student, "aslab")
    assert len(aslab.call("list_own_contracts")["items"]) == 1
    assert aslab.call("list_own_applications", expect=403).code == "forbidden"


def test_auth_15_one_role_is_not_asked_for(portal: Portal) -> None:
    """Mahasiswa tanpa kontrak langsung masuk sebagai mahasiswa."""
    session = portal.as_(portal.new("mahasiswa")).call("current_session")
    assert (session["role"], session["roles"]) == ("mahasiswa", ["mahasiswa"])


@pytest.mark.parametrize(
    "easy",
    [
        *("1234567890", "          ", "password123", "qwertyuiop", "aaaaaaaaaaaa", "rahasia123"),
        *("katasandi123", "mahasiswa2026", "Kampus2026", "rahasia2026", "asistenlab1", "informatika1", "bandung2026"),
        *("NUMBER", "Siti Aminah", "sitiaminah1", "Universitas Bangka Belitung", PASSWORD),
    ],
)
def test_auth_20_a_password_that_is_easy_to_guess_is_refused(portal: Portal, easy: str) -> None:
    """Kata sandi umum, nomor, nama, kampus, atau yang lama ditolak; yang berlaku tidak berubah."""
    person = portal.new("dosen", name="Siti Aminah")
    wanted = person.number if easy == "NUMBER" else easy
    token = asked(portal, person.email)
    easily = {"password": "Kata sandi terlalu mudah ditebak"}
    assert portal.call("set_password", json={"token": token, "password": wanted}, expect=422).fields == easily
    view = portal.as_(person)
    change = {"current_password": PASSWORD, "password": wanted}
    assert view.call("change_password", json=change, expect=422).fields == easily
    portal.call("sign_in", json={"number": person.number, "password": PASSWORD})
    portal.call("set_password", json={"token": token, "password": "kuda-baterai-jepit"})
    portal.call("sign_in", json={"number": person.number, "password": "kuda-baterai-jepit"})


def test_auth_21_whoever_sets_a_new_password_by_the_link_signs_in_at_once(portal: Portal) -> None:
    """Terkunci setelah salah lima kali, lalu kata sandi baru lewat tautan: langsung masuk."""
    locked, other = portal.new("dosen"), portal.new("dosen")
    for person in (locked, other):
        for _ in range(5):
            portal.call("sign_in", json={"number": person.number, "password": "salah-sekali"}, expect=401)
        portal.call("sign_in", json={"number": person.number, "password": PASSWORD}, expect=429)
    new = {"token": asked(portal, locked.email), "password": "kuda-baterai-jepit"}
    portal.call("set_password", json=new)
    portal.call("sign_in", json={"number": locked.number, "password": "kuda-baterai-jepit"})
    portal.call("sign_in", json={"number": other.number, "password": PASSWORD}, expect=429)


SPELLINGS = ("F1D022101", "f1d022101", " F1D 022 101 ", "F1D\u00a0022101", "F1D022101\u200b", "\uff26\uff11D022101")


@pytest.mark.parametrize("first", SPELLINGS)
def test_auth_24_every_spelling_of_a_number_is_one_account(portal: Portal, first: str) -> None:
    """NIM/NIP dengan spasi, huruf kecil, atau huruf tak tampak: akun yang sama, dan tidak ada akun kedua."""
    admin = portal.as_(portal.new("admin"))
    form = {"number": first, "name": "Siti Aminah", "role": "dosen", "email": "siti@kampus.test"}
    added = admin.call("add_user", json=form)
    assert added["number"] == "F1D022101"
    portal.call("set_password", json={"token": asked(portal, "siti@kampus.test"), "password": "kuda-baterai-jepit"})
    for number in SPELLINGS:
        again = admin.call("add_user", json=form | {"number": number, "email": "lain@kampus.test"}, expect=409)
        assert again.fields == {"number": "NIM/NIP sudah terdaftar"}
        portal.call("sign_in", json={"number": number, "password": "kuda-baterai-jepit"})


@pytest.mark.parametrize("typed", ["\u202asiti@kampus.test\u202c", "SITI@kampus.test\u200b", "\ufeffsiti@kampus.test"])
def test_auth_24_an_address_with_letters_that_nobody_sees_is_the_address(portal: Portal, typed: str) -> None:
    """Alamat yang ditempel dengan huruf tak tampak: surat sampai, akun kedua ditolak."""
    admin = portal.as_(portal.new("admin"))
    form = {"number": "70010099", "name": "Siti Aminah", "role": "dosen", "email": typed}
    assert admin.call("add_user", json=form)["email"] == "siti@kampus.test"
    assert asked(portal, "siti@kampus.test")
    again = admin.call("add_user", json=form | {"number": "70010098", "email": "siti@kampus.test"}, expect=409)
    assert again.fields == {"email": "Email sudah digunakan"}


def test_auth_24_an_accented_password_is_one_on_every_device(portal: Portal) -> None:
    """Huruf beraksen tersusun atau tidak: kata sandi yang sama."""
    person = portal.new("dosen")
    portal.call("set_password", json={"token": asked(portal, person.email), "password": "kuda-baterai-caf\u00e9"})
    for typed in ("kuda-baterai-caf\u00e9", "kuda-baterai-cafe\u0301"):
        portal.call("sign_in", json={"number": person.number, "password": typed})
