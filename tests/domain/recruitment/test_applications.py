"""Applying: once, in time, with the right papers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, func

from common.domain.notifications.tables import messages
from common.domain.recruitment import application_queries, applications
from common.domain.recruitment.errors import (
    AlreadyApplied,
    BelowMinimum,
    DocumentsNotUsable,
    VacancyClosed,
    VacancyNotOpenYet,
)
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import applications as table
from common.domain.uploads.tables import Purpose, UploadState
from common.platform import clock
from common.platform.db import transaction
from common.platform.errors import Forbidden, IllegalMove
from tests import factories as make
from tests.bystanders import own
from tests.races import at_once


def form(db: Connection, student: Any, **changed: Any) -> dict[str, Any]:
    documents = [{"kind": kind, "upload_id": make.upload(db, student).id} for kind in ("cv", "transkrip")]
    details = {"email": "a@kampus.test", "whatsapp": "+6281234567890", "semester": 5, "ipk": Decimal("3.50")}
    return details | {"documents": documents} | changed


def test_an_application_is_confirmed_by_mail_with_course_and_lecturer(db: Connection) -> None:
    student, vacancy = make.student(db), make.vacancy(db, make.lecturer(db, name="Dr. Rina"), course="Basis Data")
    applications.submit(db, make.as_actor(student), vacancy.id, form(db, student))
    mail = db.execute(own(messages).where(messages.c.channel == "email")).one()
    assert (mail.recipient, mail.data["course"], mail.data["lecturer"]) == ("a@kampus.test", "Basis Data", "Dr. Rina")


def test_a_second_application_is_refused(db: Connection) -> None:
    student, vacancy = make.student(db), make.vacancy(db, make.lecturer(db))
    applications.submit(db, make.as_actor(student), vacancy.id, form(db, student))
    with pytest.raises(AlreadyApplied), db.begin_nested():
        applications.submit(db, make.as_actor(student), vacancy.id, form(db, student))
    assert db.scalar(own(table, func.count())) == 1


def test_ten_posts_at_once_make_one_application(committed: None) -> None:
    with transaction() as db:
        student, vacancy = make.student(db), make.vacancy(db, make.lecturer(db))
        filled = form(db, student)
    actor = make.as_actor(student)
    outcome = at_once([lambda db: applications.submit(db, actor, vacancy.id, filled)] * 10)
    assert outcome == {"done": 1, "already_applied": 9}


def test_after_a_withdrawal_one_may_apply_again_and_both_are_kept(db: Connection) -> None:
    student, vacancy = make.student(db), make.vacancy(db, make.lecturer(db))
    actor = make.as_actor(student)
    first = applications.submit(db, actor, vacancy.id, form(db, student))
    applications.withdraw(db, actor, first)
    applications.submit(db, actor, vacancy.id, form(db, student))
    mine = application_queries.own_applications(db, actor, after=None, limit=10)["items"]
    assert sorted(row["state"] for row in mine) == ["dibatalkan", "menunggu"]
    assert [step["state"] for step in application_queries.own_application(db, actor, first)["steps"]] == [
        "menunggu",
        "dibatalkan",
    ]


def test_a_withdrawn_application_cannot_be_withdrawn_again(db: Connection) -> None:
    student, vacancy = make.student(db), make.vacancy(db, make.lecturer(db))
    actor = make.as_actor(student)
    first = applications.submit(db, actor, vacancy.id, form(db, student))
    applications.withdraw(db, actor, first)
    with pytest.raises(IllegalMove):
        applications.withdraw(db, actor, first)


def test_nobody_withdraws_for_another(db: Connection) -> None:
    student, other = make.student(db), make.student(db)
    made = make.application(db, make.vacancy(db, make.lecturer(db)), student)
    with pytest.raises(Forbidden):
        applications.withdraw(db, make.as_actor(other), made.id)


@pytest.mark.parametrize(
    ("state", "opens", "closes", "refusal"),
    [
        (VacancyState.CLOSED, -2, 2, VacancyClosed),
        (VacancyState.DRAFT, -2, 2, VacancyClosed),
        (VacancyState.PUBLISHED, -2, -1, VacancyClosed),
        (VacancyState.PUBLISHED, 1, 2, VacancyNotOpenYet),
    ],
)
def test_only_an_open_vacancy_takes_applications(
    db: Connection, state: VacancyState, opens: int, closes: int, refusal: type[Exception]
) -> None:
    now, student = clock.now(), make.student(db)
    vacancy = make.vacancy(
        db, make.lecturer(db), state=state, opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes)
    )
    with pytest.raises(refusal):
        applications.submit(db, make.as_actor(student), vacancy.id, form(db, student))


def test_ipk_and_semester_below_the_minimum_are_named_at_their_fields(db: Connection) -> None:
    student = make.student(db)
    vacancy = make.vacancy(db, make.lecturer(db), minimum_ipk=Decimal("3.25"), minimum_semester=4)
    low = form(db, student, ipk=Decimal("3.10"), semester=3)
    with pytest.raises(BelowMinimum) as refused:
        applications.submit(db, make.as_actor(student), vacancy.id, low)
    assert refused.value.fields["ipk"][0] == "IPK Anda (3,10) belum memenuhi syarat minimal 3,25"
    assert "semester" in refused.value.fields


def test_a_missing_transcript_is_named(db: Connection) -> None:
    student, vacancy = make.student(db), make.vacancy(db, make.lecturer(db))
    lacking = form(db, student)
    lacking["documents"] = lacking["documents"][:1]
    with pytest.raises(DocumentsNotUsable) as refused:
        applications.submit(db, make.as_actor(student), vacancy.id, lacking)
    assert refused.value.fields == {"documents.transkrip": ["Transkrip nilai wajib diunggah"]}


@pytest.mark.parametrize("case", ["another's", "refused", "a photo", "not judged yet"])
def test_only_own_judged_pdfs_count_as_documents(db: Connection, case: str) -> None:
    student, vacancy = make.student(db), make.vacancy(db, make.lecturer(db))
    wrong = {
        "another's": lambda: make.upload(db, make.student(db)),
        "refused": lambda: make.upload(db, student, state=UploadState.REFUSED),
        "a photo": lambda: make.upload(db, student, Purpose.PHOTO),
        "not judged yet": lambda: make.upload(db, student, state=UploadState.AWAITED),
    }[case]()
    filled = form(db, student)
    filled["documents"][1]["upload_id"] = wrong.id
    with pytest.raises(DocumentsNotUsable) as refused:
        applications.submit(db, make.as_actor(student), vacancy.id, filled)
    assert list(refused.value.fields) == ["documents.transkrip"]
