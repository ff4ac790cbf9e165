"""What the people of a contract are notified of, and whom its seat is offered to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.assistants import actions
from common.domain.assistants.tables import contracts
from common.domain.recruitment.tables import co_lecturers, vacancies
from common.platform import clock
from tests import factories as make
from tests.domain.assistants.scene import scene, waiting
from tests.outcomes import lines, mails, outcome, row


def test_each_suspension_and_each_return_is_told(db: Connection) -> None:
    one, other, admin = scene(db), scene(db), make.as_actor(make.admin(db))
    with time_machine.travel(clock.now(), tick=False) as moment:
        for reason in ("Cuti", "Sakit"):
            actions.suspend(db, admin, one.contract.id, reason=reason)
            moment.shift(timedelta(minutes=1))
            actions.resume(db, admin, one.contract.id)
            moment.shift(timedelta(minutes=1))
    told = [(mail.kind, mail.data.get("reason")) for mail in mails(db, one.student)]
    assert told == [
        ("contract_suspended", "Cuti"),
        ("contract_resumed", None),
        ("contract_suspended", "Sakit"),
        ("contract_resumed", None),
    ]
    assert mails(db, other.student) == []


@pytest.mark.parametrize(("reason", "kind"), [("Pindah", "contract_ended"), (None, "contract_completed")])
def test_an_end_is_told_with_its_reason_or_as_completed(db: Connection, reason: str | None, kind: str) -> None:
    one, other = scene(db), scene(db)
    actions.end(db, one.lecturer, one.contract.id, reason=reason)
    [mail] = mails(db, one.student)
    assert (mail.kind, mail.data.get("reason"), mail.event) == (kind, reason, f"{kind}:{one.contract.id}")
    assert row(db, contracts, one.contract.id).end_reason == reason
    assert [line.reason for line in lines(db, one.contract.id)] == [reason]
    assert mails(db, other.student) == []


def test_a_free_seat_is_told_to_the_owner_with_the_best_who_waits_there(db: Connection) -> None:
    """END-08. A co-lecturer may end the contract; the owner is notified."""
    one, other, helper = scene(db), scene(db), make.lecturer(db)
    make.insert(db, co_lecturers, vacancy_id=one.contract.vacancy_id, lecturer_id=helper.id)
    waiting(db, one.contract.vacancy_id, "Ani", score=70)
    waiting(db, one.contract.vacancy_id, "Budi", score=90)
    waiting(db, other.contract.vacancy_id, "Citra", score=99)
    actions.end(db, make.as_actor(helper), one.contract.id, reason="Pindah")
    [mail] = mails(db, one.owner)
    assert (mail.kind, mail.event) == ("seat_free", f"seat_free:{one.contract.id}")
    post = row(db, vacancies, one.contract.vacancy_id)
    about = {"course": post.course, "vacancy_id": str(post.id), "name": one.owner.name, "candidate": "Budi"}
    assert mail.data == about | {"because": f"kontrak {one.student.name} berakhir lebih awal"}
    assert mails(db, helper) + mails(db, other.owner) == []


def test_a_seat_that_nobody_waits_for_comes_free_in_silence(db: Connection) -> None:
    one, other = scene(db), scene(db)
    waiting(db, other.contract.vacancy_id, "Citra", score=99)
    actions.end(db, one.lecturer, one.contract.id, reason="Pindah")
    assert [row(db, vacancies, at.contract.vacancy_id).accepted for at in (one, other)] == [0, 1]
    assert mails(db, one.owner) + mails(db, other.owner) == []


def test_only_a_lecturer_of_the_vacancy_ends_its_contracts(db: Connection) -> None:
    one, other, nobody = scene(db), scene(db), make.as_actor(make.lecturer(db))
    helpers: list[Any] = [make.lecturer(db), make.lecturer(db)]
    for at, helper in zip((one, other), helpers, strict=True):
        make.insert(db, co_lecturers, vacancy_id=at.contract.vacancy_id, lecturer_id=helper.id)
    for who in (other.lecturer, make.as_actor(helpers[1]), nobody):
        assert outcome(db, actions.end, who, one.contract.id, reason=None) == "not_your_vacancy"
    assert outcome(db, actions.end, make.as_actor(helpers[0]), one.contract.id, reason=None) == "done"
