"""Module 10: the signature in the file of a certificate."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from common.domain.certificates.drawing import drawn, unsigned
from common.domain.certificates.tables import certificates
from common.ops.local.authority import AUTHORITY, OFFICE
from common.platform import clock
from common.platform.calendar_text import indonesian_date
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories as make
from tests import samples
from tests.bystanders import own
from tests.client import Portal
from tests.signatures import pdfsig, seen
from tests.uat import cast
from tests.uat.refusals import refused, unchanged


def ended_contract(portal: Portal) -> tuple[Any, Any]:
    """Whose it is, and a contract of three weeks that ended yesterday, with enough attendances."""
    student, today = portal.new("mahasiswa", name="Siti Nurhaliza Putri"), clock.today()
    dates = {"starts_on": today - timedelta(days=20), "ends_on": today - timedelta(days=1)}
    contract = cast.contract(student, portal.new("dosen"), state="selesai", ended_at=clock.now(), **dates)
    with transaction() as db:
        for days in (19, 12, 5):
            make.attendance(db, contract, day=today - timedelta(days=days), state="disetujui")
    return student, contract


def sent(portal: Portal) -> bytes:
    """The PDF that its owner got by mail."""
    student, contract = ended_contract(portal)
    portal.as_(portal.new("admin")).call("issue_certificate", contract_id=contract.id, json={})
    mail = portal.campus.outbox.wait_for_mail(to=student.email, subject_contains="ertifikat", timeout=20)
    [attachment] = mail.attachments
    content: bytes = attachment.content
    return content


def changed(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_cert_12_the_signature_is_valid_until_one_byte_is_changed(portal: Portal) -> None:
    """Tanda tangan sah (PAdES) dengan nama jabatan penanda tangan; satu byte diubah: tidak sah."""
    file = sent(portal)
    reader = seen(file)
    assert (reader.good, reader.kind) == (True, "/ETSI.CAdES.detached")
    assert (reader.signer, reader.issuer) == (OFFICE, AUTHORITY)
    for place in (len(file) // 5, len(file) // 2, len(file) - 40):
        assert not seen(changed(file, place)).good

    with transaction() as db:
        row = db.execute(own(certificates)).one()
    before: Any = unsigned(row)
    assert unsigned(row) == before
    assert file.startswith(before), "the same facts give the same bytes before signing"
    assert row.sha256 == sha256(file).hexdigest()
    assert portal.call("check_certificate_file", digest=sha256(file).hexdigest())["valid"] == "sah"
    text, here = " ".join(samples.pdf_text(file).split()), settings()
    for said in (here.certificate_signer, here.certificate_signer_title):
        assert said in text
    assert f"{here.campus_place}, {indonesian_date(clock.today())}" in text


def test_cert_12_the_badge_is_attached_below_the_signature(portal: Portal) -> None:
    """Lencana digital terlampir di dalam berkas yang ditandatangani, sama dengan yang diunduh dari halaman cek."""
    file = sent(portal)
    reader = PdfReader(BytesIO(file))
    [attached] = reader.attachment_list
    assert (attached.name, attached.subtype) == ("sertifikat.jwt", "/application/vc+jwt")
    [associated] = reader.root_object["/AF"]  # type: ignore[misc]
    assert associated.get_object()["/AFRelationship"] == "/Supplement"
    with transaction() as db:
        code = db.execute(own(certificates)).one().code
    assert attached.content == portal.call("take_badge", code=code).response.content
    assert attached.content == portal.call("take_badge", code=code).response.content
    place = file.index(b"vc+jwt") if b"vc+jwt" in file else file.index(b"EmbeddedFile")
    assert not seen(changed(file, place)).good


def test_cert_12_without_keys_for_badges_nothing_is_attached(portal: Portal, setting: Any) -> None:
    sent(portal)
    with transaction() as db:
        row: Any = db.execute(own(certificates)).one()
    setting("BADGE_KEYS", "")
    assert [*PdfReader(BytesIO(unsigned(row))).attachment_list] == []
    assert unsigned(row) == drawn(row.facts)


def test_cert_12_a_second_reader_says_the_same(portal: Portal, tmp_path: Path) -> None:
    """Pembaca lain (pdfsig dari Debian) berpendapat sama."""
    file = sent(portal)
    said = pdfsig(file, tmp_path)
    assert ("Signature is Valid" in said, f"Common Name: {OFFICE}" in said) == (True, True)
    assert "Signature is Valid" not in pdfsig(changed(file, len(file) // 2), tmp_path)


@pytest.mark.parametrize("missing", ["CERTIFICATE_SIGNER", "CERTIFICATE_SIGNER_TITLE", "CAMPUS_PLACE"])
def test_cert_12_nothing_is_issued_while_nobody_is_named(portal: Portal, setting: Any, missing: str) -> None:
    _, contract = ended_contract(portal)
    admin = portal.as_(portal.new("admin"))
    setting(missing, "  ")
    with unchanged(portal):
        refused(
            admin,
            "issue_certificate",
            409,
            "Nama dan jabatan penanda tangan serta tempat sertifikat belum diatur; hubungi pengelola sistem",
            "The name and office of who signs certificates, and the place, are not set; ask who runs the system",
            contract_id=contract.id,
            json={},
        )
