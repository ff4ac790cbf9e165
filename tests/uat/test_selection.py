"""Module 5: selecting."""

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
