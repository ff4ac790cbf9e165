"""Module 5: selecting."""

from datetime import timedelta

from common.platform import clock
from tests.client import Portal
from tests.uat.cast import application_form, vacancy_form


def test_sel_04_an_accepted_student_gets_mail(portal: Portal) -> None:
    """Dosen mengubah status pendaftar menjadi "Diterima": status berubah dan email terkirim."""
    lecturer, student = portal.as_(portal.new("dosen")), portal.as_(portal.new("mahasiswa", name="Budi Santoso"))
    vacancy = lecturer.call("publish_vacancy", json=vacancy_form())
    made = student.call("submit_application", vacancy_id=vacancy["id"], json=application_form(student))

    accepted = lecturer.call("accept_candidate", application_id=made["id"])
    assert accepted["state"] == "diterima"
    mail = portal.campus.outbox.wait_for_mail(to="budi@mahasiswa.test", subject_contains="diterima")
    assert "Basis Data" in mail.text
    message = portal.campus.outbox.wait_for_whatsapp(to="6281234567890")
    assert "Basis Data" in message.text
    [mine] = student.call("list_own_applications")["items"]
    assert [step["state"] for step in mine["steps"]] == ["menunggu", "diterima"]


def test_sel_16_an_interview_in_the_past_is_refused(portal: Portal) -> None:
    """Wawancara di masa lalu: "Waktu wawancara harus di masa depan", tidak berubah."""
    lecturer, student = portal.as_(portal.new("dosen")), portal.as_(portal.new("mahasiswa"))
    vacancy = lecturer.call("publish_vacancy", json=vacancy_form())
    made = student.call("submit_application", vacancy_id=vacancy["id"], json=application_form(student))
    portal.sweep()
    portal.campus.outbox.clear()

    past = {"at": (clock.now() - timedelta(minutes=1)).isoformat(), "place": "Lab 2"}
    refused = lecturer.call("invite_candidate", application_id=made["id"], json=past, expect=422)
    assert refused.fields == {"at": "Waktu wawancara harus di masa depan"}
    [mine] = student.call("list_own_applications")["items"]
    assert (mine["state"], mine["interview_at"], len(mine["steps"])) == ("menunggu", None, 1)
    portal.sweep()
    assert portal.campus.outbox.mails == ()
