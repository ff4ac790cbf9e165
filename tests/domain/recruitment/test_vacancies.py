"""Publishing: dates by the server's clock, the quota never below the seats taken, only the owner's hand."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.recruitment import vacancies, vacancy_queries
from common.domain.recruitment.errors import CriteriaInUse, NotYourVacancy, QuotaBelowAccepted, VacancyHasApplicants
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import vacancies as table
from common.domain.uploads.tables import Purpose, UploadState
from common.platform import clock
from common.platform.errors import IllegalMove, Invalid, NotFound
from tests import factories as make
from tests.bystanders import own, without_bystanders


def form(**changed: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "course": "Basis Data",
        "quota": 2,
        "description": "Praktikum",
        "requirements": "Lulus",
        "documents": ["cv"],
        "opens_at": now,
        "closes_at": now + timedelta(days=7),
        "criteria": [{"name": "Nilai", "weight": 100}],
        "co_lecturers": [],
        "state": "terbit",
        "minimum_ipk": None,
        "minimum_semester": None,
        "period_id": None,
        "pamphlet_id": None,
        "confirm_by": None,
        "fills_seats": False,
        "program": None,
        "days": [],
    } | changed


def shown(db: Connection) -> list[str]:
    page = json.loads(vacancy_queries.open_vacancies(db, search=None, after=None, limit=50))
    return [card["course"] for card in without_bystanders(page["items"])]


def test_a_published_vacancy_is_on_the_list_with_its_criteria(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = vacancies.publish_vacancy(db, make.as_actor(lecturer), form())
    assert shown(db) == ["Basis Data"]
    assert vacancy_queries.public_vacancy(db, made)["criteria"][0]["name"] == "Nilai"


def test_the_pamphlet_must_be_ones_own_and_judged(db: Connection) -> None:
    lecturer = make.lecturer(db)
    mine = make.upload(db, lecturer, Purpose.PAMPHLET)
    vacancies.publish_vacancy(db, make.as_actor(lecturer), form(pamphlet_id=mine.id))
    foreign = make.upload(db, make.lecturer(db), Purpose.PAMPHLET)
    refused_one = make.upload(db, lecturer, Purpose.PAMPHLET, state=UploadState.REFUSED)
    for wrong, sentence in (
        (foreign, "Berkas tidak ditemukan, unggah kembali"),
        (refused_one, "Pamflet harus JPG, PNG, atau PDF maksimal 2 MB"),
    ):
        with pytest.raises(Invalid) as refused:
            vacancies.publish_vacancy(db, make.as_actor(lecturer), form(pamphlet_id=wrong.id))
        assert refused.value.fields["pamphlet_id"][0] == sentence


def test_a_closing_date_in_the_past_is_refused(db: Connection) -> None:
    past = form(opens_at=clock.now() - timedelta(days=3), closes_at=clock.now() - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        vacancies.publish_vacancy(db, make.as_actor(make.lecturer(db)), past)
    assert "closes_at" in refused.value.fields


def test_a_draft_that_waited_past_its_own_date_is_not_published(db: Connection) -> None:
    lecturer, now = make.lecturer(db), clock.now()
    over = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    draft = make.vacancy(db, lecturer, state=VacancyState.DRAFT, **over)
    with pytest.raises(Invalid) as refused:
        vacancies.change_vacancy(db, make.as_actor(lecturer), draft.id, {"state": "terbit"})
    assert "closes_at" in refused.value.fields


def test_an_unknown_co_lecturer_is_named(db: Connection) -> None:
    with pytest.raises(Invalid) as refused:
        vacancies.publish_vacancy(db, make.as_actor(make.lecturer(db)), form(co_lecturers=["999"]))
    assert list(refused.value.fields) == ["co_lecturers.0"]


def test_the_quota_never_falls_below_the_seats_taken(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = make.vacancy(db, lecturer, quota=5, accepted=3)
    with pytest.raises(QuotaBelowAccepted) as refused:
        vacancies.change_vacancy(db, make.as_actor(lecturer), made.id, {"quota": 2})
    assert refused.value.text() == "Kuota tidak boleh kurang dari jumlah diterima (3)"


def test_criteria_stay_once_somebody_applied(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = make.vacancy(db, lecturer)
    make.application(db, made, make.student(db))
    with pytest.raises(CriteriaInUse):
        vacancies.change_vacancy(db, make.as_actor(lecturer), made.id, {"criteria": [{"name": "Baru", "weight": 100}]})


def test_a_closed_vacancy_is_off_the_list_and_stays_closed(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = make.vacancy(db, lecturer)
    vacancies.close_vacancy(db, make.as_actor(lecturer), made.id)
    assert shown(db) == []
    with pytest.raises(IllegalMove):
        vacancies.close_vacancy(db, make.as_actor(lecturer), made.id)


def test_a_vacancy_with_applicants_is_closed_not_deleted(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made, unused = make.vacancy(db, lecturer), make.vacancy(db, lecturer)
    make.application(db, made, make.student(db))
    with pytest.raises(VacancyHasApplicants):
        vacancies.delete_vacancy(db, make.as_actor(lecturer), made.id)
    vacancies.delete_vacancy(db, make.as_actor(lecturer), unused.id)
    assert db.scalars(own(table, table.c.id)).all() == [made.id]


def test_only_the_owner_changes_a_vacancy(db: Connection) -> None:
    made, stranger = make.vacancy(db, make.lecturer(db)), make.as_actor(make.lecturer(db))
    for attempt in (
        lambda: vacancies.change_vacancy(db, stranger, made.id, {"quota": 9}),
        lambda: vacancies.close_vacancy(db, stranger, made.id),
        lambda: vacancies.delete_vacancy(db, stranger, made.id),
    ):
        with pytest.raises(NotYourVacancy):
            attempt()


def test_a_draft_is_not_there_for_the_public(db: Connection) -> None:
    draft = make.vacancy(db, make.lecturer(db), state=VacancyState.DRAFT)
    with pytest.raises(NotFound):
        vacancy_queries.public_vacancy(db, draft.id)
    assert shown(db) == []


def test_the_deadline_closes_a_vacancy_with_nobody_clicking(db: Connection) -> None:
    lecturer = make.lecturer(db)
    made = make.vacancy(db, lecturer, closes_at=clock.now() + timedelta(minutes=1))
    assert len(shown(db)) == 1
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        assert shown(db) == []
        assert vacancy_queries.own_vacancy(db, made.id)["status"] == "ditutup"


def test_the_list_goes_on_after_the_last_card_seen(db: Connection) -> None:
    lecturer = make.lecturer(db)
    for _ in range(5):
        make.vacancy(db, lecturer)
    seen, after = [], None
    for _ in range(3):
        page = json.loads(vacancy_queries.open_vacancies(db, search=None, after=after, limit=2))
        seen += [card["id"] for card in without_bystanders(page["items"])]
        after = page["next"]
    assert (len(set(seen)), after) == (5, None)


def test_a_search_takes_wildcards_to_the_letter(db: Connection) -> None:
    make.vacancy(db, make.lecturer(db), course="Basis Data")
    found = json.loads(vacancy_queries.open_vacancies(db, search="%", after=None, limit=5))
    assert found["items"] == []


def test_a_search_takes_one_apostrophe_for_another(db: Connection) -> None:
    made = make.vacancy(db, make.lecturer(db), course="Studi Al-Qur\u2019an")
    found = json.loads(vacancy_queries.open_vacancies(db, search="al\u2011qur'an", after=None, limit=5))
    assert [card["id"] for card in found["items"]] == [str(made.id)]


def test_a_lecturer_sees_how_many_wait_for_a_decision(db: Connection) -> None:
    post = make.vacancy(db, lecturer := make.lecturer(db))
    for state in ApplicationState:
        make.application(db, post, make.student(db), state=state)
    [shown] = vacancy_queries.own_vacancies(db, make.as_actor(lecturer), after=None, limit=5)["items"]
    assert shown["lecturer_id"] == lecturer.id
    assert (shown["applicants"], shown["undecided"]) == (5, 3)
