"""What an application writes, and what it has to bring."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection, select

from common.domain.notifications.tables import messages
from common.domain.recruitment import applications
from common.domain.recruitment.errors import BelowMinimum, DocumentsNotUsable
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import application_documents
from common.domain.recruitment.tables import applications as table
from common.domain.uploads.tables import UploadState
from common.platform import clock
from tests import factories as make
from tests.domain.recruitment.scene import everything_of, post, steps
from tests.domain.recruitment.test_applications import form
from tests.outcomes import lines, outcome, row


@pytest.fixture(autouse=True)
def still() -> Any:
    with time_machine.travel(clock.now(), tick=False):
        yield


def test_an_application_is_written_as_the_form_says_and_by_the_servers_clock(db: Connection) -> None:
    at, student, other = post(db), make.student(db, language="en"), make.student(db)
    before = everything_of(db, make.application(db, at.vacancy, other))
    filled = form(db, student, ipk=Decimal("3.21"), semester=7)
    key = applications.submit(db, make.as_actor(student), at.vacancy.id, filled)
    written = {name: filled[name] for name in ("email", "whatsapp", "semester", "ipk")}
    links = {"id": key, "vacancy_id": at.vacancy.id, "student_id": student.id}
    states = {"state": ApplicationState.WAITING, "submitted_at": clock.now()}
    none_yet = ("reason", "interview_at", "interview_place", "score", "decided_at", "confirm_by", "confirmed_at")
    later = dict.fromkeys((*none_yet, "activated_at"))
    made = row(db, table, key)
    assert made._asdict() == links | states | written | later
    kept = db.execute(select(application_documents).where(application_documents.c.application_id == key)).all()
    assert {(one.kind, one.upload_id) for one in kept} == {
        (one["kind"], one["upload_id"]) for one in filled["documents"]
    }
    [step] = steps(db, made)
    assert (step.state, step.actor_id, step.at, step.note) == ("menunggu", student.id, clock.now(), None)
    [line] = lines(db, key)
    assert (line.action, line.actor_id, line.subject_type) == ("application.submitted", student.id, "application")
    assert (line.old, line.new) == (None, {"vacancy_id": str(at.vacancy.id)})
    assert everything_of(db, row(db, table, before[0].id)) == before


def test_it_is_confirmed_by_mail_and_in_the_inbox(db: Connection) -> None:
    """NOTIF-01: WhatsApp is kept for decisions."""
    at, student = post(db), make.student(db, language="en", name="Budi")
    key = applications.submit(db, make.as_actor(student), at.vacancy.id, form(db, student))
    found = db.execute(select(messages).where(messages.c.person_id == student.id)).all()
    assert {(one.channel, one.recipient) for one in found} == {
        ("email", "a@kampus.test"),
        ("kotak_masuk", str(student.id)),
    }
    about = {"name": "Budi", "course": at.vacancy.course, "lecturer": at.owner.name, "at": clock.now().isoformat()}
    for one in found:
        assert (one.kind, one.language, one.data) == ("application_received", "en", about)
        assert one.event == f"application.received:{key}"


@pytest.mark.parametrize(
    ("ipk", "semester", "wrong"),
    [
        ("3.25", 4, []),
        ("3.26", 5, []),
        ("3.24", 4, ["ipk_below_minimum"]),
        ("3.25", 3, ["semester_below_minimum"]),
        ("3.24", 3, ["ipk_below_minimum", "semester_below_minimum"]),
    ],
)
def test_the_minimum_itself_is_enough(db: Connection, ipk: str, semester: int, wrong: list[str]) -> None:
    at, student = post(db, minimum_ipk=Decimal("3.25"), minimum_semester=4), make.student(db)
    filled = form(db, student, ipk=Decimal(ipk), semester=semester)
    try:
        applications.submit(db, make.as_actor(student), at.vacancy.id, filled)
        told: dict[str, Any] = {}
    except BelowMinimum as refused:
        told = dict(refused.fields)
    assert [problem.code for problems in told.values() for problem in problems] == wrong
    assert list(told) == [code.removesuffix("_below_minimum") for code in wrong]
    if len(wrong) == 2:
        assert told["semester"] == ["Semester Anda (3) belum memenuhi syarat minimal 4"]
        assert told["ipk"][0].en == "Your IPK (3.24) is below the minimum 3.25"


def test_without_a_minimum_everybody_may_apply(db: Connection) -> None:
    at, student = post(db), make.student(db)
    filled = form(db, student, ipk=Decimal("0.00"), semester=1)
    assert outcome(db, applications.submit, make.as_actor(student), at.vacancy.id, filled) == "done"


def refusals(db: Connection, needed: list[str], given: list[tuple[str, Any]], student: Any) -> dict[str, list[str]]:
    at = post(db, documents=needed)
    filled = form(db, student, documents=[{"kind": kind, "upload_id": file.id} for kind, file in given])
    try:
        applications.submit(db, make.as_actor(student), at.vacancy.id, filled)
    except DocumentsNotUsable as refused:
        return {field: [problem.code for problem in problems] for field, problems in refused.fields.items()}
    return {}


def test_only_what_the_vacancy_asks_for_has_to_come(db: Connection) -> None:
    student = make.student(db)
    cv, letter = make.upload(db, student), make.upload(db, student)
    assert refusals(db, [], [], student) == {}
    assert refusals(db, ["cv"], [("cv", cv)], student) == {}
    assert refusals(db, ["cv"], [("cv", cv), ("surat_lamaran", letter)], student) == {}
    assert refusals(db, ["cv", "surat_lamaran"], [("cv", cv)], student) == {
        "documents.surat_lamaran": ["document_missing"]
    }
    assert refusals(db, ["cv", "transkrip"], [], student) == {
        "documents.cv": ["document_missing"],
        "documents.transkrip": ["document_missing"],
    }


def test_each_document_is_refused_at_its_kind_for_its_own_reason(db: Connection) -> None:
    student, other = make.student(db), make.student(db)
    fine, coming = make.upload(db, student), make.upload(db, student, state=UploadState.AWAITED)
    leaving = make.upload(db, student, leaving_at=clock.now())
    given = [("cv", coming), ("transkrip", make.upload(db, other)), ("surat_lamaran", leaving)]
    assert refusals(db, ["cv"], given, student) == {
        "documents.cv": ["still_checking"],
        "documents.transkrip": ["file_not_found"],
        "documents.surat_lamaran": ["file_not_found"],
    }
    twice = [("cv", fine), ("cv", fine), ("transkrip", fine)]
    assert refusals(db, ["cv"], twice, student) == {"documents.cv": ["document_twice"]}


def test_a_refused_document_is_told_what_it_should_have_been(db: Connection) -> None:
    at, student = post(db), make.student(db)
    filled = form(db, student)
    filled["documents"][0]["upload_id"] = make.upload(db, student, state=UploadState.REFUSED).id
    with pytest.raises(DocumentsNotUsable) as refused:
        applications.submit(db, make.as_actor(student), at.vacancy.id, filled)
    assert refused.value.fields == {"documents.cv": ["CV: Berkas harus PDF maksimal 2 MB"]}


@pytest.mark.parametrize("whose", ["invented", "foreign"])
def test_a_file_that_is_nobodys_or_somebody_elses_is_told_to_be_missing(db: Connection, whose: str) -> None:
    at, student = post(db), make.student(db)
    filled = form(db, student)
    foreign = make.upload(db, make.student(db)).id
    filled["documents"][0]["upload_id"] = foreign if whose == "foreign" else uuid4()
    with pytest.raises(DocumentsNotUsable) as refused:
        applications.submit(db, make.as_actor(student), at.vacancy.id, filled)
    assert refused.value.fields == {"documents.cv": ["Berkas tidak ditemukan, unggah kembali"]}
