"""What an applicant reads of each step: in the message and in the history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select

from common.domain.notifications.tables import messages
from common.domain.recruitment import application_queries, applications, selection
from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from common.platform.auth import Actor
from tests import factories as make
from tests.domain.recruitment.scene import applied, post, steps
from tests.domain.recruitment.test_applications import form
from tests.outcomes import mails, outcome

S = ApplicationState
AT = clock.now() + timedelta(days=2)
DECISIONS: dict[str, Any] = {
    "application_interview": (
        lambda db, by, key: selection.invite(db, by, key, at=AT, place="Lab 2"),
        {"at": AT.isoformat(), "place": "Lab 2"},
    ),
    "application_waiting_list": (selection.put_on_waiting_list, {}),
    "application_accepted": (selection.accept, {}),
    "application_rejected": (
        lambda db, by, key: selection.reject(db, by, key, reason="Kuota terbatas"),
        {"reason": "Kuota terbatas"},
    ),
}


@pytest.mark.parametrize("kind", DECISIONS)
def test_a_decision_is_told_at_the_addresses_of_the_form_in_the_students_language(db: Connection, kind: str) -> None:
    """NOTIF-02."""
    at, student = post(db, course="Basis Data"), make.student(db, language="en", name="Budi")
    details = {"email": "form@kampus.test", "whatsapp": "+6281200000000"}
    made, other = make.application(db, at.vacancy, student, **details), applied(db, at)
    decide, told = DECISIONS[kind]
    decide(db, at.co_lecturer, made.id)
    [step] = steps(db, made)
    found = db.execute(select(messages).where(messages.c.person_id == student.id)).all()
    by_channel = {one.channel: one for one in found}
    assert by_channel["email"].recipient == "form@kampus.test"
    if "whatsapp" in by_channel:
        assert by_channel["whatsapp"].recipient == "+6281200000000"
    about: Any = {"name": "Budi", "course": "Basis Data", "lecturer": at.owner.name}
    if kind == "application_interview":
        event = {"about": str(made.id), "sequence": step.id, "place": "Lab 2", "cancelled": False}
        about |= {"appointment": event | {"starts_at": AT.isoformat(), "ends_at": None}}
    for one in found:
        assert (one.kind, one.event, one.language) == (kind, f"{kind}:{step.id}", "en")
        assert one.data == about | told
    assert (steps(db, other), mails(db, at.owner), mails(db, at.helper)) == ([], [], [])


def test_whatsapp_goes_only_to_who_wants_it(db: Connection, setting: Any) -> None:
    setting("WHATSAPP_PROVIDER", "fonnte")
    at = post(db)
    for wanted in (True, False):
        student = make.student(db, whatsapp_wanted=wanted)
        made = make.application(db, at.vacancy, student, whatsapp="+6281200000000")
        selection.put_on_waiting_list(db, at.lecturer, made.id)
        mine = select(messages.c.recipient).where(messages.c.person_id == student.id, messages.c.channel == "whatsapp")
        assert db.scalars(mine).all() == (["+6281200000000"] if wanted else [])


def test_an_acceptance_taken_back_is_told_with_its_reason(db: Connection) -> None:
    """SEL-10."""
    at, student = post(db), make.student(db)
    made = make.application(db, at.vacancy, student)
    selection.accept(db, at.lecturer, made.id)
    selection.reject(db, at.lecturer, made.id, reason="Salah pilih")
    assert [(mail.kind, mail.data.get("reason")) for mail in mails(db, student)] == [
        ("application_accepted", None),
        ("application_correction", "Salah pilih"),
    ]


def test_the_history_has_each_step_with_place_time_and_reason(db: Connection) -> None:
    """MHS-REG-11."""
    at, student = post(db), make.student(db)
    actor = make.as_actor(student)
    made = applications.submit(db, actor, at.vacancy.id, form(db, student))
    selection.invite(db, at.lecturer, made, at=AT, place="Lab 2")
    selection.reject(db, at.lecturer, made, reason="Kuota terbatas")
    other = applied(db, at)
    selection.put_on_waiting_list(db, at.lecturer, other.id)
    shown = application_queries.own_application(db, actor, made)
    assert [(step["state"], step["note"]) for step in shown["steps"]] == [
        ("menunggu", None),
        ("wawancara", "Lab 2"),
        ("ditolak", "Kuota terbatas"),
    ]
    assert [bool(step["interview_at"]) for step in shown["steps"]] == [False, True, False]
    assert (shown["reason"], shown["interview_place"], shown["interview_at"]) == ("Kuota terbatas", "Lab 2", AT)


def test_what_is_unknown_is_not_found(db: Connection) -> None:
    at, student = post(db), make.student(db)
    lecturer, key = at.lecturer, uuid4()
    for decide, _ in DECISIONS.values():
        assert outcome(db, decide, lecturer, key) == "not_found"
    assert outcome(db, selection.score, lecturer, key, []) == "not_found"
    assert outcome(db, applications.withdraw, make.as_actor(student), key) == "not_found"
    assert outcome(db, applications.submit, make.as_actor(student), key, form(db, student)) == "not_found"
    assert outcome(db, application_queries.candidate, lecturer, key) == "not_found"
    assert outcome(db, application_queries.candidates, lecturer, key) == "not_found"
    assert outcome(db, application_queries.own_application, make.as_actor(student), key) == "not_found"


def test_an_application_is_ones_own_alone(db: Connection) -> None:
    at, student = post(db), make.student(db)
    made, stranger = make.application(db, at.vacancy, student), make.as_actor(make.student(db))
    assert outcome(db, application_queries.own_application, stranger, made.id) == "not_found"
    assert outcome(db, applications.withdraw, stranger, made.id) == "forbidden"
    assert application_queries.own_applications(db, stranger, after=None, limit=9)["items"] == []
    mine = application_queries.own_applications(db, make.as_actor(student), after=None, limit=9)["items"]
    assert [item["id"] for item in mine] == [made.id]
    assert outcome(db, application_queries.own_application, Actor(student.id, "mahasiswa"), made.id) == "done"
