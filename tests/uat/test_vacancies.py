"""Module 3: the lecturer's vacancies."""

from tests import samples
from tests.bystanders import without_bystanders
from tests.client import Portal
from tests.uat.cast import vacancy_form


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
