"""One story through the gateway, as people live it: from an empty campus to a certificate that anybody can check."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from PIL import Image

from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from tests import samples
from tests.bystanders import without_bystanders
from tests.client import PASSWORD, Portal
from tests.flows.sequences import Sequences, recording
from tests.flows.test_passwords import link_in
from tests.uat.cast import application_form, vacancy_form

WEEKS = 4


@contextmanager
def after(**time: float) -> Iterator[None]:
    with time_machine.travel(clock.now() + timedelta(**time), tick=True):
        yield


def newcomer(portal: Portal, admin: Portal, role: str, number: str, name: str) -> Any:
    """Added by the admin; sets the password by the mailed link."""
    email = f"{name.split(maxsplit=1)[0].lower()}@kampus.test"
    made = admin.call("add_user", json={"number": number, "name": name, "role": role, "email": email})
    token = link_in(portal.campus.outbox.wait_for_mail(to=email).text)
    portal.call("set_password", json={"token": token, "password": PASSWORD})
    return type("Person", (), {"id": made["id"], "number": number, "name": name, "email": email})


@pytest.fixture
def drawn(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sequences]:
    """What happens is what the diagrams show, which `make diagrams` writes anew."""
    with recording(portal.campus, monkeypatch) as found:
        yield found


def test_from_a_vacancy_to_a_certificate(portal: Portal, drawn: Sequences) -> None:
    drawn.step("Accounts and a period")
    outbox = portal.campus.outbox
    boss = portal.new("admin")
    admin = portal.as_(boss)
    dosen = newcomer(portal, admin, "dosen", "198001012005011001", "Rina Wulandari")
    budi = newcomer(portal, admin, "mahasiswa", "3022211001", "Budi Santoso")
    wati = newcomer(portal, admin, "mahasiswa", "3022211002", "Wati Lestari")
    today = clock.today()
    period = {
        "name": "2026/2027 Ganjil",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(weeks=WEEKS)).isoformat(),
    }
    period_id = admin.call("add_period", json=period)["id"]

    # A vacancy with pamphlet, criteria and weights; both students apply.
    drawn.step("Publish a vacancy")
    lecturer = portal.as_(dosen)
    pamphlet = lecturer.upload("pamflet", samples.photo(9), "image/jpeg")
    form = vacancy_form(quota=1, pamphlet_id=pamphlet, period_id=period_id, minimum_ipk="3,00")
    vacancy = lecturer.call("publish_vacancy", json=form)
    drawn.step("Apply")
    applications = {}
    for person in (budi, wati):
        student = portal.as_(person)
        sent = application_form(student, email=person.email)
        made = student.call("submit_application", vacancy_id=vacancy["id"], json=sent)
        applications[person.number] = made["id"]
    portal.sweep()
    confirmation = outbox.wait_for_mail(to=budi.email, subject_contains="endaftaran")
    for told in ("Basis Data", "Rina Wulandari", "WIB"):
        assert told in confirmation.text

    # The lecturer reads a document, scores, interviews, accepts one and rejects the other.
    drawn.step("Select")
    link = lecturer.call("open_document", application_id=applications[budi.number], kind="cv")
    assert portal.fetch(link["url"]).content.startswith(b"%PDF-")
    criteria = lecturer.call("list_candidates", vacancy_id=vacancy["id"])["criteria"]
    for person, points in ((budi, 90), (wati, 70)):
        sheet = {"scores": [{"criterion_id": criterion["id"], "points": points} for criterion in criteria]}
        lecturer.call("score_candidate", application_id=applications[person.number], json=sheet)
    talk = {"at": (clock.now() + timedelta(days=1)).isoformat(), "place": "Lab Terpadu 2"}
    lecturer.call("invite_candidate", application_id=applications[budi.number], json=talk)
    assert "Lab Terpadu 2" in outbox.wait_for_mail(to=budi.email, subject_contains="awancara").text
    lecturer.call("accept_candidate", application_id=applications[budi.number])
    full = lecturer.call("accept_candidate", application_id=applications[wati.number], expect=409)
    assert full.title == "Kuota lowongan sudah penuh (1/1)"
    reason = {"reason": "Kuota hanya satu; nilai Anda berada di urutan kedua."}
    lecturer.call("reject_candidate", application_id=applications[wati.number], json=reason)
    [refused] = portal.as_(wati).call("list_own_applications")["items"]
    assert (refused["state"], refused["reason"]) == (ApplicationState.REJECTED, reason["reason"])
    assert refused["score"] == "70.00"

    # The admin activates with the dates of the period.
    drawn.step("Activate")
    [ready] = without_bystanders(admin.call("list_ready")["items"], "application_id")
    dates = {name: ready[name] for name in ("starts_on", "ends_on")}
    contract = admin.call("activate_aslab", application_id=ready["application_id"], json=dates)
    outbox.wait_for_mail(to=budi.email, subject_contains="slab")

    # Each week an attendance with a photo; the lecturer verifies them.
    drawn.step("Attendance")
    for week in range(WEEKS):
        with after(weeks=week):
            aslab = portal.as_(budi, "aslab")
            photo = aslab.upload("foto", samples.photo(100 + week), "image/jpeg")
            work = {"upload_id": photo, "activity": f"Praktikum modul {week + 1}"}
            entry = aslab.call("record_attendance", contract_id=contract["id"], json=work)
            view = portal.as_(dosen)
            proof = portal.fetch(view.call("open_photo", attendance_id=entry["id"])["url"])
            assert not Image.open(BytesIO(proof.content)).getexif()
            view.call("approve_attendance", attendance_id=entry["id"])

    # The contract ends by itself; the certificate is issued, drawn, sent, and checked by a stranger.
    with after(weeks=WEEKS, days=1):
        drawn.step("End a contract")
        portal.campus.host.deliver("keep_house", "/schedule/begin_day", {})
        # Two days more, for what was photographed on the last day.
        assert portal.as_(budi, "mahasiswa").call("current_session")["roles"] == ["mahasiswa", "aslab"]
        drawn.step("Certify")
        admin = portal.as_(boss)
        issued = admin.call("issue_certificate", contract_id=contract["id"], json={})
        mail = outbox.wait_for_mail(to=budi.email, subject_contains="ertifikat", timeout=20)
        pdf = mail.attachments[0].content
        for told in ("Budi Santoso", "3022211001", "Basis Data", issued["number"]):
            assert told in samples.pdf_text(pdf)
        code = samples.qr_of(pdf).rsplit("/", 1)[1]
        assert portal.call("check_certificate", code=code)["attendances"] == WEEKS
        own = portal.as_(budi, "mahasiswa").call("list_own_certificates")["items"]
        assert [certificate["number"] for certificate in own] == [issued["number"]]

        # Every decision left its line.
        actions = {line["action"] for line in admin.call("read_audit", query={"limit": 100})["items"]}
        for decided in ("application.accepted", "contract.activated", "attendance.approved", "certificate.issued"):
            assert decided in actions
    drawn.compare()
    with after(weeks=WEEKS, days=4):
        assert portal.as_(budi).call("current_session")["roles"] == ["mahasiswa"]
