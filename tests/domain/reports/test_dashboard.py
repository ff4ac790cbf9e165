"""The figures of a period: which period is shown, what belongs to it, and what counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection, delete, update

from common.domain.recruitment.belonging import assign_periods
from common.domain.recruitment.tables import (
    academic_periods,
    application_steps,
    applications,
    vacancies,
    vacancy_copies,
)
from common.domain.reports.dashboard import dashboard
from common.domain.reports.schemas import DashboardView, Stage
from common.platform import clock
from common.platform.errors import NotFound
from tests import factories as make

# A Wednesday.
NOON = datetime(2026, 10, 14, 5, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2027, 1, 31)
NOTHING = dict.fromkeys(("vacancies", "applications", "accepted", "active_aslab", "attendances", "certificates"), 0)


@pytest.fixture(autouse=True)
def mid_term() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def shown(db: Connection, period_id: Any = None) -> Any:
    """As it goes out."""
    return DashboardView().dump(dashboard(db, period_id=period_id))


def term(db: Connection, **values: Any) -> Any:
    return make.period(db, **{"starts_on": FIRST, "ends_on": LAST} | values)


def post(db: Connection, period: Any, **values: Any) -> Any:
    return make.vacancy(db, make.lecturer(db), **{"period_id": period and period.id} | values)


def contract(db: Connection, period: Any, **values: Any) -> Any:
    made = make.contract(db, student=make.student(db), lecturer=make.lecturer(db), admin=make.admin(db), **values)
    db.execute(update(vacancies).where(vacancies.c.id == made.vacancy_id).values(period_id=period.id))
    db.execute(
        update(applications).where(applications.c.id == made.application_id).values(activated_at=made.activated_at)
    )
    step(db, made.application_id, made.activated_by, "diterima")
    return made


def step(db: Connection, application_id: Any, actor_id: Any, state: str) -> None:
    row = {"application_id": application_id, "actor_id": actor_id, "state": state, "at": clock.now()}
    make.insert(db, application_steps, **row)


def stages(found: Any) -> list[int]:
    assert [row["stage"] for row in found["funnel"]] == list(Stage)
    return [row["count"] for row in found["funnel"]]


def weeks(found: Any) -> dict[str, tuple[int, int, int]]:
    return {row["starts_on"]: (row["approved"], row["waiting"], row["rejected"]) for row in found["attendance_by_week"]}


@pytest.mark.changes_bystanders("vacancies", "vacancy_copies", "academic_periods")
def test_without_any_period_there_are_only_zeros(db: Connection) -> None:
    db.execute(update(vacancies).values(period_id=None))
    db.execute(delete(vacancy_copies))
    db.execute(delete(academic_periods))
    post(db, None)
    assert shown(db) == {
        "period": None,
        "totals": NOTHING,
        "funnel": [{"stage": str(stage), "count": 0} for stage in Stage],
        "applicants_by_vacancy": [],
        "attendance_by_week": [],
    }


def test_a_period_without_anything_gives_zeros(db: Connection) -> None:
    term(db)
    found = shown(db)
    assert (found["totals"], stages(found), found["applicants_by_vacancy"]) == (NOTHING, [0] * 5, [])
    assert set(weeks(found).values()) == {(0, 0, 0)}


def test_the_running_period_is_shown_unless_another_is_named(db: Connection) -> None:
    running = term(db)
    before = make.period(db, starts_on=date(2026, 2, 1), ends_on=date(2026, 7, 31))
    coming = make.period(db, starts_on=date(2027, 2, 1), ends_on=date(2027, 7, 31))
    assert shown(db)["period"]["id"] == str(running.id)
    assert [shown(db, one.id)["period"]["name"] for one in (before, coming)] == [before.name, coming.name]
    assert shown(db)["period"].keys() == {"id", "name", "starts_on", "ends_on"}


def test_between_two_periods_the_newest_is_shown(db: Connection) -> None:
    for year in (2024, 2025, 2023):
        make.period(db, starts_on=date(year, 1, 1), ends_on=date(year, 6, 30))
    assert shown(db)["period"]["starts_on"] == "2025-01-01"


@pytest.mark.parametrize(("moment", "there"), [("2026-08-31T16:59:59", False), ("2026-08-31T17:00:00", True)])
def test_the_campuss_day_decides_which_period_runs(db: Connection, moment: str, there: bool) -> None:
    """Midnight in Jakarta is 17:00 UTC of the day before."""
    running, later = term(db), make.period(db, starts_on=date(2027, 2, 1), ends_on=date(2027, 7, 31))
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=UTC)):
        assert shown(db)["period"]["id"] == str(running.id if there else later.id)


def test_a_period_that_is_not_there_is_not_found(db: Connection) -> None:
    term(db)
    with pytest.raises(NotFound):
        dashboard(db, period_id=uuid4())


@pytest.mark.parametrize(
    ("opens_at", "number"),
    [
        ("2026-08-31T16:59:59Z", 0),
        ("2026-08-31T17:00:00Z", 1),
        ("2027-01-31T16:59:59Z", 1),
        ("2027-01-31T17:00:00Z", 0),
    ],
)
def test_a_vacancy_that_names_no_period_belongs_where_it_opens(db: Connection, opens_at: str, number: int) -> None:
    term(db)
    opening = datetime.fromisoformat(opens_at)
    post(db, None, opens_at=opening, closes_at=opening + timedelta(days=9))
    assign_periods(db)
    assert shown(db)["totals"]["vacancies"] == number


def test_a_vacancy_belongs_to_the_period_that_it_names_and_to_no_other(db: Connection) -> None:
    running, coming = term(db), make.period(db, starts_on=date(2027, 2, 1), ends_on=date(2027, 7, 31))
    post(db, coming)
    assert [shown(db, one.id)["totals"]["vacancies"] for one in (running, coming)] == [0, 1]


def test_drafts_do_not_count(db: Connection) -> None:
    period = term(db)
    post(db, period, state="draf")
    post(db, period, state="ditutup")
    found = shown(db)
    assert (found["totals"]["vacancies"], len(found["applicants_by_vacancy"])) == (1, 1)


def test_withdrawn_applications_do_not_count(db: Connection) -> None:
    vacancy = post(db, term(db))
    for state in ("menunggu", "dibatalkan"):
        make.application(db, vacancy, make.student(db), state=state)
    found = shown(db)
    assert (found["totals"]["applications"], stages(found)) == (1, [1, 0, 0, 0, 0])
    assert found["applicants_by_vacancy"][0]["applicants"] == 1


def test_the_funnel_remembers_what_an_application_was(db: Connection) -> None:
    vacancy, teacher = post(db, term(db)), make.lecturer(db)
    refused = make.application(db, vacancy, make.student(db), state="ditolak")
    for state in ("wawancara", "wawancara", "diterima", "ditolak"):
        step(db, refused.id, teacher.id, state)
    found = shown(db)
    assert stages(found) == [1, 1, 1, 0, 0]
    assert found["totals"]["accepted"] == 0


def test_contracts_and_certificates_count_by_their_state(db: Connection) -> None:
    period, boss = term(db), make.admin(db)
    contract(db, period)
    contract(db, period, state="ditangguhkan")
    ended, revoked = (contract(db, period, state="selesai", ended_at=clock.now()) for _ in range(2))
    make.certificate(db, ended, boss, revoked_at=clock.now())
    make.certificate(db, ended, boss)
    make.certificate(db, revoked, boss, revoked_at=clock.now())
    found = shown(db)
    assert stages(found) == [4, 0, 4, 4, 2]
    assert (found["totals"]["active_aslab"], found["totals"]["certificates"]) == (1, 1)


def test_the_weeks_run_from_the_first_to_the_present_one(db: Connection) -> None:
    period = term(db)
    one = contract(db, period)
    for day, state in ((7, "disetujui"), (11, "ditolak"), (12, "menunggu_foto"), (13, "menunggu_verifikasi")):
        make.attendance(db, one, day=date(2026, 10, day), state=state)
    found = shown(db)
    assert weeks(found) == {
        **dict.fromkeys(("2026-08-31", "2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28"), (0, 0, 0)),
        "2026-10-05": (1, 0, 1),
        "2026-10-12": (0, 2, 0),
    }
    assert found["totals"]["attendances"] == 4


def test_a_period_that_is_over_ends_in_its_last_week_and_one_to_come_has_none(db: Connection) -> None:
    over = make.period(db, starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 16))
    coming = make.period(db, starts_on=date(2027, 2, 1), ends_on=date(2027, 7, 31))
    assert list(weeks(shown(db, over.id))) == ["2026-02-02", "2026-02-09", "2026-02-16"]
    assert weeks(shown(db, coming.id)) == {}


def test_an_attendance_outside_the_period_is_not_lost(db: Connection) -> None:
    """A contract may begin before its period; its attendances are the period's all the same."""
    period = term(db)
    make.attendance(db, contract(db, period), day=date(2026, 8, 20))
    found = shown(db)
    assert list(weeks(found))[:3] == ["2026-08-17", "2026-08-24", "2026-08-31"]
    assert found["totals"]["attendances"] == 1


