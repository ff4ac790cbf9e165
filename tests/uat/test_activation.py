"""Module 6: activating."""

from datetime import timedelta

from common.domain.assistants.tables import aslab_accounts
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import own, without_bystanders
from tests.client import Portal
from tests.uat import cast


def test_act_09_an_activated_student_is_copied_told_and_may_choose_the_role(portal: Portal) -> None:
    """Admin mengaktifkan mahasiswa yang diterima: data disalin ke akun aslab dan email instruksi terkirim."""
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    with transaction() as db:
        vacancy = make.vacancy(db, lecturer, accepted=1)
        accepted = make.application(db, vacancy, student, state="diterima", decided_at=clock.now())
    admin = portal.as_(portal.new("admin"))
    [ready] = without_bystanders(admin.call("list_ready")["items"], "application_id")
    assert ready["application_id"] == str(accepted.id)

    today = clock.today()
    dates = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=100)).isoformat()}
    contract = admin.call("activate_aslab", application_id=accepted.id, json=dates)
    assert contract["state"] == "aktif"
    with transaction() as db:
        [account] = db.execute(own(aslab_accounts)).all()
    assert (account.nim, account.name, account.email) == (student.number, student.name, student.email)
    mail = portal.campus.outbox.wait_for_mail(to=student.email, subject_contains="slab")
    assert f"{portal.url}/aslab" in mail.text
    assert portal.as_(student).call("current_session")["roles"] == ["mahasiswa", "aslab"]


def test_act_06_who_cannot_be_mailed_is_not_activated(portal: Portal) -> None:
    """Tanpa email yang valid: "Email mahasiswa belum valid, lengkapi data terlebih dahulu", tidak diaktifkan."""
    student, lecturer = portal.new("mahasiswa", email=None), portal.new("dosen")
    with transaction() as db:
        vacancy = make.vacancy(db, lecturer, accepted=1)
        accepted = make.application(
            db, vacancy, student, email="budi@mahasiswa.test", state="diterima", decided_at=clock.now()
        )
    admin, today = portal.as_(portal.new("admin")), clock.today()
    dates = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=100)).isoformat()}
    refused = admin.call("activate_aslab", application_id=accepted.id, json=dates, expect=409)
    assert refused.title == "Email mahasiswa belum valid, lengkapi data terlebih dahulu"
    assert portal.as_(student).call("current_session")["roles"] == ["mahasiswa"]
    [ready] = without_bystanders(admin.call("list_ready")["items"], "application_id")
    assert ready["application_id"] == str(accepted.id)
    assert without_bystanders(admin.call("list_contracts")["items"]) == []


def test_act_08_a_suspended_aslab_comes_back_to_what_was_recorded(portal: Portal) -> None:
    """Ditangguhkan lalu dilanjutkan: akses berhenti dan kembali, absensi tetap, kedua langkah ada di log audit."""
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    contract = cast.contract(student, lecturer)
    with transaction() as db:
        kept = make.attendance(db, contract)
    admin, aslab = portal.as_(portal.new("admin")), portal.as_(student, "aslab")
    admin.call("suspend_contract", contract_id=contract.id, json={"reason": "Cuti satu bulan"})
    refused = aslab.call("list_own_contracts", expect=403)
    assert refused.code == "aslab_suspended"
    admin.call("resume_contract", contract_id=contract.id)
    shown = portal.as_(student, "aslab").call("list_attendances", contract_id=contract.id)
    assert [one["id"] for one in shown["items"]] == [str(kept.id)]
    log = admin.call("read_audit", query={"subject_id": str(contract.id)})["items"]
    steps = [(line["action"], line["reason"]) for line in reversed(log)]
    assert steps == [("contract.suspended", "Cuti satu bulan"), ("contract.resumed", None)]
