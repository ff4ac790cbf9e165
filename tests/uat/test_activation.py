"""Module 6: activating."""

from datetime import timedelta

from common.domain.assistants.tables import aslab_accounts
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import own, without_bystanders
from tests.client import Portal


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
