"""Module 4: applying."""

from sqlalchemy import func

from common.domain.recruitment.tables import applications
from common.platform.db import transaction
from tests.bystanders import own
from tests.client import Portal
from tests.uat.cast import application_form, vacancy_form


def test_mhs_reg_05_second_application_is_refused(portal: Portal) -> None:
    """Mahasiswa mendaftar ulang di lowongan yang sama: ditolak dengan "Anda sudah mendaftar"."""
    vacancy = portal.as_(portal.new("dosen")).call("publish_vacancy", json=vacancy_form())
    student = portal.as_(portal.new("mahasiswa"))
    form = application_form(student)
    student.call("submit_application", vacancy_id=vacancy["id"], json=form)

    refused = student.call("submit_application", vacancy_id=vacancy["id"], json=form, expect=409)
    assert (refused.code, refused.title) == ("already_applied", "Anda sudah mendaftar")
    with transaction() as db:
        assert db.scalar(own(applications, func.count())) == 1


def test_mhs_reg_05_the_refusal_is_also_told_in_english(portal: Portal) -> None:
    """Penolakan yang sama dalam bahasa Inggris."""
    vacancy = portal.as_(portal.new("dosen")).call("publish_vacancy", json=vacancy_form())
    student = portal.as_(portal.new("mahasiswa"))
    form = application_form(student)
    student.call("submit_application", vacancy_id=vacancy["id"], json=form)
    student.language = "en-GB,en;q=0.8,id;q=0.5"
    refused = student.call("submit_application", vacancy_id=vacancy["id"], json=form, expect=409)
    assert refused.title == "You have already applied"
