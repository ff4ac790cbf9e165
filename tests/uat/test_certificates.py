"""Module 10: certificates."""

from datetime import timedelta

from sqlalchemy import select

from common.domain.certificates.tables import certificates
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.client import Portal
from tests.uat import cast
from tests.uat.refusals import refused, unchanged


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
    link = portal.as_(student, "mahasiswa").call("open_certificate", certificate_id=issued["id"])
    assert portal.fetch(link["url"]).content == attachment.content


CODE = "7KQ2-M0XA-93TR-C5VE"
FACTS = {"name": "Siti", "course": "Basis Data", "period": "2026/2027 Ganjil", "attendances": 14} | {
    "starts_on": "2026-09-01",
    "ends_on": "2026-12-20",
    "issued_on": "2026-12-21",
}


def test_cert_13_a_code_is_found_however_it_is_pasted(portal: Portal) -> None:
    """Alamat, tanda hubung cetak, atau huruf di belakang: ditemukan; selain itu "bukan kode sertifikat"."""
    student, today = portal.new("mahasiswa"), clock.today()
    dates = {"starts_on": today - timedelta(days=20), "ends_on": today - timedelta(days=1)}
    contract = cast.contract(student, portal.new("dosen"), state="selesai", ended_at=clock.now(), **dates)
    with transaction() as db:
        code = make.certificate(db, contract, make.admin(db), code=CODE, facts=FACTS).code
    for typed in (
        code,
        code.lower().replace("-", " "),
        code.replace("-", "\u2011"),
        code.replace("-", "\u2013"),
        f"{code}.",
        f"{code}a",
    ):
        assert portal.call("check_certificate", code=typed)["valid"] == "sah", typed
    for typed in ("PRATINJAU", "123", f"{code[:-1]}", "7KQ2-M0XA-93TR-U5VE"):
        refused = portal.call("check_certificate", code=typed, expect=404)
        assert (refused.code, refused.title) == ("no_certificate_code", "Ini bukan kode sertifikat"), typed
    unknown = portal.call("check_certificate", code="0000-0000-0000-0000", expect=404)
    assert unknown.title == "Sertifikat tidak ditemukan"


def test_cert_04_a_contract_that_runs_gets_none(portal: Portal) -> None:
    """Kontrak masih aktif: "Kontrak belum selesai"; tidak ada nomor yang terpakai, juga lewat API sekaligus."""
    teacher, today = portal.new("dosen"), clock.today()
    over = {"starts_on": today - timedelta(days=20), "ends_on": today - timedelta(days=1)}
    running, suspended, overdue, ended = (
        cast.contract(portal.new("mahasiswa"), teacher, **values)
        for values in ({}, {"state": "ditangguhkan"}, over, over | {"state": "selesai", "ended_at": clock.now()})
    )
    with transaction() as db:
        for days in (19, 12, 5):
            make.attendance(db, ended, day=today - timedelta(days=days), state="disetujui")
    admin, told = portal.as_(portal.new("admin")), ("Kontrak belum selesai", "The contract has not ended yet")
    not_ended = [running, suspended, overdue]
    with unchanged(portal):
        for contract in not_ended:
            for body in ({}, {"override_reason": "Diminta dosen"}):
                refused(admin, "issue_certificate", 409, *told, contract_id=contract.id, json=body)
            refused(admin, "preview_certificate", 409, *told, contract_id=contract.id)
        batch = {"contract_ids": [str(contract.id) for contract in not_ended]}
        many = admin.call("issue_certificates", json=batch)
        assert (many["issued"], many["failed"]) == (0, 3)
        assert {(one["code"], one["message"], one["number"]) for one in many["results"]} == {
            ("contract_not_ended", told[0], None)
        }
    issued = admin.call("issue_certificate", contract_id=ended.id, json={})
    with transaction() as db:
        made = db.execute(select(certificates).where(certificates.c.id == issued["id"])).one()
    assert (made.year, made.sequence) == (today.year, 1), "the first number is still to be had"
