"""Links to files: for whom, and that they open what they say."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import requests
import time_machine
from sqlalchemy import Connection

from common.domain.attendance.errors import NotYourAslab, NotYourAttendance
from common.domain.attendance.photos import photo_to_show
from common.domain.audit.tables import audit_log
from common.domain.recruitment.errors import NotYourVacancy
from common.domain.recruitment.shown_files import document_to_show, pamphlet_to_show
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import application_documents, co_lecturers
from common.domain.uploads.errors import FileNotReady
from common.domain.uploads.links import link
from common.domain.uploads.tables import Purpose
from common.platform import clock
from common.platform.auth import Role
from common.platform.errors import Forbidden, NotFound
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import awaited_photo, photo, scene


def test_a_link_opens_the_file_in_the_browser_for_a_few_minutes(database: None) -> None:
    storage().write(settings().private_bucket, "documents/uji.pdf", b"%PDF-1.7", "application/pdf")
    before = clock.now()
    made = link("documents/uji.pdf", "application/pdf", "cv-0123.pdf")
    shown = requests.get(made["url"], timeout=10)
    assert (shown.content, shown.headers["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert (
        timedelta(0) <= made["expires_at"] - before - timedelta(minutes=settings().link_minutes) < timedelta(minutes=1)
    )


def test_an_old_link_opens_nothing(database: None) -> None:
    storage().write(settings().private_bucket, "documents/lama.pdf", b"%PDF-1.7", "application/pdf")
    with time_machine.travel(clock.now() - timedelta(minutes=settings().link_minutes + 1), tick=True):
        made = link("documents/lama.pdf", "application/pdf", "cv.pdf")
    refused = requests.get(made["url"], timeout=10)
    assert refused.status_code >= 400
    assert b"%PDF" not in refused.content


def test_there_is_no_link_to_what_is_not_there_yet(database: None) -> None:
    with pytest.raises(FileNotReady):
        link(None, None, "cv.pdf")


def test_a_document_opens_for_its_applicant_the_vacancys_lecturers_and_admins(db: Connection) -> None:
    student, owner, helper = make.student(db), make.lecturer(db), make.lecturer(db)
    vacancy = make.vacancy(db, owner)
    make.insert(db, co_lecturers, vacancy_id=vacancy.id, lecturer_id=helper.id)
    made = make.application(db, vacancy, student)
    file = make.upload(db, student)
    make.insert(db, application_documents, application_id=made.id, kind="cv", upload_id=file.id)
    for person in (student, owner, helper, make.admin(db)):
        row = document_to_show(db, make.as_actor(person), made.id, "cv")
        assert (row.stored_object, row.number) == (file.stored_object, student.number)
    with pytest.raises(NotFound):
        document_to_show(db, make.as_actor(student), made.id, "transkrip")
    with pytest.raises(NotFound):
        document_to_show(db, make.as_actor(student), uuid4(), "cv")


def test_a_document_opens_for_nobody_else(db: Connection) -> None:
    student = make.student(db)
    made = make.application(db, make.vacancy(db, make.lecturer(db)), student)
    make.insert(db, application_documents, application_id=made.id, kind="cv", upload_id=make.upload(db, student).id)
    with pytest.raises(Forbidden):
        document_to_show(db, make.as_actor(make.student(db)), made.id, "cv")
    with pytest.raises(NotYourVacancy):
        document_to_show(db, make.as_actor(make.lecturer(db)), made.id, "cv")
    assert db.execute(own(audit_log)).all() == []


def test_that_a_lecturer_or_an_admin_looked_stays_in_the_log(db: Connection) -> None:
    student, lecturer, admin = make.student(db), make.lecturer(db), make.admin(db)
    made = make.application(db, make.vacancy(db, lecturer), student)
    make.insert(db, application_documents, application_id=made.id, kind="cv", upload_id=make.upload(db, student).id)
    for person in (student, lecturer, admin):
        document_to_show(db, make.as_actor(person), made.id, "cv")
    lines = db.execute(own(audit_log).order_by(audit_log.c.id)).all()
    assert [(line.action, line.actor_id, line.new) for line in lines] == [
        ("document.opened", lecturer.id, {"kind": "cv"}),
        ("document.opened", admin.id, {"kind": "cv"}),
    ]


def test_a_photo_opens_for_the_aslab_in_either_role_his_lecturers_and_admins(db: Connection) -> None:
    one, helper = scene(db), make.lecturer(db)
    make.insert(db, co_lecturers, vacancy_id=one.contract.vacancy_id, lecturer_id=helper.id)
    proof = photo(db, one, thumbnail_object="photos/kecil.jpg", stored_type="image/jpeg")
    made = make.attendance(db, one.contract, photo_id=proof.id)
    for actor in (
        one.aslab,
        make.as_actor(one.student, Role.STUDENT),
        one.lecturer,
        make.as_actor(helper),
        make.as_actor(make.admin(db)),
    ):
        assert photo_to_show(db, actor, made.id, "full").stored_object == proof.stored_object
        assert photo_to_show(db, actor, made.id, "thumb").stored_object == "photos/kecil.jpg"


def test_a_photo_opens_for_nobody_else(db: Connection) -> None:
    one, other = scene(db), scene(db)
    made = make.attendance(db, one.contract)
    with pytest.raises(NotYourAslab):
        photo_to_show(db, other.lecturer, made.id, "full")
    for role in (Role.ASLAB, Role.STUDENT):
        with pytest.raises(NotYourAttendance):
            photo_to_show(db, make.as_actor(other.student, role), made.id, "full")
    with pytest.raises(NotFound):
        photo_to_show(db, one.lecturer, uuid4(), "full")


def test_a_photo_on_its_way_has_nothing_to_show(db: Connection) -> None:
    one = scene(db)
    coming = awaited_photo(db, one)
    made = make.attendance(db, one.contract, photo_id=coming.id, photo_sha256=None, state="menunggu_foto")
    shown = photo_to_show(db, one.aslab, made.id, "full")
    with pytest.raises(FileNotReady):
        link(shown.stored_object, shown.stored_type, "foto.jpg")


def test_the_pamphlet_of_a_published_vacancy_opens_for_everybody(db: Connection) -> None:
    lecturer = make.lecturer(db)
    file = make.upload(db, lecturer, Purpose.PAMPHLET)
    vacancy = make.vacancy(db, lecturer, pamphlet_id=file.id)
    assert pamphlet_to_show(db, vacancy.id).stored_object == file.stored_object


@pytest.mark.parametrize("state", [VacancyState.PUBLISHED, VacancyState.DRAFT])
def test_a_draft_and_a_vacancy_without_one_have_no_pamphlet(db: Connection, state: VacancyState) -> None:
    lecturer = make.lecturer(db)
    drawn = make.upload(db, lecturer, Purpose.PAMPHLET).id if state == VacancyState.DRAFT else None
    vacancy = make.vacancy(db, lecturer, state=state, pamphlet_id=drawn)
    with pytest.raises(NotFound):
        pamphlet_to_show(db, vacancy.id)
