"""Recording: once a day, on the campus's day, while the contract runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.assistants.errors import NotYourContract
from common.domain.assistants.states import ContractState
from common.domain.attendance.errors import (
    AlreadyRecorded,
    AlreadyRecordedThatDay,
    ContractEnded,
    ContractSuspended,
    DayInFuture,
    DayOutsideContract,
    LateReasonMissing,
    TooLate,
)
from common.domain.attendance.recording import record
from common.domain.audit.tables import audit_log
from common.platform import clock
from common.platform.errors import NotFound, Problem
from tests.bystanders import own
from tests.domain.attendance.scene import form, saved, scene

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_todays_attendance_waits_for_the_lecturer(db: Connection) -> None:
    one = scene(db)
    made = record(db, one.aslab, one.contract.id, form(db, one))
    assert (made.day, made.state, made.late_entry, made.delayed) == (clock.today(), "menunggu_verifikasi", False, False)
    line = db.execute(own(audit_log).where(audit_log.c.subject_id == str(made.id))).one()
    assert (line.action, line.actor_id, line.new["day"]) == ("attendance.recorded", one.student.id, str(made.day))


def test_a_quarter_past_midnight_is_the_new_day_on_campus(db: Connection) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 17, 15, tzinfo=UTC), tick=True):
        one = scene(db)
        made = record(db, one.aslab, one.contract.id, form(db, one))
    assert (made.day, made.late_entry) == (date(2026, 11, 24), False)


def test_a_day_to_come_is_refused_whatever_the_phone_says(db: Connection) -> None:
    one = scene(db)
    sent = form(db, one, day=clock.today() + timedelta(days=1), taken_at=clock.now() + timedelta(days=1))
    with pytest.raises(DayInFuture) as refused:
        record(db, one.aslab, one.contract.id, sent)
    assert refused.value.text() == "Tanggal tidak boleh di masa depan"
    assert refused.value.fields["day"][0].code == "day_in_future"
    assert saved(db) == []


def test_a_phone_that_runs_ahead_is_set_right(db: Connection) -> None:
    one = scene(db)
    made = record(db, one.aslab, one.contract.id, form(db, one, taken_at=clock.now() + timedelta(hours=3)))
    assert made.taken_at <= made.recorded_at
    assert not made.delayed


def test_two_days_late_goes_in_with_a_reason(db: Connection) -> None:
    one = scene(db)
    day = clock.today() - timedelta(days=2)
    with pytest.raises(LateReasonMissing) as refused:
        record(db, one.aslab, one.contract.id, form(db, one, day=day))
    assert {name: str(texts[0]) for name, texts in refused.value.fields.items()} == {
        "late_reason": "Alasan wajib diisi"
    }
    made = record(db, one.aslab, one.contract.id, form(db, one, day=day, late_reason="Lupa"))
    assert (made.late_entry, made.late_reason, made.day) == (True, "Lupa", day)


@pytest.mark.parametrize("days", [3, 5])
def test_more_than_two_days_late_is_for_the_lecturer(db: Connection, days: int) -> None:
    one = scene(db)
    sent = form(db, one, day=clock.today() - timedelta(days=days), late_reason="Lupa")
    with pytest.raises(TooLate) as refused:
        record(db, one.aslab, one.contract.id, sent)
    assert refused.value.text() == "Batas absensi susulan 2 hari, hubungi dosen"


def test_a_reason_is_not_kept_for_today(db: Connection) -> None:
    one = scene(db)
    assert record(db, one.aslab, one.contract.id, form(db, one, late_reason="Iseng")).late_reason is None


@pytest.mark.parametrize(("minutes", "delayed"), [(4, False), (6, True)])
def test_a_photo_that_was_long_on_its_way_is_marked(db: Connection, minutes: int, delayed: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        one = scene(db)
        made = record(db, one.aslab, one.contract.id, form(db, one, taken_at=NOON - timedelta(minutes=minutes)))
    assert made.delayed is delayed


def test_what_was_taken_yesterday_without_signal_needs_no_reason_but_bears_both_marks(db: Connection) -> None:
    with time_machine.travel(NOON, tick=False):
        one = scene(db)
        taken = NOON - timedelta(hours=20)
        made = record(db, one.aslab, one.contract.id, form(db, one, day=clock.campus_day(taken), taken_at=taken))
    assert (made.late_entry, made.delayed, made.late_reason) == (True, True, None)


def test_a_day_before_the_contract_is_refused(db: Connection) -> None:
    one = scene(db, starts_on=clock.today() - timedelta(days=1))
    with pytest.raises(DayOutsideContract):
        record(db, one.aslab, one.contract.id, form(db, one, day=clock.today() - timedelta(days=2)))
    assert saved(db) == []


def test_a_contract_that_has_not_begun_takes_nothing(db: Connection) -> None:
    one = scene(db, starts_on=clock.today() + timedelta(days=1))
    with pytest.raises(DayOutsideContract):
        record(db, one.aslab, one.contract.id, form(db, one))


def test_a_second_one_on_the_same_day_is_told_the_hour_of_the_first(db: Connection) -> None:
    with time_machine.travel(NOON, tick=False):
        one = scene(db)
        record(db, one.aslab, one.contract.id, form(db, one))
    with time_machine.travel(NOON + timedelta(hours=2), tick=False), pytest.raises(AlreadyRecorded) as refused:
        record(db, one.aslab, one.contract.id, form(db, one))
    told = refused.value.text()
    assert told == "Anda sudah absen hari ini pukul 12.00 WIB"
    assert told.en == "You have already recorded today's attendance at 12:00 WIB"
    assert len(saved(db)) == 1


def test_a_second_one_for_an_earlier_day_names_the_day(db: Connection) -> None:
    with time_machine.travel(NOON, tick=False):
        one = scene(db)
        late = {"day": date(2026, 11, 22), "late_reason": "Lupa"}
        record(db, one.aslab, one.contract.id, form(db, one, **late))
        with pytest.raises(AlreadyRecordedThatDay) as refused:
            record(db, one.aslab, one.contract.id, form(db, one, **late))
    assert refused.value.text() == "Anda sudah absen untuk 22 November 2026, dikirim pukul 12.00 WIB"


def test_two_contracts_take_one_each_on_the_same_day(db: Connection) -> None:
    one = scene(db)
    other = scene(db, student=one.student)
    for contract in (one.contract, other.contract):
        record(db, one.aslab, contract.id, form(db, one))
    assert len(saved(db)) == 2


def test_somebody_elses_contract_is_refused(db: Connection) -> None:
    one, other = scene(db), scene(db)
    with pytest.raises(NotYourContract):
        record(db, one.aslab, other.contract.id, form(db, one))
    with pytest.raises(NotFound):
        record(db, one.aslab, other.student.id, form(db, one))
    assert saved(db) == []


@pytest.mark.parametrize(
    ("state", "days_left", "problem", "words"),
    [
        (ContractState.ENDED, 90, ContractEnded, "Kontrak Anda sudah berakhir"),
        (ContractState.ACTIVE, -1, ContractEnded, "Kontrak Anda sudah berakhir"),
        (ContractState.SUSPENDED, 90, ContractSuspended, "Kontrak Anda sedang ditangguhkan. Hubungi admin."),
    ],
)
def test_a_contract_that_does_not_run_takes_nothing(
    db: Connection, state: str, days_left: int, problem: type[Problem], words: str
) -> None:
    one = scene(db, state=state, ends_on=clock.today() + timedelta(days=days_left))
    with pytest.raises(problem) as refused:
        record(db, one.aslab, one.contract.id, form(db, one))
    assert (refused.value.status, refused.value.text()) == (403, words)
    assert saved(db) == []


def test_the_last_day_still_counts(db: Connection) -> None:
    one = scene(db, ends_on=clock.today())
    assert record(db, one.aslab, one.contract.id, form(db, one)).day == clock.today()


@pytest.mark.parametrize(("state", "hours"), [(ContractState.ACTIVE, None), (ContractState.ENDED, 2)])
def test_abs_19_a_photo_of_the_last_day_is_taken_after_midnight(db: Connection, state: str, hours: int | None) -> None:
    """ABS-19. The nightly end may have come in between."""
    last, midnight = clock.today() - timedelta(days=1), clock.start_of(clock.today())
    ended_at = None if hours is None else midnight + timedelta(hours=hours)
    one = scene(db, state=state, ends_on=last, ended_at=ended_at)
    taken_at = midnight - timedelta(minutes=10)
    made = record(db, one.aslab, one.contract.id, form(db, one, day=last, taken_at=taken_at))
    assert (made.day, made.late_entry, made.delayed) == (last, True, True)


@pytest.mark.parametrize(("over", "back"), [(1, 0), (3, 3), (3, 2)])
def test_no_day_after_the_last_and_none_after_its_time_is_taken(db: Connection, over: int, back: int) -> None:
    """ABS-09."""
    one = scene(db, ends_on=clock.today() - timedelta(days=over))
    with pytest.raises(ContractEnded):
        record(db, one.aslab, one.contract.id, form(db, one, day=clock.today() - timedelta(days=back), late_reason="x"))
    assert saved(db) == []


def test_a_contract_that_was_ended_on_its_last_day_takes_nothing_more(db: Connection) -> None:
    """END-06."""
    last = clock.today() - timedelta(days=1)
    ended = {"state": ContractState.ENDED, "ended_at": clock.start_of(last) + timedelta(hours=10)}
    one = scene(db, ends_on=last, **ended)
    with pytest.raises(ContractEnded):
        record(db, one.aslab, one.contract.id, form(db, one, day=last, late_reason="Lupa"))
