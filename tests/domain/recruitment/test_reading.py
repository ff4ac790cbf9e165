"""Lists and details of vacancies and applications, each beside another that is not in them."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, select

from common.domain.audit.tables import audit_log
from common.domain.recruitment import application_queries, vacancy_queries
from common.domain.recruitment.shown_files import document_to_show, pamphlet_to_show
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import application_documents
from common.domain.uploads.tables import Purpose
from common.platform import clock
from tests import factories as make
from tests.domain.recruitment.scene import applied, post
from tests.outcomes import outcome

S, V = ApplicationState, VacancyState


def document(db: Connection, application: Any, kind: str = "cv") -> Any:
    owner = db.execute(select(make.people).where(make.people.c.id == application.student_id)).one()
    file = make.upload(db, owner)
    make.insert(db, application_documents, application_id=application.id, kind=kind, upload_id=file.id)
    return file


def test_the_candidates_of_a_vacancy_are_all_who_did_not_withdraw(db: Connection) -> None:
    """SEL-01."""
    here, there = post(db, quota=7, accepted=2), post(db, quota=3)
    now = clock.now()
    made = [applied(db, here, state=state, submitted_at=now - timedelta(hours=n)) for n, state in enumerate(S)]
    made += [applied(db, here, state=S.WAITING, submitted_at=now - timedelta(hours=9))]
    applied(db, there)
    files = {str(one.id): str(document(db, one).id) for one in made}
    shown = json.loads(application_queries.candidates(db, here.co_lecturer, here.vacancy.id))
    stayed = sorted((one for one in made if one.state != S.WITHDRAWN), key=lambda one: one.submitted_at)
    assert [item["id"] for item in shown["items"]] == [str(one.id) for one in stayed]
    assert {item["ipk"] for item in shown["items"]} == {"3.50"}
    assert shown["counts"] == {"menunggu": 2, "wawancara": 1, "daftar_tunggu": 1, "diterima": 1, "ditolak": 1}
    assert (shown["quota"], shown["accepted"]) == (7, 2)
    assert [(one["name"], one["weight"]) for one in shown["criteria"]] == [("Nilai mata kuliah", 60), ("Wawancara", 40)]
    for item in shown["items"]:
        assert item["documents"] == [{"kind": "cv", "upload_id": files[item["id"]]}]
        assert (item["applicants"], item["quota"], item["lecturer"]) == (6, 7, here.owner.name)


def test_a_candidate_is_shown_with_name_number_and_what_the_form_said(db: Connection) -> None:
    at, student = post(db), make.student(db)
    made = make.application(db, at.vacancy, student, ipk="3.45", semester=6)
    applied(db, at)
    for shown in (
        application_queries.candidate(db, at.lecturer, made.id),
        application_queries.own_application(db, make.as_actor(student), made.id),
    ):
        assert (shown["name"], shown["number"], shown["course"]) == (student.name, student.number, at.vacancy.course)
        assert (shown["ipk"], shown["semester"], shown["email"]) == (Decimal("3.45"), 6, student.email)
        assert "activated_at" not in shown


def test_an_application_says_whether_it_led_to_an_account(db: Connection) -> None:
    at, student = post(db), make.student(db)
    waits = make.application(db, at.vacancy, student, state="diterima", decided_at=clock.now())
    done = make.application(
        db, post(db).vacancy, student, state="diterima", decided_at=clock.now(), activated_at=clock.now()
    )
    shown = {item["id"]: item["activated"] for item in own_list(db, student)}
    assert shown == {waits.id: False, done.id: True}


def test_an_application_says_whether_its_contract_is_over(db: Connection) -> None:
    student, admin = make.student(db), make.admin(db)
    made = {}
    for ended_at in (None, clock.now()):
        lecturer = make.lecturer(db)
        contract = make.contract(db, student=student, lecturer=lecturer, admin=admin, ended_at=ended_at)
        made[contract.application_id] = ended_at is not None
    assert {item["id"]: item["finished"] for item in own_list(db, student)} == made


def test_an_own_application_says_whether_its_certificate_is_valid(db: Connection) -> None:
    """One was revoked and issued anew, one only revoked, one never issued; somebody else's counts for nobody."""
    student, admin, now = make.student(db), make.admin(db), clock.now()
    made = {}
    for issued in (("revoked", "valid"), ("revoked",), ()):
        contract = make.contract(db, student=student, lecturer=make.lecturer(db), admin=admin, ended_at=now)
        for one in issued:
            revoked = {"revoked_at": now, "revoked_by": admin.id, "revoke_reason": "Salah nama."}
            make.certificate(db, contract, admin, **(revoked if one == "revoked" else {}))
        made[contract.application_id] = "valid" in issued
    other = make.contract(db, student=make.student(db), lecturer=make.lecturer(db), admin=admin, ended_at=now)
    make.certificate(db, other, admin)
    assert {item["id"]: item["certified"] for item in own_list(db, student)} == made


def own_list(db: Connection, student: Any) -> list[Any]:
    found = application_queries.own_applications(db, make.as_actor(student), after=None, limit=25)
    return list(found["items"])


