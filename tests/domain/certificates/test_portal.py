"""Certificates as their users live them, through the gateway."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from common.domain.certificates import actions
from common.domain.certificates.drawing import draw_due
from common.domain.certificates.tables import certificates
from common.domain.notifications.delivery import deliver_due
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories as make
from tests import samples
from tests.bystanders import without_bystanders
from tests.client import Portal
from tests.domain.certificates.conftest import deserved, stored


@pytest.fixture
def admin(portal: Portal) -> Portal:
    return portal.as_(portal.new("admin"))


def contract_of(student: Any) -> Any:
    with transaction() as db:
        return deserved(db, student=student)


def work() -> None:
    draw_due()
    deliver_due()


def only_line(admin: Portal) -> dict[str, Any]:
    [line] = without_bystanders(admin.call("list_certificates")["items"], "contract_id")
    return dict(line)


def test_the_owner_opens_the_file_and_a_stranger_does_not(portal: Portal, admin: Portal) -> None:
    """CERT-07."""
    student = portal.new("mahasiswa", name="Siti Nurhaliza")
    issued = admin.call("issue_certificate", contract_id=contract_of(student).id, json={})
    work()
    assert only_line(admin)["state"] == "terkirim"
    me = portal.as_(student, "mahasiswa")
    [mine] = me.call("list_own_certificates")["items"]
    assert (mine["number"], mine["downloadable"]) == (issued["number"], True)
    link = me.call("open_certificate", certificate_id=mine["id"])
    file = portal.fetch(link["url"])
    assert (file.status_code, file.headers["Content-Type"]) == (200, "application/pdf")
    assert "Siti Nurhaliza" in samples.pdf_text(file.content)
    stranger = portal.as_(portal.new("mahasiswa"))
    refused = stranger.call("open_certificate", certificate_id=mine["id"], expect=403)
    assert refused.title == "Ini bukan sertifikat Anda"
    assert portal.fetch(link["url"].split("?")[0]).status_code in {401, 403}


def test_a_refused_mail_is_shown_and_sent_again(portal: Portal, admin: Portal) -> None:
    """CERT-06."""
    student = portal.new("mahasiswa")
    portal.campus.mail.refuse_next(code=550, text="5.1.1 no such user")
    issued = admin.call("issue_certificate", contract_id=contract_of(student).id, json={})
    work()
    line = only_line(admin)
    assert line["state"] == "gagal_terkirim"
    assert line["error"] == "Email gagal: pesan ditolak server email (550 5.1.1)"
    admin.call("resend_certificate", certificate_id=issued["id"])
    work()
    assert only_line(admin)["state"] == "terkirim"
    [mail] = portal.campus.outbox.mails
    assert issued["number"] in mail.text


def test_a_batch_tells_what_became_of_each(portal: Portal, admin: Portal) -> None:
    with transaction() as db:
        good, running = deserved(db), deserved(db, state="aktif", ended_at=None)
    told = admin.call("issue_certificates", json={"contract_ids": [str(good.id), str(running.id)]})
    assert (told["issued"], told["failed"]) == (1, 1)
    first, second = told["results"]
    assert (first["number"], first["message"]) == (stored()[0].number, None)
    assert (second["code"], second["message"]) == ("contract_not_ended", "Kontrak belum selesai")


def test_the_check_needs_no_sign_in(portal: Portal, admin: Portal) -> None:
    """CERT-08."""
    student = portal.new("mahasiswa")
    issued = admin.call("issue_certificate", contract_id=contract_of(student).id, json={})
    code = issued["check_url"].rsplit("/", 1)[1]
    checked = portal.call("check_certificate", code=code.lower())
    assert checked["valid"] == "sah"
    assert student.number not in checked.response.text
    assert portal.call("check_certificate", code="0" + code[:-1], expect=404).title == "Sertifikat tidak ditemukan"


def test_a_file_is_checked_by_its_hash_in_large_or_small_letters(portal: Portal, admin: Portal) -> None:
    """CERT-14."""
    for text in ("one", "two"):
        issued = admin.call("issue_certificate", contract_id=contract_of(portal.new("mahasiswa")).id, json={})
        with transaction() as db:
            own = certificates.c.number == issued["number"]
            db.execute(certificates.update().where(own).values(sha256=sha256(text.encode()).hexdigest()))
    digest = sha256(b"two").hexdigest()
    for asked in (digest, digest.upper()):
        checked = portal.call("check_certificate_file", digest=asked)
        assert (checked["number"], checked["valid"]) == (issued["number"], "sah")
        assert checked["code"] == issued["check_url"].rsplit("/", 1)[1]
    for asked in (digest[:-1], sha256(b"three").hexdigest(), "null", "x"):
        refused = portal.call("check_certificate_file", digest=asked, expect=404)
        assert (refused.title, refused.code) == ("Berkas telah diubah", "certificate_file_not_issued")


def test_the_preview_is_a_pdf(portal: Portal, admin: Portal) -> None:
    """CERT-02."""
    preview = admin.call("preview_certificate", contract_id=contract_of(portal.new("mahasiswa")).id)
    assert preview.headers["Content-Type"] == "application/pdf"
    assert preview.response.content.startswith(b"%PDF")
    assert stored() == []


def test_a_lost_signal_is_made_up_for_by_the_sweep(portal: Portal) -> None:
    with transaction() as db:
        contract, by = deserved(db), make.as_actor(make.admin(db))
    with transaction() as db:
        actions.issue(db, by, contract.id)
    assert stored()[0].stored_at is None
    portal.sweep()
    portal.sweep()
    assert stored()[0].stored_at is not None
    assert len(portal.campus.outbox.mails) == 1


def test_a_decision_wakes_the_drawing_after_its_commit(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int]] = []

    class Heard:
        def signal(self, topic: str) -> None:
            seen.append((topic, len(stored())))

    with transaction() as db:
        contracts, by = [deserved(db), deserved(db)], make.as_actor(make.admin(db))
    monkeypatch.setenv("WAKE_DELIVERY", "true")
    settings.cache_clear()
    monkeypatch.setattr("common.platform.live.live", Heard)
    with transaction() as db:
        for contract in contracts:
            actions.issue(db, by, contract.id)
        assert seen == []
    assert seen == [("certificates", 2)]
