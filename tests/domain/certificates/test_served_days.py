"""A certificate states the days that were really served, and asks for meetings in their weeks alone (CERT-11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from common.domain.attendance.states import AttendanceState
from common.domain.certificates import actions
from common.domain.certificates import queries as reading
from common.domain.certificates.errors import AttendanceBelowMinimum, NeverServed
from common.domain.certificates.preview import preview
from common.domain.certificates.tables import certificates
from common.platform import clock
from common.platform.auth import Actor
from common.platform.calendar_text import indonesian_date
from tests import factories as make
from tests import samples
from tests.bystanders import without_bystanders
from tests.domain.certificates.conftest import ended, row

NO_FILTER: dict[str, Any] = {"state": None, "search": None, "after": None, "limit": 25}


def days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def ended_early(db: Connection, **values: Any) -> Any:
    """Begun four weeks ago, planned for twelve more, ended today."""
    planned = {"starts_on": days_ago(27), "ends_on": days_ago(-84), "activated_at": clock.start_of(days_ago(27))}
    return ended(db, **planned | values)


def activated_late(db: Connection, **values: Any) -> Any:
    """Planned for sixteen weeks up to yesterday, and activated only in the last four of them."""
    return ended(db, weeks=16, **{"activated_at": clock.start_of(days_ago(28))} | values)


def line(db: Connection) -> dict[str, Any]:
    [found] = without_bystanders(reading.certificate_page(db, "id", **NO_FILTER)["items"], "contract_id")
    return dict(found)


def attend(db: Connection, contract: Any, *days: date) -> None:
    for day in days:
        make.attendance(db, contract, day=day, state=AttendanceState.APPROVED)


def test_cert_11_a_contract_that_ended_early_is_certified_up_to_its_real_end(db: Connection, admin: Actor) -> None:
    """CERT-11."""
    made = row(db, actions.issue(db, admin, ended_early(db, attended=4).id))
    stated = (days_ago(27).isoformat(), days_ago(0).isoformat())
    assert (made.facts["starts_on"], made.facts["ends_on"]) == stated
    shown = reading.check(db, made.code)
    assert (shown["starts_on"], shown["ends_on"]) == stated


def test_cert_11_the_weeks_after_the_real_end_call_for_no_meeting(db: Connection, admin: Actor) -> None:
    contract = ended_early(db, attended=2)
    shown = [line(db)[name] for name in ("attended", "expected", "minimum", "ends_on")]
    assert shown == [2, 4, 3, clock.today()]
    with pytest.raises(AttendanceBelowMinimum) as refused:
        actions.issue(db, admin, contract.id)
    assert refused.value.text() == "Kehadiran 2 dari 4, syarat minimal 3"


def test_cert_11_the_weeks_before_the_activation_call_for_no_meeting(db: Connection, admin: Actor) -> None:
    """CERT-11."""
    contract = activated_late(db)
    attend(db, contract, *(days_ago(28 - week) for week in (0, 7, 14)))
    shown = [line(db)[name] for name in ("attended", "expected", "minimum", "starts_on")]
    assert shown == [3, 4, 3, days_ago(28)]
    assert row(db, actions.issue(db, admin, contract.id)).facts["starts_on"] == days_ago(28).isoformat()


def test_a_late_entry_for_a_day_before_the_activation_begins_the_service(db: Connection, admin: Actor) -> None:
    contract = activated_late(db)
    attend(db, contract, *(days_ago(30 - week) for week in (0, 7, 14)))
    assert row(db, actions.issue(db, admin, contract.id)).facts["starts_on"] == days_ago(30).isoformat()


def test_the_end_is_the_campuss_day(db: Connection, admin: Actor) -> None:
    """An hour after midnight on campus it is still the day before in UTC."""
    night = clock.start_of(days_ago(3)) + timedelta(hours=1)
    made = row(db, actions.issue(db, admin, ended_early(db, attended=4, ended_at=night).id))
    assert made.facts["ends_on"] == days_ago(3).isoformat()


def test_the_preview_states_the_real_end(db: Connection) -> None:
    text = samples.pdf_text(preview(db, ended_early(db, attended=4).id))
    assert indonesian_date(clock.today()) in text
    assert indonesian_date(days_ago(-84)) not in text


def test_a_contract_that_ended_before_its_first_day_has_none(db: Connection, admin: Actor) -> None:
    contract = ended(db, starts_on=days_ago(-7), ends_on=days_ago(-70), activated_at=clock.now())
    with pytest.raises(NeverServed):
        actions.issue(db, admin, contract.id, override_reason="Permintaan dosen")
    with pytest.raises(NeverServed):
        preview(db, contract.id)
    [outcome] = actions.issue_batch(db, admin, [contract.id])
    assert outcome.view("id")["message"] == "Kontrak berakhir sebelum masa tugasnya dimulai"


def test_one_that_was_issued_with_other_days_stays_and_is_marked(db: Connection, admin: Actor) -> None:
    """CERT-11."""
    made = actions.issue(db, admin, ended_early(db, attended=4).id)
    assert line(db)["days_differ"] is False
    planned = row(db, made).facts | {"ends_on": days_ago(-84).isoformat()}
    db.execute(update(certificates).where(certificates.c.id == made).values(facts=planned))
    assert line(db)["days_differ"] is True
    assert reading.check(db, row(db, made).code)["ends_on"] == days_ago(-84).isoformat()


def test_the_mark_goes_when_it_is_revoked_and_issued_anew(db: Connection, admin: Actor) -> None:
    contract = ended_early(db, attended=4)
    assert line(db)["days_differ"] is False
    made = actions.issue(db, admin, contract.id)
    planned = row(db, made).facts | {"starts_on": days_ago(100).isoformat()}
    db.execute(update(certificates).where(certificates.c.id == made).values(facts=planned))
    assert line(db)["days_differ"] is True
    actions.revoke(db, admin, made, reason="Tanggal selesai salah")
    assert line(db)["days_differ"] is False
    actions.issue(db, admin, contract.id)
    assert line(db)["days_differ"] is False


def test_a_week_that_holidays_and_exams_fill_asks_for_no_meeting(db: Connection, admin: Actor) -> None:
    """CERT-05 with the campus calendar: fourteen whole weeks, of which one is for exams and one for a holiday."""
    last = clock.today() - timedelta(days=clock.today().weekday() + 1)
    days = {"starts_on": last - timedelta(days=14 * 7 - 1), "ends_on": last}
    contract = ended(db, attended=9, **days, activated_at=clock.start_of(days["starts_on"]))
    with pytest.raises(AttendanceBelowMinimum) as before:
        actions.issue(db, admin, contract.id)
    assert before.value.values == {"attended": 9, "expected": 14, "minimum": 11}
    for week, kind in ((3, "ujian"), (7, "libur")):
        monday = days["starts_on"] + timedelta(days=7 * week)
        make.calendar_entry(db, kind=kind, starts_on=monday, ends_on=monday + timedelta(days=4))
    [shown] = without_bystanders(reading.certificate_page(db, "id", **NO_FILTER)["items"], "contract_id")
    assert (shown["expected"], shown["minimum"], shown["enough"]) == (12, 9, True)
    assert row(db, actions.issue(db, admin, contract.id)).overruled is None