def test_the_twenty_vacancies_with_the_most_applicants_are_listed(db: Connection) -> None:
    period = term(db)
    for _ in range(20):
        post(db, period)
    wanted = post(db, period, course="Kecerdasan Buatan", quota=3)
    for state in ("menunggu", "diterima"):
        make.application(db, wanted, make.student(db), state=state)
    first, *others = found = shown(db)["applicants_by_vacancy"]
    assert first == {
        "vacancy_id": str(wanted.id),
        "course": "Kecerdasan Buatan",
        "lecturer": first["lecturer"],
        "quota": 3,
        "applicants": 2,
        "accepted": 1,
    }
    assert (len(found), {row["applicants"] for row in others}) == (20, {0})
    assert others == sorted(others, key=lambda row: (row["course"], row["vacancy_id"]))


def test_the_figures_of_another_period_stay_out(db: Connection) -> None:
    running, coming = term(db), make.period(db, starts_on=date(2027, 2, 1), ends_on=date(2027, 7, 31))
    one = contract(db, coming)
    make.attendance(db, one)
    make.certificate(db, one, make.admin(db))
    assert shown(db, running.id)["totals"] == NOTHING


def test_it_takes_four_statements_however_much_there_is(
    db: Connection, queries: Callable[[Connection], AbstractContextManager[list[str]]]
) -> None:
    period = term(db)
    for _ in range(3):
        make.attendance(db, contract(db, period))
    with queries(db) as run:
        shown(db)
    assert len(run) == 4
