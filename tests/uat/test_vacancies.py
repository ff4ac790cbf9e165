"""Module 3: the lecturer's vacancies."""

from datetime import timedelta

from common.platform import clock
from tests import samples
from tests.bystanders import without_bystanders
from tests.client import Portal
from tests.uat.cast import application_form, vacancy_form


def test_low_02_a_complete_vacancy_is_saved_with_its_pamphlet(portal: Portal) -> None:
    """Dosen membuat lowongan dengan data lengkap: tersimpan, tampil, dan pamfletnya tersimpan."""
    lecturer = portal.as_(portal.new("dosen", name="Dr. Rina Wulandari"))
    pamphlet = lecturer.upload("pamflet", samples.photo(3), "image/jpeg")
    made = lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=pamphlet))

    [card] = without_bystanders(portal.call("list_vacancies", query={"search": "basis"})["items"])
    assert card == card | {
        "id": made["id"],
        "course": "Basis Data",
        "lecturer": "Dr. Rina Wulandari",
        "quota": 2,
        "description": vacancy_form()["description"],
        "requirements": vacancy_form()["requirements"],
        "status": "dibuka",
        "pamphlet": True,
    }
    link = portal.call("open_pamphlet", vacancy_id=made["id"])
    stored = portal.fetch(link["url"])
    assert stored.status_code == 200
    assert stored.content.startswith(b"\xff\xd8\xff")


def test_low_07_an_old_pamphlet_is_no_longer_served_once_it_was_replaced(portal: Portal) -> None:
    """Pamflet baru langsung tampil; tautan lama, yang masih berlaku beberapa menit, tidak menampilkan apa pun lagi."""
    lecturer = portal.as_(portal.new("dosen"))
    old, new = (lecturer.upload("pamflet", samples.photo(n), "image/jpeg") for n in (3, 4))
    made = lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=old))
    before = portal.call("open_pamphlet", vacancy_id=made["id"])["url"]
    assert portal.fetch(before).status_code == 200
    lecturer.call("change_vacancy", vacancy_id=made["id"], json={"quota": 3})
    assert portal.fetch(before).status_code == 200
    lecturer.call("change_vacancy", vacancy_id=made["id"], json={"pamphlet_id": new})
    assert portal.fetch(before).status_code == 404
    assert portal.fetch(portal.call("open_pamphlet", vacancy_id=made["id"])["url"]).status_code == 200
    taken = lecturer.call("change_vacancy", vacancy_id=made["id"], json={"pamphlet_id": old}, expect=422)
    assert set(taken["errors"][0]) >= {"field", "message"}


def test_low_11_a_deleted_vacancy_takes_its_pamphlet_along(portal: Portal) -> None:
    lecturer = portal.as_(portal.new("dosen"))
    pamphlet = lecturer.upload("pamflet", samples.photo(3), "image/jpeg")
    made = lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=pamphlet))
    link = portal.call("open_pamphlet", vacancy_id=made["id"])["url"]
    lecturer.call("delete_vacancy", vacancy_id=made["id"])
    assert portal.fetch(link).status_code == 404


def test_low_05_a_closing_date_before_the_opening_or_in_the_past_is_refused(portal: Portal) -> None:
    """Tanggal tutup sebelum tanggal buka, atau di masa lalu: masing-masing dengan kalimatnya, tidak tersimpan."""
    lecturer, now = portal.as_(portal.new("dosen")), clock.now()
    for opens_at, closes_at, told in (
        (now + timedelta(days=9), now + timedelta(days=8), "Tanggal tutup harus setelah tanggal buka"),
        (now - timedelta(days=9), now - timedelta(minutes=1), "Tanggal tutup harus di masa depan"),
    ):
        dates = {"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}
        refused = lecturer.call("publish_vacancy", json=vacancy_form(**dates), expect=422)
        assert refused.fields == {"closes_at": told}
    assert lecturer.call("list_own_vacancies")["items"] == []


def test_low_11_a_vacancy_with_applicants_is_closed_not_deleted(portal: Portal) -> None:
    """Dengan pendaftar: "Lowongan sudah memiliki pendaftar, silakan tutup"; tanpa pendaftar terhapus."""
    lecturer, student = portal.as_(portal.new("dosen")), portal.as_(portal.new("mahasiswa"))
    with_one, without = (lecturer.call("publish_vacancy", json=vacancy_form())["id"] for _ in range(2))
    student.call("submit_application", vacancy_id=with_one, json=application_form(student))
    refused = lecturer.call("delete_vacancy", vacancy_id=with_one, expect=409)
    assert refused.title == "Lowongan sudah memiliki pendaftar, silakan tutup"
    lecturer.call("delete_vacancy", vacancy_id=without)
    assert [vacancy["id"] for vacancy in lecturer.call("list_own_vacancies")["items"]] == [with_one]
    assert lecturer.call("close_vacancy", vacancy_id=with_one)["status"] == "ditutup"
