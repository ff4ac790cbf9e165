"""Opening and closing are moments: one second before, the moment itself, one second after."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.recruitment import applications, vacancies, vacancy_queries
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import vacancies as vacancy_table
from common.platform import clock
from tests import factories as make
from tests.domain.recruitment import test_applications, test_vacancies
from tests.outcomes import outcome, row

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture(autouse=True)
def still() -> Any:
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.mark.parametrize(
    ("opens", "closes", "status", "applying"),
    [
        (SECOND, DAY, "terjadwal", "vacancy_not_open_yet"),
        (0 * SECOND, DAY, "dibuka", "done"),
        (-SECOND, DAY, "dibuka", "done"),
        (-DAY, SECOND, "dibuka", "done"),
        (-DAY, 0 * SECOND, "ditutup", "vacancy_closed"),
        (-DAY, -SECOND, "ditutup", "vacancy_closed"),
    ],
)
def test_a_vacancy_is_open_from_its_opening_until_before_its_closing(
    db: Connection, opens: timedelta, closes: timedelta, status: str, applying: str
) -> None:
    now, student = clock.now(), make.student(db)
    made = make.vacancy(db, make.lecturer(db), opens_at=now + opens, closes_at=now + closes)
    page = json.loads(vacancy_queries.open_vacancies(db, search=made.course, after=None, limit=50))
    cards = [card for card in page["items"] if card["id"] == str(made.id)]
    assert [card["status"] for card in cards] == (["dibuka"] if status == "dibuka" else [])
    assert vacancy_queries.public_vacancy(db, made.id)["status"] == status
    filled = test_applications.form(db, student)
    assert outcome(db, applications.submit, make.as_actor(student), made.id, filled) == applying


@pytest.mark.parametrize(("state", "status"), [(VacancyState.DRAFT, "draf"), (VacancyState.CLOSED, "ditutup")])
def test_a_draft_and_a_closed_vacancy_are_called_so_whatever_the_clock_says(
    db: Connection, state: VacancyState, status: str
) -> None:
    for opens, closes in ((-2, -1), (-1, 1), (1, 2)):
        dates = {"opens_at": clock.now() + opens * DAY, "closes_at": clock.now() + closes * DAY}
        made = make.vacancy(db, make.lecturer(db), state=state, **dates)
        assert vacancy_queries.own_vacancy(db, made.id)["status"] == status


@pytest.mark.parametrize(
    ("opens", "closes", "wrong"),
    [
        (-DAY, -SECOND, "in_the_past"),
        (-DAY, 0 * SECOND, "in_the_past"),
        (-DAY, SECOND, None),
        (DAY, DAY - SECOND, "order"),
        (DAY, DAY, "order"),
        (DAY, DAY + SECOND, None),
        # Both are wrong; one is named.
        (DAY, -DAY, "in_the_past"),
    ],
)
def test_a_vacancy_closes_in_the_future_and_after_it_opens(
    db: Connection, opens: timedelta, closes: timedelta, wrong: str | None
) -> None:
    lecturer, now = make.as_actor(owner := make.lecturer(db)), clock.now()
    dates = {"opens_at": now + opens, "closes_at": now + closes}
    assert codes(db, vacancies.publish_vacancy, lecturer, test_vacancies.form(**dates)) == wrong
    made = make.vacancy(db, owner)
    assert codes(db, vacancies.change_vacancy, lecturer, made.id, dates) == wrong
    draft = make.vacancy(db, owner, state=VacancyState.DRAFT)
    assert codes(db, vacancies.change_vacancy, lecturer, draft.id, {"state": "terbit"} | dates) == wrong


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_one_date_that_changes_is_compared_with_the_one_that_stays(db: Connection, seconds: int) -> None:
    owner, now = make.lecturer(db), clock.now()
    lecturer, dates = make.as_actor(owner), {"opens_at": now + DAY, "closes_at": now + 3 * DAY}
    later, earlier = make.vacancy(db, owner, **dates), make.vacancy(db, owner, **dates)
    opens = {"opens_at": dates["closes_at"] - seconds * SECOND}
    closes = {"closes_at": dates["opens_at"] + seconds * SECOND}
    assert codes(db, vacancies.change_vacancy, lecturer, later.id, opens) == (None if seconds > 0 else "order")
    assert codes(db, vacancies.change_vacancy, lecturer, earlier.id, closes) == (None if seconds > 0 else "order")


@pytest.mark.parametrize(("seconds", "wrong"), [(-1, "in_the_past"), (0, "in_the_past"), (1, None)])
def test_a_draft_is_published_while_its_own_date_is_to_come(db: Connection, seconds: int, wrong: str | None) -> None:
    owner, now = make.lecturer(db), clock.now()
    dates = {"opens_at": now - DAY, "closes_at": now + seconds * SECOND}
    draft = make.vacancy(db, owner, state=VacancyState.DRAFT, **dates)
    assert codes(db, vacancies.change_vacancy, make.as_actor(owner), draft.id, {"state": "terbit"}) == wrong


def test_what_is_over_can_still_be_changed_otherwise(db: Connection) -> None:
    """Its date is not named, so it is not looked at."""
    owner, now = make.lecturer(db), clock.now()
    made = make.vacancy(db, owner, opens_at=now - 9 * DAY, closes_at=now - DAY, updated_at=now - DAY)
    vacancies.change_vacancy(db, make.as_actor(owner), made.id, {"quota": 7})
    assert row(db, vacancy_table, made.id)._asdict() == made._asdict() | {"quota": 7, "updated_at": now}


def codes(db: Connection, action: Any, *values: Any) -> str | None:
    """The code at the closing date, None when all is well."""
    found: list[str | None] = []

    def trying(db: Connection) -> None:
        try:
            action(db, *values)
        except test_vacancies.Invalid as refused:
            found.extend(problem.code for problem in refused.fields["closes_at"])
            raise

    came_out = outcome(db, trying)
    assert came_out == ("invalid_input" if found else "done")
    return found[0] if found else None
