"""The period of a vacancy is set once, when it is published or when its period is entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.recruitment import periods, vacancies
from common.domain.recruitment.belonging import assign_periods
from common.domain.recruitment.tables import vacancies as table
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from tests import factories as make
from tests.domain.recruitment.test_vacancies import form
from tests.outcomes import lines, row
from tests.races import behind

YEARS = timedelta(days=6000)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def far() -> Iterator[None]:
    """In years to which no other period reaches."""
    with time_machine.travel(clock.now() + YEARS, tick=False):
        yield


@pytest.fixture
def owner(db: Connection) -> Actor:
    return make.as_actor(make.lecturer(db))


def period_of(db: Connection, vacancy_id: Any) -> Any:
    return row(db, table, vacancy_id).period_id


def dates(first: int, last: int) -> dict[str, Any]:
    """Days from today."""
    return {"starts_on": clock.today() + first * DAY, "ends_on": clock.today() + last * DAY}


def test_who_names_no_period_gets_that_of_the_opening(db: Connection, owner: Actor) -> None:
    make.period(db, **dates(-200, -1))
    running = make.period(db, **dates(0, 90))
    coming = make.period(db, **dates(91, 180))
    later = form(opens_at=clock.start_of(coming.starts_on), closes_at=clock.start_of(coming.ends_on))
    assert period_of(db, vacancies.publish_vacancy(db, owner, form())) == running.id
    assert period_of(db, vacancies.publish_vacancy(db, owner, later)) == coming.id
    assert period_of(db, vacancies.publish_vacancy(db, owner, form(period_id=coming.id))) == coming.id


def test_a_draft_has_none_until_it_is_published(db: Connection, owner: Actor) -> None:
    running = make.period(db, **dates(0, 90))
    draft, other = (vacancies.publish_vacancy(db, owner, form(state="draf")) for _ in range(2))
    assert period_of(db, draft) is None
    vacancies.change_vacancy(db, owner, draft, {"state": "terbit"})
    assert (period_of(db, draft), period_of(db, other)) == (running.id, None)


def test_a_period_that_is_taken_away_is_that_of_the_opening_again(db: Connection, owner: Actor) -> None:
    running, coming = make.period(db, **dates(0, 90)), make.period(db, **dates(91, 180))
    made = vacancies.publish_vacancy(db, owner, form(period_id=coming.id))
    vacancies.change_vacancy(db, owner, made, {"period_id": None})
    assert period_of(db, made) == running.id


def test_what_was_published_before_its_period_gets_it_then(db: Connection, owner: Actor) -> None:
    admin = make.as_actor(make.admin(db))
    early, draft = (vacancies.publish_vacancy(db, owner, form(state=state)) for state in ("terbit", "draf"))
    assert period_of(db, early) is None
    away = periods.add_period(db, admin, {"name": "Genap", **dates(1, 90)})
    assert period_of(db, early) is None, "it opens the day before"
    periods.change_period(db, admin, away.id, {"name": "Genap", **dates(0, 90)})
    assert (period_of(db, early), period_of(db, draft)) == (away.id, None)
    assert "vacancy.changed" not in [line.action for line in lines(db, early)]


def test_once_set_it_stays_although_the_periods_dates_change(db: Connection, owner: Actor) -> None:
    admin = make.as_actor(make.admin(db))
    before = make.period(db, **dates(0, 90))
    made = vacancies.publish_vacancy(db, owner, form())
    periods.change_period(db, admin, before.id, {"name": before.name, **dates(10, 90)})
    periods.add_period(db, admin, {"name": "Lain", **dates(0, 9)})
    assert period_of(db, made) == before.id


@pytest.mark.parametrize(("hours", "inside"), [(0, True), (-1, False)])
def test_the_campuss_day_decides(db: Connection, owner: Actor, hours: int, inside: bool) -> None:
    first = make.period(db, **dates(0, 90))
    opening = clock.start_of(first.starts_on) + timedelta(hours=hours)
    made = make.vacancy(db, make.lecturer(db), opens_at=opening, closes_at=opening + 9 * DAY)
    assign_periods(db, table.c.id == made.id)
    assert period_of(db, made.id) == (first.id if inside else None)


def test_only_those_asked_for_are_assigned(db: Connection) -> None:
    lecturer = make.lecturer(db)
    one, other = (make.vacancy(db, lecturer) for _ in range(2))
    running = make.period(db, **dates(-5, 90))
    assign_periods(db, table.c.id == one.id)
    assert (period_of(db, one.id), period_of(db, other.id)) == (running.id, None)


def test_neither_misses_the_other(committed: None) -> None:
    """A vacancy is published while its period is being entered, by two people at once."""
    made: list[Any] = []
    with transaction() as db:
        admin, owner = make.as_actor(make.admin(db)), make.as_actor(make.lecturer(db))

    def enter(db: Connection) -> None:
        periods.add_period(db, admin, {"name": "Genap", **dates(0, 90)})

    def publish(db: Connection) -> None:
        made.append(vacancies.publish_vacancy(db, owner, form()))

    assert behind(enter, publish) == "done"
    with transaction() as db:
        assert period_of(db, made[0]) is not None


def test_a_vacancy_does_not_wait_for_another_one(committed: None) -> None:
    with transaction() as db:
        owner = make.as_actor(make.lecturer(db))
    with transaction() as first:
        one = vacancies.publish_vacancy(first, owner, form())
        with transaction() as second:
            other = vacancies.publish_vacancy(second, owner, form())
    with transaction() as db:
        assert row(db, table, one).id != row(db, table, other).id