def test_the_last_application_fills_the_next_form(db: Connection) -> None:
    student, other = make.student(db), make.student(db)
    now = clock.now()
    for hours, email, semester in ((3, "lama@kampus.test", 4), (1, "baru@kampus.test", 5), (2, "dulu@kampus.test", 4)):
        moment = now - timedelta(hours=hours)
        values = {"email": email, "semester": semester, "submitted_at": moment, "ipk": "3.21", "whatsapp": "+6281299"}
        make.application(db, post(db).vacancy, student, **values)
    make.application(db, post(db).vacancy, other, email="lain@kampus.test")
    last = application_queries.last_details(db, make.as_actor(student))
    told = {"email": "baru@kampus.test", "whatsapp": "+6281299", "semester": 5, "ipk": Decimal("3.21")}
    assert last == told


def test_without_an_application_the_account_fills_the_form(db: Connection) -> None:
    student, other = make.student(db), make.student(db)
    make.application(db, post(db).vacancy, other)
    details = application_queries.last_details(db, make.as_actor(student))
    unknown = {"semester": None, "ipk": None}
    assert details == {"email": student.email, "whatsapp": student.whatsapp} | unknown


def test_a_vacancy_is_shown_with_its_criteria_in_order_and_its_own_numbers(db: Connection) -> None:
    values = {"minimum_ipk": Decimal("3.00"), "minimum_semester": 4, "quota": 5, "accepted": 1}
    here, there = post(db, **values), post(db)
    for state in S:
        applied(db, here, state=state)
    applied(db, there)
    shown = vacancy_queries.own_vacancy(db, here.vacancy.id)
    assert (shown["applicants"], shown["undecided"], shown["lecturer_id"]) == (5, 3, here.owner.id)
    assert [one["name"] for one in shown["criteria"]] == ["Nilai mata kuliah", "Wawancara"]
    assert (shown["minimum_ipk"], shown["minimum_semester"], shown["pamphlet"]) == ("3.00", 4, False)
    assert (shown["lecturer"], shown["quota"], shown["accepted"]) == (here.owner.name, 5, 1)
    assert vacancy_queries.own_vacancy(db, there.vacancy.id)["undecided"] == 1
    assert "undecided" not in vacancy_queries.public_vacancy(db, here.vacancy.id)


@pytest.mark.parametrize(("state", "public"), [(V.DRAFT, "not_found"), (V.PUBLISHED, "done"), (V.CLOSED, "done")])
def test_the_public_sees_what_is_or_was_published(db: Connection, state: V, public: str) -> None:
    lecturer = make.lecturer(db)
    files = [make.upload(db, lecturer, Purpose.PAMPHLET) for _ in range(2)]
    made, other = (make.vacancy(db, lecturer, state=state, pamphlet_id=file.id) for file in files)
    assert outcome(db, vacancy_queries.public_vacancy, made.id) == public
    assert outcome(db, pamphlet_to_show, made.id) == public
    assert vacancy_queries.own_vacancy(db, made.id)["pamphlet"] is True
    if public == "done":
        assert pamphlet_to_show(db, other.id).stored_object == files[1].stored_object


def test_a_vacancy_that_is_unknown_or_has_no_pamphlet_is_not_found(db: Connection) -> None:
    for read in (vacancy_queries.public_vacancy, vacancy_queries.own_vacancy, pamphlet_to_show):
        assert outcome(db, read, uuid4()) == "not_found"
    assert outcome(db, pamphlet_to_show, post(db).vacancy.id) == "not_found"


def test_the_documents_of_a_withdrawn_application_are_closed_to_lecturers(db: Connection) -> None:
    at, student = post(db), make.student(db)
    made, admin = make.application(db, at.vacancy, student, state=S.WITHDRAWN), make.admin(db)
    file = document(db, made)
    for who in (at.lecturer, at.co_lecturer):
        assert outcome(db, document_to_show, who, made.id, "cv") == "not_found"
    for person in (student, admin):
        assert document_to_show(db, make.as_actor(person), made.id, "cv").stored_object == file.stored_object
    opened = select(audit_log.c.actor_id).where(audit_log.c.subject_id == str(made.id))
    assert db.scalars(opened).all() == [admin.id]


def test_each_document_is_that_of_its_kind_and_application(db: Connection) -> None:
    at, student = post(db), make.student(db)
    made, other = make.application(db, at.vacancy, student), applied(db, at)
    kinds = ("cv", "transkrip")
    files = {(one.id, kind): document(db, one, kind) for one in (made, other) for kind in kinds}
    for (key, kind), file in files.items():
        assert document_to_show(db, at.lecturer, key, kind).stored_object == file.stored_object
    assert document_to_show(db, at.lecturer, made.id, "cv").number == student.number
    for kind in ("surat_lamaran", "ktp", "", "cv\0"):
        assert outcome(db, document_to_show, at.lecturer, made.id, kind) == "not_found"
    assert outcome(db, document_to_show, at.lecturer, uuid4(), "cv") == "not_found"
    shown = application_queries.candidate(db, at.lecturer, made.id)["documents"]
    assert [(one["kind"], one["upload_id"]) for one in shown] == [
        (kind, str(files[made.id, kind].id)) for kind in kinds
    ]
