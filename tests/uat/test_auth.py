"""Module 1: signing in, with one role or two."""

from tests.client import Portal
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
