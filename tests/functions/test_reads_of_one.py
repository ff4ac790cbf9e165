"""What is read of one thing says what was stored of this one, and nothing of another."""

from __future__ import annotations

from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal


def test_a_person_is_shown_as_they_were_added(portal: Portal) -> None:
    admin = portal.as_(portal.new("admin"))
    form = {"number": "3020155501", "name": "Siti Aminah", "role": "mahasiswa", "email": "siti@kampus.test"}
    added = admin.call("add_user", json=form)
    portal.new("mahasiswa")
    shown = admin.call("show_user", user_id=added["id"])
    assert shown.json == added.json
    assert {name: shown[name] for name in form} == form


def test_the_letters_that_no_certificate_can_print_are_named(portal: Portal) -> None:
    lecturer = portal.as_(portal.new("dosen"))
    assert lecturer.call("check_letters", query={"text": "Siti Aminah 山"}).json == {"missing": "山"}
    assert lecturer.call("check_letters", query={"text": "Siti Aminah"}).json == {"missing": ""}


def test_the_next_form_begins_with_what_the_last_one_said(portal: Portal) -> None:
    student, other, lecturer = portal.new("mahasiswa"), portal.new("mahasiswa"), portal.new("dosen")
    with transaction() as db:
        for person, semester in ((student, 5), (other, 7)):
            make.application(db, make.vacancy(db, lecturer), person, semester=semester, ipk="3.45")
    assert portal.as_(student).call("last_application_details")["semester"] == 5
    assert portal.as_(portal.new("mahasiswa")).call("last_application_details")["semester"] is None
