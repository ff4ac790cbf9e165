"""Module 10: certificates."""

from datetime import timedelta

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.client import Portal
from tests.uat import cast


def test_cert_03_a_certificate_is_made_sent_and_can_be_checked(portal: Portal) -> None:
    """Admin mengirim sertifikat ke aslab yang selesai kontrak: PDF dibuat dan terkirim lewat email."""
    student, lecturer = portal.new("mahasiswa", name="Siti Nurhaliza Putri"), portal.new("dosen")
    today = clock.today()
    dates = {"starts_on": today - timedelta(days=20), "ends_on": today - timedelta(days=1)}
    contract = cast.contract(student, lecturer, state="selesai", ended_at=clock.now(), **dates)
    with transaction() as db:
        for days in (19, 12, 5):
            make.attendance(db, contract, day=today - timedelta(days=days), state="disetujui")
    admin = portal.as_(portal.new("admin"))
    issued = admin.call("issue_certificate", contract_id=contract.id, json={})

    mail = portal.campus.outbox.wait_for_mail(to=student.email, subject_contains="ertifikat", timeout=20)
    [attachment] = mail.attachments
    text = samples.pdf_text(attachment.content)
    for told in ("Siti Nurhaliza Putri", student.number, issued["number"]):
        assert told in text
    address = samples.qr_of(attachment.content)
    assert address.startswith(f"{portal.url}/sertifikat/")
    checked = portal.call("check_certificate", code=address.rsplit("/", 1)[1])
    assert (checked["valid"], checked["name"], checked["attendances"]) == ("sah", "Siti Nurhaliza Putri", 3)
    assert student.number not in checked.response.text
    [listed] = [one for one in admin.call("list_certificates")["items"] if one["contract_id"] == str(contract.id)]
    assert listed["state"] == "terkirim"
