"""Module 2: accounts, as an admin looks after them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import Connection, func, select

from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.people import actions
from common.domain.people.tables import people
from common.ops.migrations.schema import metadata
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.flows.test_passwords import link_in
from tests.races import behind

HISTORY = "Pengguna memiliki riwayat. Gunakan nonaktifkan."


def rows(db: Connection) -> dict[str, int]:
    """How many there are, but in the log, which gets a line for what is refused, too."""
    tables = [table for table in metadata.sorted_tables if table.name != "audit_log"]
    return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


@pytest.mark.parametrize("history", ["lamaran", "kontrak", "absensi", "lowongan", "admin"])
def test_usr_10_who_has_a_history_is_not_deleted(portal: Portal, history: str) -> None:
    """Pengguna dengan pendaftaran, kontrak, atau absensi: "Gunakan nonaktifkan"; tidak ada yang terhapus."""
    boss = portal.new("admin")
    student, teacher, colleague = portal.new("mahasiswa"), portal.new("dosen"), portal.new("admin")
    with transaction() as db:
        if history == "lamaran":
            make.application(db, make.vacancy(db, teacher), student)
        elif history != "admin":
            contract = make.contract(db, student=student, lecturer=teacher, admin=boss)
            if history == "absensi":
                make.attendance(db, contract)
    admin = portal.as_(boss)
    portal.as_(student)
    with transaction() as db:
        before = rows(db)
    whom = {"lowongan": teacher, "admin": colleague}.get(history, student)
    refused = admin.call("delete_user", user_id=whom.id, expect=409)
    assert (refused.code, refused.title) == ("has_history", HISTORY)
    with transaction() as db:
        assert rows(db) == before
    if whom is teacher:
        [duty] = admin.call("list_duties", user_id=whom.id)["items"]
        taken = {"successor": portal.new("dosen").number, "vacancy_ids": [duty["id"]]}
        admin.call("hand_over_vacancies", user_id=whom.id, json=taken)
    admin.call("deactivate_user", user_id=whom.id)


def test_usr_10_an_account_that_was_never_used_goes_with_all_that_hangs_on_it(portal: Portal) -> None:
    """Tanpa riwayat: pengguna, sesi, tautan, dan pesannya terhapus; log audit tidak menyimpan datanya."""
    admin = portal.as_(portal.new("admin"))
    form = {"number": "30299777", "name": "Salah Ketik", "role": "mahasiswa", "email": "salah@kampus.test"}
    added = admin.call("add_user", json=form)
    lecturer = portal.new("dosen")
    portal.as_(lecturer)
    for gone in (added["id"], str(lecturer.id)):
        admin.call("delete_user", user_id=gone)
        admin.call("show_user", user_id=gone, expect=404)
        with transaction() as db:
            assert db.scalar(select(func.count()).where(messages.c.person_id == gone)) == 0
            line = select(audit_log).where(audit_log.c.subject_id == gone, audit_log.c.action == "person.deleted")
            assert list(db.execute(line).one().old) == ["role"]
    admin.call("delete_user", user_id=uuid4(), expect=404)
    admin.call("add_user", json=form)


def test_usr_10_whoever_applies_at_this_moment_stays(portal: Portal) -> None:
    """Pendaftaran yang sedang masuk menahan penghapusan."""
    with transaction() as db:
        student, boss, post = make.student(db), make.admin(db), make.vacancy(db, make.lecturer(db))
    deleting = behind(
        lambda db: make.application(db, post, student),
        lambda db: actions.delete_user(db, make.as_actor(boss), student.id),
    )
    assert deleting == "has_history"
    with transaction() as db:
        assert db.scalar(select(people.c.id).where(people.c.id == student.id))


def test_usr_10_the_last_admin_stays(portal: Portal) -> None:
    """Admin tidak menghapus dirinya sendiri."""
    boss = portal.new("admin")
    assert portal.as_(boss).call("delete_user", user_id=boss.id, expect=409).code == "last_admin"


def test_usr_11_both_addresses_hear_of_the_change_and_of_a_link_that_is_asked_for(portal: Portal) -> None:
    """Admin mengganti email dosen: alamat lama dan baru diberi tahu, juga bila lalu diminta tautan kata sandi."""
    lecturer, outbox = portal.new("dosen", email="rina@kampus.test"), portal.campus.outbox
    admin = portal.as_(portal.new("admin"))
    admin.call("edit_user", json={"email": "baru@kampus.test"}, user_id=lecturer.id)
    former = outbox.wait_for_mail(to="rina@kampus.test")
    assert former.subject == "Alamat email akun SI-Aslab Anda diganti"
    assert "Jika bukan Anda yang menggantinya, segera hubungi admin." in former.text
    assert outbox.wait_for_mail(to="baru@kampus.test").subject == "Alamat email ini milik akun SI-Aslab Anda"

    outbox.clear()
    portal.call("request_password_link", json={"email": "baru@kampus.test"})
    former = outbox.wait_for_mail(to="rina@kampus.test")
    assert former.subject == "Tautan kata sandi akun SI-Aslab Anda diminta"
    assert "Jika bukan Anda yang memintanya, segera hubungi admin." in former.text
    assert "/kata-sandi#" not in former.text, "the link is for the new address alone"
    assert link_in(outbox.wait_for_mail(to="baru@kampus.test").text)
