"""What publishing, changing and deleting a vacancy write, and what they refuse to point to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection, select

from common.domain.recruitment import vacancies
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import criteria
from common.domain.recruitment.tables import vacancies as table
from common.domain.uploads.tables import Purpose, UploadState
from common.platform import clock
from common.platform.errors import Problem
from tests import factories as make
from tests.domain.recruitment.scene import applied, post
from tests.domain.recruitment.test_vacancies import form
from tests.outcomes import lines, outcome, row


@pytest.fixture(autouse=True)
def still() -> Any:
    with time_machine.travel(clock.now(), tick=False):
        yield


def criteria_of(db: Connection, key: Any) -> list[tuple[int, str, int]]:
    wanted = select(criteria).where(criteria.c.vacancy_id == key).order_by(criteria.c.position)
    return [(one.position, one.name, one.weight) for one in db.execute(wanted)]


def test_a_vacancy_is_written_as_the_form_says(db: Connection) -> None:
    owner, term = make.lecturer(db), make.period(db, **far())
    pamphlet = make.upload(db, owner, Purpose.PAMPHLET)
    weights = [{"name": "Nilai", "weight": 70}, {"name": "Wawancara", "weight": 30}]
    filled = form(
        state="draf", minimum_semester=3, period_id=term.id, pamphlet_id=pamphlet.id, quota=4, criteria=weights
    )
    made = vacancies.publish_vacancy(db, make.as_actor(owner), filled)
    kept = {name: value for name, value in filled.items() if name not in {"criteria", "co_lecturers"}}
    times = {"created_at": clock.now(), "updated_at": clock.now()}
    assert row(db, table, made)._asdict() == kept | times | {"id": made, "lecturer_id": owner.id, "accepted": 0}
    assert criteria_of(db, made) == [(0, "Nilai", 70), (1, "Wawancara", 30)]
    [line] = lines(db, made)
    assert (line.action, line.subject_type, line.actor_id) == ("vacancy.created", "vacancy", owner.id)
    assert (line.old, line.new["course"], line.new["criteria"]) == (None, "Basis Data", weights)


def far() -> dict[str, Any]:
    """A period that meets no other."""
    first = clock.today() + timedelta(days=6000)
    return {"starts_on": first, "ends_on": first + timedelta(days=90)}


def test_a_change_writes_and_logs_only_what_differs(db: Connection) -> None:
    day = timedelta(days=1)
    here, there = (post(db, quota=2, updated_at=clock.now() - day) for _ in range(2))
    changed = {"quota": 3, "course": here.vacancy.course, "minimum_semester": 4}
    vacancies.change_vacancy(db, here.lecturer, here.vacancy.id, changed)
    after = here.vacancy._asdict() | {"quota": 3, "minimum_semester": 4, "updated_at": clock.now()}
    assert row(db, table, here.vacancy.id)._asdict() == after
    assert row(db, table, there.vacancy.id) == there.vacancy
    [line] = lines(db, here.vacancy.id)
    assert (line.action, line.subject_type) == ("vacancy.changed", "vacancy")
    assert line.old == {"quota": 2, "minimum_semester": None}
    assert line.new == {"quota": 3, "minimum_semester": 4}


def test_the_quota_may_fall_to_the_seats_taken_and_no_further(db: Connection) -> None:
    here = post(db, quota=5, accepted=3)
    assert outcome(db, vacancies.change_vacancy, here.lecturer, here.vacancy.id, {"quota": 2}) == "quota_below_accepted"
    assert outcome(db, vacancies.change_vacancy, here.lecturer, here.vacancy.id, {"quota": 3}) == "done"


def test_criteria_are_replaced_until_somebody_applies_to_that_vacancy(db: Connection) -> None:
    here, there = post(db), post(db)
    applied(db, there)
    change = {"criteria": [{"name": "Baru", "weight": 100}]}
    assert outcome(db, vacancies.change_vacancy, here.lecturer, here.vacancy.id, change) == "done"
    assert outcome(db, vacancies.change_vacancy, there.lecturer, there.vacancy.id, change) == "criteria_in_use"
    assert criteria_of(db, here.vacancy.id) == [(0, "Baru", 100)]
    assert criteria_of(db, there.vacancy.id) == [(0, "Nilai mata kuliah", 60), (1, "Wawancara", 40)]


def test_a_vacancy_without_applicants_is_deleted_and_what_it_was_stays_in_the_log(db: Connection) -> None:
    here, there = post(db), post(db)
    applied(db, there)
    assert outcome(db, vacancies.delete_vacancy, there.lecturer, there.vacancy.id) == "vacancy_has_applicants"
    vacancies.delete_vacancy(db, here.lecturer, here.vacancy.id)
    left = select(table.c.id).where(table.c.id.in_([here.vacancy.id, there.vacancy.id]))
    assert db.scalars(left).all() == [there.vacancy.id]
    [line] = lines(db, here.vacancy.id)
    assert (line.action, line.subject_type, line.actor_id) == ("vacancy.deleted", "vacancy", here.owner.id)
    assert (line.old, line.new) == ({"course": here.vacancy.course}, None)


def test_what_is_unknown_is_not_found(db: Connection) -> None:
    lecturer, key = make.as_actor(make.lecturer(db)), uuid4()
    assert outcome(db, vacancies.change_vacancy, lecturer, key, {"quota": 3}) == "not_found"
    assert outcome(db, vacancies.close_vacancy, lecturer, key) == "not_found"
    assert outcome(db, vacancies.delete_vacancy, lecturer, key) == "not_found"


POINTED: dict[str, tuple[dict[str, Any], dict[str, list[str]]]] = {
    "one that is still checked": ({"pamphlet_id": "coming"}, {"pamphlet_id": ["still_checking"]}),
    "a document": ({"pamphlet_id": "document"}, {"pamphlet_id": ["file_not_found"]}),
    "one that is used": ({"pamphlet_id": "used"}, {"pamphlet_id": ["pamphlet_in_use"]}),
    "no period": ({"period_id": "nothing"}, {"period_id": ["not_valid"]}),
    "nothing": (
        {"period_id": "nothing", "pamphlet_id": "nothing"},
        {"pamphlet_id": ["file_not_found"], "period_id": ["not_valid"]},
    ),
}


@pytest.mark.parametrize("case", POINTED)
def test_what_a_vacancy_points_to_is_ones_own_checked_and_used_once(db: Connection, case: str) -> None:
    here = post(db)
    coming = make.upload(db, here.owner, Purpose.PAMPHLET, state=UploadState.AWAITED)
    used = make.upload(db, here.owner, Purpose.PAMPHLET)
    make.vacancy(db, here.owner, pamphlet_id=used.id)
    there = {"coming": coming.id, "used": used.id, "document": make.upload(db, here.owner).id, "nothing": uuid4()}
    change = {field: there[which] for field, which in POINTED[case][0].items()}
    for action, values in (
        (vacancies.publish_vacancy, [form(**change)]),
        (vacancies.change_vacancy, [here.vacancy.id, change]),
    ):
        with pytest.raises(Problem) as refused, db.begin_nested():
            action(db, here.lecturer, *values)
        told = {field: [one.code for one in found] for field, found in refused.value.fields.items()}
        assert told == POINTED[case][1]


def test_a_period_and_a_pamphlet_can_be_taken_away_again(db: Connection) -> None:
    owner, term = make.lecturer(db), make.period(db, **far())
    made = make.vacancy(db, owner, period_id=term.id, pamphlet_id=make.upload(db, owner, Purpose.PAMPHLET).id)
    vacancies.change_vacancy(db, make.as_actor(owner), made.id, {"period_id": None, "pamphlet_id": None})
    after = row(db, table, made.id)
    assert (after.period_id, after.pamphlet_id, after.state) == (None, None, VacancyState.PUBLISHED)
    assert [line.new for line in lines(db, made.id)] == [{"period_id": None, "pamphlet_id": None}]
