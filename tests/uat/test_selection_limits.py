"""Module 5: what selecting does not allow, and who may select."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from common.domain.recruitment.tables import applications, co_lecturers, vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal, operations
from tests.outcomes import lines, row
from tests.races import together
from tests.uat.refusals import refusals_logged, refused, refused_at, settle, unchanged

NO_REASON = ("Alasan penolakan wajib diisi", "Reason of the rejection is required")
NOT_YOURS = ("Anda bukan pemilik lowongan ini", "This vacancy is not yours")
FULL = ("Kuota lowongan sudah penuh (1/1)", "The vacancy's seats are all taken (1/1)")


def semester(teacher: Any, count: int = 2, **values: Any) -> tuple[Any, list[Any]]:
    """A vacancy with as many applications of students of their own."""
    with transaction() as db:
        post = make.vacancy(db, teacher, **values)
        return post, [make.application(db, post, make.student(db)) for _ in range(count)]


def test_sel_06_a_rejection_without_a_reason_is_refused(portal: Portal) -> None:
    """Ditolak tanpa alasan: "Alasan penolakan wajib diisi"; status tetap, tidak ada email."""
    teacher = portal.new("dosen")
    _, [first, _] = semester(teacher)
    lecturer = portal.as_(teacher)
    with unchanged(portal):
        for body in ({}, {"reason": ""}, {"reason": " \n "}, {"reason": None}):
            sent: dict[str, Any] = {"application_id": first.id, "json": body}
            refused_at(lecturer, "reject_candidate", "reason", *NO_REASON, **sent)
    assert lecturer.call("show_candidate", application_id=first.id)["state"] == "menunggu"
    reason = {"reason": "Kuota terbatas."}
    assert lecturer.call("reject_candidate", application_id=first.id, json=reason)["state"] == "ditolak"


def test_sel_08_another_lecturer_decides_nothing(portal: Portal) -> None:
    """Dosen lain mengubah status lewat alamat atau API: 403, tidak berubah, tercatat di log audit."""
    teacher, stranger = portal.new("dosen"), portal.new("dosen")
    post, [first, _] = semester(teacher)
    semester(stranger)
    criterion = portal.as_(teacher).call("list_candidates", vacancy_id=post.id)["criteria"][0]["id"]
    tomorrow = clock.now() + timedelta(days=1)
    attempts: dict[str, Any] = {
        "show_candidate": None,
        "score_candidate": {"scores": [{"criterion_id": criterion, "points": 90}]},
        "invite_candidate": {"at": tomorrow.isoformat(), "place": "Lab 2"},
        "put_on_waiting_list": None,
        "accept_candidate": None,
        "reject_candidate": {"reason": "Kuota terbatas."},
        "reopen_candidate": None,
    }
    other = portal.as_(stranger)
    with unchanged(portal):
        for operation, body in attempts.items():
            refused(other, operation, 403, *NOT_YOURS, application_id=first.id, json=body)
    logged = [("not_your_vacancy", operations()[name].operation_id) for name in attempts]
    assert refusals_logged(stranger) == logged
    listed = portal.as_(teacher).call("list_candidates", vacancy_id=post.id)
    assert (listed["accepted"], listed["counts"]) == (0, {"menunggu": 2})


def test_sel_09_of_two_who_accept_for_the_last_seat_one_succeeds(portal: Portal) -> None:
    """Dosen dan dosen pendamping menerima dua mahasiswa pada detik yang sama: tepat satu berhasil."""
    owner, helper = portal.new("dosen"), portal.new("dosen")
    by = (portal.as_(owner), portal.as_(helper))
    for _ in range(2):
        post, candidates = semester(owner, quota=1)
        with transaction() as db:
            make.insert(db, co_lecturers, vacancy_id=post.id, lecturer_id=helper.id)
        settle(portal)
        portal.campus.outbox.clear()
        accept = [
            partial(view.call, "accept_candidate", application_id=one.id, expect={200, 409})
            for view, one in zip(by, candidates, strict=True)
        ]
        answers = together(accept)
        assert sorted(answer.status for answer in answers) == [200, 409]
        won, lost = sorted(range(2), key=lambda n: answers[n].status)
        assert (answers[lost].code, answers[lost].title) == ("quota_full", FULL[0])
        refused(by[lost], "accept_candidate", 409, *FULL, application_id=candidates[lost].id)
        settle(portal)
        assert [mail.recipients for mail in portal.campus.outbox.mails] == [(candidates[won].email,)]
        with transaction() as db:
            states = select(applications.c.state).where(applications.c.vacancy_id == post.id)
            assert sorted(db.scalars(states)) == ["diterima", "menunggu"]
            assert row(db, vacancies, post.id).accepted == 1
            assert [line.action for line in lines(db, candidates[won].id)] == ["application.accepted"]
            assert lines(db, candidates[lost].id) == []
