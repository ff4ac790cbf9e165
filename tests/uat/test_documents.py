"""Module 4: whose documents one sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import time_machine

from common.platform import clock
from tests import samples
from tests.client import Portal, operations
from tests.uat.cast import application_form, vacancy_form
from tests.uat.refusals import refusals_logged, refused, unchanged

NO_ACCESS = ("Anda tidak memiliki akses ke halaman ini", "You have no access to this page")
NOT_YOURS = ("Anda bukan pemilik lowongan ini", "This vacancy is not yours")


def applied(portal: Portal, lecturer: Portal, *people: Any) -> list[str]:
    """Each person's application for one vacancy, with a CV called `CV.pdf` that has the person's number in it."""
    vacancy, made = lecturer.call("publish_vacancy", json=vacancy_form(documents=["cv"])), []
    for person in people:
        student = portal.as_(person)
        cv = student.upload("dokumen", samples.pdf(f"CV {person.number}"), "application/pdf", name="CV.pdf")
        form = application_form(student, documents=[{"kind": "cv", "upload_id": cv}])
        made.append(student.call("submit_application", vacancy_id=vacancy["id"], json=form)["id"])
    return made


def test_mhs_reg_14_files_of_one_name_stay_apart(portal: Portal) -> None:
    """Dua pendaftar mengunggah "CV.pdf": setiap pendaftaran membuka berkasnya sendiri."""
    people, teacher = [portal.new("mahasiswa") for _ in range(2)], portal.new("dosen")
    lecturer = portal.as_(teacher)
    made = applied(portal, lecturer, *people)
    for person, application_id in zip(people, made, strict=True):
        for view in (lecturer, portal.as_(person)):
            link = view.call("open_document", application_id=application_id, kind="cv")["url"]
            file = portal.fetch(link)
            assert samples.pdf_text(file.content).strip() == f"CV {person.number}"
            assert f"cv-{person.number}.pdf" in file.headers["Content-Disposition"]


def test_mhs_reg_15_documents_are_for_those_who_decide_alone(portal: Portal) -> None:
    """Tautan dokumen pendaftar lain, masuk atau tidak: ditolak; tautan tidak dapat ditebak dan kedaluwarsa."""
    (owner, other), teacher, stranger = (
        (portal.new("mahasiswa") for _ in range(2)),
        portal.new("dosen"),
        portal.new("dosen"),
    )
    mine, others = applied(portal, portal.as_(teacher), owner, other)
    document = {"application_id": mine, "kind": "cv"}
    student, lecturer = portal.as_(other), portal.as_(stranger)
    with unchanged(portal):
        refused(student, "open_document", 403, *NO_ACCESS, **document)
        refused(lecturer, "open_document", 403, *NOT_YOURS, **document)
        assert student.call("show_own_application", application_id=mine, expect=404).code == "not_found"
        portal.call("open_document", expect=401, **document)
    operation = operations()["open_document"].operation_id
    assert refusals_logged(other) == [("forbidden", operation)]
    assert refusals_logged(stranger) == [("not_your_vacancy", operation)]

    opened = {
        one: portal.as_(person).call("open_document", application_id=one, kind="cv")
        for one, person in ((mine, owner), (others, other))
    }
    link = urlsplit(opened[mine]["url"])
    assert UUID(link.path.rsplit("/", 1)[1].removesuffix(".pdf")).version == 4, "nothing to guess it by"
    foreign = link._replace(query=urlsplit(opened[others]["url"]).query)
    folder = link._replace(path=link.path.rsplit("/", 1)[0], query="")
    for address in (link._replace(query=""), foreign, folder, link._replace(path=folder.path.rsplit("/", 1)[0])):
        assert portal.fetch(address.geturl()).status_code in {403, 404}, address.geturl()
    assert portal.fetch(link.geturl()).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1), tick=False):
        gone = portal.fetch(link.geturl())
    assert (gone.status_code, b"ExpiredToken" in gone.content) == (400, True)
