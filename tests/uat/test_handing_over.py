"""A lecturer who leaves: vacancies and aslab go to another one (LOW-15, USR-12)."""

from __future__ import annotations

from typing import Any

from common.domain.recruitment.tables import co_lecturers
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.outcomes import lines
from tests.uat import cast
from tests.uat.refusals import refused, refused_at, settle, unchanged


def two_lecturers(portal: Portal) -> tuple[Any, Any, Any, Any]:
    """One with an open vacancy and a running contract, who leaves; one who takes over, and helps with the vacancy."""
    gone, heir = portal.new("dosen", name="Dr. Rina Wulandari"), portal.new("dosen", name="Dr. Hasan Basri")
    contract = cast.contract(portal.new("mahasiswa"), gone)
    with transaction() as db:
        post = make.vacancy(db, gone, course="Basis Data")
        make.application(db, post, make.student(db))
        make.insert(db, co_lecturers, vacancy_id=post.id, lecturer_id=heir.id)
    return gone, heir, post, contract


def test_low_15_a_vacancy_is_handed_over(portal: Portal) -> None:
    """Admin menyerahkan lowongan: pemilik baru boleh semua, yang lama tidak; keduanya diberi tahu; "atas nama"."""
    gone, heir, post, contract = two_lecturers(portal)
    admin, old, new = portal.as_(portal.new("admin")), portal.as_(gone), portal.as_(heir)
    settle(portal)
    portal.campus.outbox.clear()
    left = admin.call("list_duties", user_id=gone.id)["items"]
    assert {one["id"]: (one["open"], one["undecided"], one["aslab"]) for one in left} == {
        str(post.id): (True, 1, 0),
        str(contract.vacancy_id): (True, 1, 1),
    }
    sent = {"successor": heir.number, "vacancy_ids": [str(post.id)]}
    after = admin.call("hand_over_vacancies", user_id=gone.id, json=sent)["items"]
    assert [one["id"] for one in after] == [str(contract.vacancy_id)]
    settle(portal)
    mails = {mail.recipients[0]: (mail.subject, "- Basis Data" in mail.text) for mail in portal.campus.outbox.mails}
    assert mails == {
        gone.email: ("Lowongan Anda diserahkan kepada Dr. Hasan Basri", True),
        heir.email: ("Anda menerima lowongan dari Dr. Rina Wulandari", True),
    }

    [candidate] = new.call("list_candidates", vacancy_id=post.id)["items"]
    changed = new.call("change_vacancy", vacancy_id=post.id, json={"quota": 5})
    assert (changed["lecturer"], changed["quota"], changed["co_lecturers"]) == ("Dr. Hasan Basri", 5, [])
    assert new.call("accept_candidate", application_id=candidate["id"])["state"] == "diterima"
    not_yours = (403, "Anda bukan pemilik lowongan ini", "This vacancy is not yours")
    with unchanged(portal):
        refused(old, "list_candidates", *not_yours, vacancy_id=post.id)
        refused(old, "change_vacancy", *not_yours, vacancy_id=post.id, json={"quota": 9})
        refused(old, "close_vacancy", *not_yours, vacancy_id=post.id)

    with transaction() as db:
        [line] = [one for one in lines(db, post.id) if one.action == "vacancy.handed_over"]
    assert (line.actor_role, line.old) == ("admin", {"lecturer": gone.number})
    assert line.new == {"lecturer": heir.number, "on_behalf_of": gone.number}


def test_low_15_only_another_active_lecturer_takes_over(portal: Portal) -> None:
    gone, heir, post, _ = two_lecturers(portal)
    admin = portal.as_(portal.new("admin"))
    shut, student = portal.new("dosen", active=False), portal.new("mahasiswa")
    told = ("NIP dosen lain yang aktif tidak ditemukan", "There is no other active lecturer with this NIP")
    settle(portal)
    with unchanged(portal):
        for number in (gone.number, shut.number, student.number, "0"):
            sent = {"successor": number, "vacancy_ids": [str(post.id)]}
            refused_at(admin, "hand_over_vacancies", "successor", *told, user_id=gone.id, json=sent)
        others = {"successor": gone.number, "vacancy_ids": [str(post.id)]}
        admin.call("hand_over_vacancies", user_id=heir.id, json=others, expect=404)
    for role in ("dosen", "mahasiswa"):
        person = heir if role == "dosen" else student
        sent = {"successor": heir.number, "vacancy_ids": [str(post.id)]}
        portal.as_(person).call("hand_over_vacancies", user_id=gone.id, json=sent, expect=403)


def test_usr_12_a_lecturer_hands_over_before_the_account_is_shut(portal: Portal) -> None:
    """Menonaktifkan dosen dengan lowongan atau kontrak: disebut yang mana, diserahkan dahulu, lalu dinonaktifkan."""
    gone, heir, post, contract = two_lecturers(portal)
    admin, session = portal.as_(portal.new("admin")), portal.as_(gone)
    left = admin.call("list_duties", user_id=gone.id)["items"]
    courses = ", ".join(one["course"] for one in left)
    assert "Basis Data" in courses
    settle(portal)
    with unchanged(portal):
        told = f"Dosen ini masih memegang {courses}. Serahkan dahulu kepada dosen lain"
        english = f"This lecturer is still responsible for {courses}. Hand them over to another lecturer first"
        refused(admin, "deactivate_user", 409, told, english, user_id=gone.id)
    assert session.call("current_session")["role"] == "dosen"
    sent = {"successor": heir.number, "vacancy_ids": [one["id"] for one in left]}
    assert admin.call("hand_over_vacancies", user_id=gone.id, json=sent)["items"] == []
    assert admin.call("deactivate_user", user_id=gone.id)["active"] is False
    session.call("current_session", expect=401)
    new = portal.as_(heir)
    assert [one["id"] for one in new.call("list_contracts")["items"]] == [str(contract.id)]
    assert new.call("end_contract", contract_id=contract.id, json={})["state"] == "selesai"
    assert new.call("close_vacancy", vacancy_id=post.id)["state"] == "ditutup"
