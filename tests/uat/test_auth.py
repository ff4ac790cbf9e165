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
