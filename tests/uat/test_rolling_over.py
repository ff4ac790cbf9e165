"""Module 2: a new period takes over the vacancies of earlier ones."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.uat.refusals import refused, settle

COPIED = "Lowongan ini sudah disalin ke periode itu"


def period(starts_on: date) -> Any:
    with transaction() as db:
        return make.period(db, starts_on=starts_on, ends_on=starts_on + timedelta(days=150))


def test_vacancies_of_an_earlier_semester_become_drafts_of_the_new_one_each_once(portal: Portal) -> None:
    """Satu permintaan, jawaban untuk setiap lowongan; diulang tidak ada draf ganda dan pesan yang terkirim."""
    last, coming = period(clock.today() - timedelta(days=200)), period(clock.today() + timedelta(days=30))
    teacher, other = portal.new("dosen"), portal.new("dosen")
    with transaction() as db:
        mine = [make.vacancy(db, teacher, course=f"Kuliah {n}", period_id=last.id) for n in range(3)]
        new, theirs = make.vacancy(db, teacher, period_id=coming.id), make.vacancy(db, other)
    lecturer = portal.as_(teacher)
    settle(portal)
    portal.campus.outbox.clear()

    def roll_over(*vacancies: Any, to: Any = coming) -> Any:
        sent = {"vacancy_ids": [str(one.id) for one in vacancies]}
        return lecturer.call("roll_vacancies_over", period_id=to.id, json=sent)

    first = roll_over(mine[0], mine[1], mine[0], new, theirs)
    assert (first["done"], first["failed"]) == (2, 2)
    assert [(one["vacancy_id"], one["message"]) for one in first["results"]] == [
        (str(mine[0].id), None),
        (str(mine[1].id), None),
        (str(new.id), "Lowongan ini sudah termasuk periode itu"),
        (str(theirs.id), "Anda bukan pemilik lowongan ini"),
    ]
    again = roll_over(*mine[1:])
    assert [one["message"] for one in again["results"]] == [COPIED, None]
    drafts = [one for one in lecturer.call("list_own_vacancies")["items"] if one["state"] == "draf"]
    assert Counter(one["course"] for one in drafts) == {f"Kuliah {n}": 1 for n in range(3)}
    assert {one["period_id"] for one in drafts} == {str(coming.id)}
    assert {(one["opens_at"], one["closes_at"], one["applicants"]) for one in drafts} == {(None, None, 0)}

    # A draft that was deleted may be made once more; another period has drafts of its own.
    gone = next(one["id"] for one in drafts if one["course"] == "Kuliah 0")
    lecturer.call("delete_vacancy", vacancy_id=gone)
    assert roll_over(mine[0])["done"] == 1
    assert roll_over(mine[0], to=period(clock.today() + timedelta(days=400)))["done"] == 1
    lecturer.call("delete_vacancy", vacancy_id=mine[0].id)
    told, english = "Periode akademik sudah berakhir", "The academic period is over"
    sent = {"vacancy_ids": [str(mine[1].id)]}
    refused(lecturer, "roll_vacancies_over", 409, told, english, period_id=last.id, json=sent)
    settle(portal)
    assert portal.campus.outbox.mails == ()


def test_an_admin_copies_the_vacancies_of_a_period_for_their_lecturers(portal: Portal) -> None:
    """Draf menjadi milik dosennya, yang diberi tahu satu kali; diulang tidak ada draf ganda."""
    last, coming = period(clock.today() - timedelta(days=200)), period(clock.today() + timedelta(days=30))
    first, second, gone = (portal.new("dosen", name=name) for name in ("Dr. Satu", "Dr. Dua", "Dr. Tiga"))
    closed = {"period_id": last.id, "state": "ditutup"}
    with transaction() as db:
        owners = enumerate((first, first, second, gone))
        posts = [make.vacancy(db, who, course=f"Kuliah {n}", **closed) for n, who in owners]
        make.vacancy(db, second, course="Draf", period_id=last.id, state="draf")
    admin = portal.as_(portal.new("admin"))
    admin.call("deactivate_user", user_id=gone.id, json={})
    settle(portal)
    portal.campus.outbox.clear()

    found = admin.call("list_period_vacancies", period_id=last.id)["items"]
    listed = sorted(found, key=lambda one: one["course"])
    assert [(one["course"], one["lecturer"]) for one in listed] == [
        *(("Kuliah 0", "Dr. Satu"), ("Kuliah 1", "Dr. Satu")),
        *(("Kuliah 2", "Dr. Dua"), ("Kuliah 3", "Dr. Tiga")),
    ]
    sent = {"vacancy_ids": [one["id"] for one in listed]}
    answer = admin.call("roll_vacancies_over", period_id=coming.id, json=sent)
    shut = "Akun dosennya nonaktif, serahkan lowongannya terlebih dahulu"
    assert [one["message"] for one in answer["results"]] == [None, None, None, shut]
    for who, courses in ((first, ["Kuliah 0", "Kuliah 1"]), (second, ["Kuliah 2"])):
        drafts = [one for one in portal.as_(who).call("list_own_vacancies")["items"] if one["state"] == "draf"]
        assert sorted(one["course"] for one in drafts if one["period_id"] == str(coming.id)) == courses
        assert "Draf lowongan Anda" in portal.campus.outbox.wait_for_mail(to=who.email).subject
    settle(portal)
    assert len(portal.campus.outbox.mails) == 2
    again = admin.call("roll_vacancies_over", period_id=coming.id, json=sent)
    assert [one["message"] for one in again["results"]] == [COPIED] * 3 + [shut]
    own = {"vacancy_ids": [str(posts[0].id)]}
    theirs = portal.as_(second).call("roll_vacancies_over", period_id=coming.id, json=own)
    assert [one["message"] for one in theirs["results"]] == ["Anda bukan pemilik lowongan ini"]
