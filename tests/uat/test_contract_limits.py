"""Module 9: who ends a contract, how often, and what the night does."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from common.domain.assistants.tables import contracts
from common.platform import clock
from common.platform.db import transaction
from tests.client import Portal, operations
from tests.outcomes import lines, row
from tests.races import together
from tests.uat import cast
from tests.uat.refusals import refusals_logged, refused, settle, unchanged

NOT_YOURS = ("Anda bukan pemilik lowongan ini", "This vacancy is not yours")
ENDED = ("Kontrak sudah berakhir", "The contract has already ended")
REASON = {"reason": "Semester berakhir"}


def running(portal: Portal, lecturer: Any, **values: Any) -> tuple[Any, Any]:
    """An aslab of this lecturer and their contract."""
    student = portal.new("mahasiswa")
    return student, cast.contract(student, lecturer, **values)


def test_end_04_a_contract_is_not_ended_by_another_lecturer(portal: Portal) -> None:
    """Dosen lain mengakhiri kontrak: 403, tidak berubah, tercatat, aslab tetap bekerja."""
    owner, stranger = portal.new("dosen"), portal.new("dosen")
    student, contract = running(portal, owner)
    running(portal, stranger)
    other = portal.as_(stranger)
    with unchanged(portal):
        for body in (REASON, {}):
            refused(other, "end_contract", 403, *NOT_YOURS, contract_id=contract.id, json=body)
    assert refusals_logged(stranger) == [("not_your_vacancy", operations()["end_contract"].operation_id)]
    [mine] = portal.as_(student, "aslab").call("list_own_contracts")["items"]
    assert (mine["id"], mine["state"]) == (str(contract.id), "aktif")


def test_end_05_a_contract_ends_once(portal: Portal) -> None:
    """Kontrak yang sudah "Selesai": "Kontrak sudah berakhir"; tidak ada email kedua."""
    teacher = portal.new("dosen")
    student, contract = running(portal, teacher)
    _, other = running(portal, teacher)
    lecturer = portal.as_(teacher)
    lecturer.call("end_contract", contract_id=contract.id, json=REASON)
    settle(portal)
    assert [mail.recipients for mail in portal.campus.outbox.mails] == [(student.email,)]
    with unchanged(portal):
        for body in (REASON, {"reason": "Lain"}):
            refused(lecturer, "end_contract", 409, *ENDED, contract_id=contract.id, json=body)
    with transaction() as db:
        assert row(db, contracts, contract.id).end_reason == REASON["reason"]
        assert [line.action for line in lines(db, contract.id)] == ["contract.ended"]
        assert row(db, contracts, other.id).state == "aktif"


def test_end_07_the_night_ends_what_is_over_once_and_reminds_a_week_before(portal: Portal) -> None:
    """Tugas malam dua kali dan di dua instance: "Selesai" sekali, satu email; pengingat tujuh hari sebelumnya."""
    teacher, today = portal.new("dosen"), clock.today()
    days = {"over": -1, "last day": 0, "in a week": 7, "later": 8}
    made = {name: running(portal, teacher, ends_on=today + timedelta(days=n)) for name, n in days.items()}
    night = partial(portal.campus.host.deliver, "keep_house", "/schedule/begin_day", {})
    assert together([night, night]) == [204, 204]
    assert night() == 204
    settle(portal)

    with transaction() as db:
        states = {name: row(db, contracts, contract.id).state for name, (_, contract) in made.items()}
        ended = [line for _, contract in made.values() for line in lines(db, contract.id)]
        assert db.scalar(select(contracts.c.ended_by).where(contracts.c.id == made["over"][1].id)) is None
    assert states == {"over": "selesai", "last day": "aktif", "in a week": "aktif", "later": "aktif"}
    assert [(line.action, line.actor_role) for line in ended] == [("contract.ended", "sistem")]

    mails = Counter((mail.recipients[0], mail.subject) for mail in portal.campus.outbox.mails)
    assert set(mails.values()) == {1}
    by_person = {name: [subject for to, subject in mails if to == made[name][0].email] for name in days}
    [over] = by_person["over"]
    assert "telah selesai" in over or "berakhir" in over, over
    for name in ("last day", "in a week"):
        [reminder] = by_person[name]
        assert "berakhir" in reminder, reminder
    assert by_person["later"] == []
    assert len([subject for to, subject in mails if to == teacher.email]) == 2
