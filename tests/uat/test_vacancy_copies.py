"""Module 2: a vacancy of an earlier semester as a draft."""

from __future__ import annotations

from datetime import timedelta

from common.platform import clock
from tests import samples
from tests.client import Portal
from tests.uat.cast import application_form, vacancy_form
from tests.uat.refusals import refused


def test_low_14_an_earlier_vacancy_is_copied_as_a_draft_without_dates_and_people(portal: Portal) -> None:
    """Draf dengan teks, kriteria dan pamflet, tanggal kosong; tidak ada data pribadi yang ikut disalin."""
    teacher, helper = portal.new("dosen"), portal.new("dosen")
    lecturer, student = portal.as_(teacher), portal.as_(portal.new("mahasiswa"))
    pamphlet = lecturer.upload("pamflet", samples.photo(3), "image/jpeg")
    asked = {"minimum_ipk": "3,25", "minimum_semester": 5, "fills_seats": True, "documents": ["cv"]}
    asked |= {"program": "Sistem Informasi", "days": ["senin", "rabu"]}
    days = {"confirm_by": (clock.today() + timedelta(days=20)).isoformat()}
    form = vacancy_form(pamphlet_id=pamphlet, co_lecturers=[helper.number], **asked, **days)
    before = lecturer.call("publish_vacancy", json=form)
    cv = {"kind": "cv", "upload_id": student.upload("dokumen", samples.pdf("cv"), "application/pdf")}
    sent = application_form(student, documents=[cv])
    student.call("submit_application", vacancy_id=before["id"], json=sent)
    lecturer.call("close_vacancy", vacancy_id=before["id"])

    copy = lecturer.call("copy_vacancy", vacancy_id=before["id"], headers={"Idempotency-Key": "sekali"})
    kept = ("course", "quota", "description", "requirements", "minimum_ipk", "minimum_semester", "documents")
    kept += ("program", "days")
    assert {name: copy[name] for name in kept} == {name: before[name] for name in kept}
    weights = [(one["name"], one["weight"]) for one in before["criteria"]]
    assert [(one["name"], one["weight"]) for one in copy["criteria"]] == weights
    assert {one["id"] for one in copy["criteria"]}.isdisjoint(one["id"] for one in before["criteria"])
    assert copy["fills_seats"] is True
    for name in ("opens_at", "closes_at", "confirm_by", "period_id"):
        assert copy[name] is None, name
    assert (copy["state"], copy["status"], copy["lecturer_id"]) == ("draf", "draf", str(teacher.id))
    assert (copy["co_lecturers"], copy["applicants"], copy["accepted"]) == ([], 0, 0)
    again = lecturer.call("copy_vacancy", vacancy_id=before["id"], headers={"Idempotency-Key": "sekali"})
    assert again.json == copy.json
    assert portal.call("open_pamphlet", vacancy_id=copy["id"], expect=404).code == "not_found"

    missing = {"opens_at": "Tanggal buka wajib diisi", "closes_at": "Tanggal tutup wajib diisi"}
    publish = {"vacancy_id": copy["id"], "json": {"state": "terbit"}}
    assert lecturer.call("change_vacancy", expect=422, **publish).fields == missing
    lecturer.language = "en"
    missing = {"opens_at": "Opening date is required", "closes_at": "Closing date is required"}
    assert lecturer.call("change_vacancy", expect=422, **publish).fields == missing
    lecturer.language = "id"
    # A draft is saved as it is being written, one date at a time.
    later = {"closes_at": (clock.now() + timedelta(days=7)).isoformat()}
    lecturer.call("change_vacancy", vacancy_id=copy["id"], json=later)
    opened = {"state": "terbit", "opens_at": (clock.now() - timedelta(minutes=1)).isoformat()}
    assert lecturer.call("change_vacancy", vacancy_id=copy["id"], json=opened)["status"] == "dibuka"


def test_low_14_the_pamphlet_of_a_copy_is_a_file_of_its_own(portal: Portal) -> None:
    """Pamflet salinan tidak ikut hilang bila pamflet lama diganti, dan sebaliknya."""
    lecturer = portal.as_(portal.new("dosen"))
    first, other = (lecturer.upload("pamflet", samples.photo(n), "image/jpeg") for n in (3, 4))
    before = lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=first))
    dates = {"opens_at": clock.now().isoformat(), "closes_at": (clock.now() + timedelta(days=7)).isoformat()}
    copies = [lecturer.call("copy_vacancy", vacancy_id=before["id"])["id"] for _ in range(2)]
    for copy in copies:
        lecturer.call("change_vacancy", vacancy_id=copy, json={"state": "terbit", **dates})
    links = {key: portal.call("open_pamphlet", vacancy_id=key)["url"] for key in (before["id"], *copies)}
    content = portal.fetch(links[before["id"]])
    assert content.status_code == 200
    assert {portal.fetch(link).content for link in links.values()} == {content.content}
    assert portal.fetch(links[copies[0]]).headers["Content-Type"] == content.headers["Content-Type"]
    lecturer.call("change_vacancy", vacancy_id=before["id"], json={"pamphlet_id": other})
    lecturer.call("delete_vacancy", vacancy_id=copies[0])
    assert [portal.fetch(link).status_code for link in links.values()] == [404, 404, 200]
    lecturer.call("delete_vacancy", vacancy_id=before["id"])
    assert lecturer.call("show_own_vacancy", vacancy_id=copies[1])["pamphlet"] is True


def test_low_14_only_lecturers_of_a_vacancy_copy_it(portal: Portal) -> None:
    teacher, helper, stranger = portal.new("dosen"), portal.new("dosen"), portal.new("dosen")
    before = portal.as_(teacher).call("publish_vacancy", json=vacancy_form(co_lecturers=[helper.number]))
    told, english = "Anda bukan pemilik lowongan ini", "This vacancy is not yours"
    refused(portal.as_(stranger), "copy_vacancy", 403, told, english, vacancy_id=before["id"])
    copy = portal.as_(helper).call("copy_vacancy", vacancy_id=before["id"])
    assert copy["lecturer_id"] == str(helper.id)
    assert [one["id"] for one in portal.as_(teacher).call("list_own_vacancies")["items"]] == [before["id"]]
