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
