"""The campus calendar: what a change writes, which weeks are free, and a CSV that is kept whole or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.recruitment import calendar
from common.domain.recruitment.calendar import Calendar, between
from common.domain.recruitment.calendar_file import import_calendar
from common.domain.recruitment.tables import campus_calendar
from common.platform.db import transaction
from common.platform.errors import Invalid
from tests import factories as make
from tests.bystanders import own
from tests.outcomes import lines, outcome, row
from tests.races import at_once

MONDAY, DAY = date(2061, 3, 7), timedelta(days=1)


def form(**changed: Any) -> Any:
    days = {"starts_on": MONDAY, "ends_on": MONDAY + 4 * DAY}
    return {"kind": "ujian", "name": "Ujian tengah semester"} | days | changed


def entries(db: Connection) -> list[tuple[str, str, date, date]]:
    wanted = own(campus_calendar).order_by(campus_calendar.c.starts_on, campus_calendar.c.kind)
    return [(one.kind, one.name, one.starts_on, one.ends_on) for one in db.execute(wanted)]


def test_days_are_added_changed_and_removed_with_their_lines(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    made = calendar.add(db, admin, form())
    assert row(db, campus_calendar, made.id)._asdict() == form() | {"id": made.id}
    calendar.change(db, admin, made.id, form(name="UTS"))
    calendar.remove(db, admin, made.id)
    assert entries(db) == []
    told = [(line.action, line.subject_type, line.actor_id, line.old, line.new) for line in lines(db, made.id)]
    days = {"starts_on": "2061-03-07", "ends_on": "2061-03-11", "kind": "ujian"}
    assert told == [
        ("calendar.added", "calendar", admin.id, None, days | {"name": "Ujian tengah semester"}),
        ("calendar.changed", "calendar", admin.id, {"name": "Ujian tengah semester"}, {"name": "UTS"}),
        ("calendar.removed", "calendar", admin.id, days | {"name": "UTS"}, None),
    ]


def test_a_holiday_may_lie_within_the_exams_and_a_day_is_one_thing_once(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    calendar.add(db, admin, form())
    holiday = calendar.add(db, admin, form(kind="libur", ends_on=MONDAY))
    meeting = form(starts_on=MONDAY + 4 * DAY, ends_on=MONDAY + 9 * DAY)
    assert outcome(db, calendar.add, admin, meeting) == "days_taken"
    calendar.add(db, admin, form(starts_on=MONDAY + 7 * DAY, ends_on=MONDAY + 9 * DAY))
    assert outcome(db, calendar.change, admin, holiday.id, form(ends_on=MONDAY)) == "days_taken"


def test_of_many_who_add_one_day_at_once_one_is_kept(committed: None) -> None:
    with transaction() as db:
        admin = make.as_actor(make.admin(db))

    day = form(kind="libur", ends_on=MONDAY)
    outcomes = at_once([lambda db: calendar.add(db, admin, day)] * 8)
    assert outcomes == {"done": 1, "days_taken": 7}


@pytest.mark.parametrize(
    ("holidays", "first", "last", "free"),
    [
        (range(5), 0, 6, 1),  # Monday to Friday are enough
        (range(4), 0, 6, 0),
        (range(5), 1, 13, 0),  # the week began before the service
        (range(5), -3, 6, 1),
        (range(5), 0, 5, 0),  # and ended before the week
        (range(12), -7, 20, 2),
    ],
)
def test_a_free_week_lies_wholly_within(holidays: range, first: int, last: int, free: int) -> None:
    days = Calendar(holidays=frozenset(MONDAY + DAY * n for n in holidays))
    assert days.free_weeks(MONDAY + DAY * first, MONDAY + DAY * last) == free


def test_holidays_and_exams_fill_a_week_together(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    calendar.add(db, admin, form(ends_on=MONDAY + 3 * DAY))
    calendar.add(db, admin, form(kind="libur", starts_on=MONDAY + 4 * DAY))
    found = between(db, MONDAY, MONDAY + 6 * DAY)
    assert (found.is_free(MONDAY), found.holidays) == (True, {MONDAY + 4 * DAY})
    assert between(db, MONDAY + 5 * DAY, MONDAY + 60 * DAY) == Calendar()
    assert not between(db, MONDAY, MONDAY + 3 * DAY).is_free(MONDAY)


FILE = """Tanggal mulai;Tanggal selesai;Jenis;Keterangan
17/08/2061;;Libur;Hari Kemerdekaan
2061-10-03;2061-10-14;ujian;UTS; gasal
"""


def test_a_csv_is_added_and_the_same_again_adds_nothing(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    text = FILE.replace("UTS; gasal", '"UTS; gasal"')
    assert import_calendar(db, admin, csv=text) == {"added": 2, "unchanged": 0}
    kept = [
        ("libur", "Hari Kemerdekaan", date(2061, 8, 17), date(2061, 8, 17)),
        ("ujian", "UTS; gasal", date(2061, 10, 3), date(2061, 10, 14)),
    ]
    assert entries(db) == kept
    longer = text + "01-01-2062,,holiday,Tahun Baru\n".replace(",", ";")
    assert import_calendar(db, admin, csv=longer) == {"added": 1, "unchanged": 2}
    assert entries(db)[:2] == kept
    assert import_calendar(db, admin, csv=longer) == {"added": 0, "unchanged": 3}
    assert [(line.action, line.new) for line in lines(db, "csv")] == [
        ("calendar.imported", {"added": 2}),
        ("calendar.imported", {"added": 1}),
    ]


def test_each_line_that_is_refused_is_named_and_none_is_kept(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    calendar.add(db, admin, form())
    text = "\n".join(
        [
            "mulai,selesai,jenis,keterangan",
            "2061-08-17,,libur,Hari Kemerdekaan",
            "31/02/2061,,libur,Tidak ada",
            "2061-09-09,2061-09-01,cuti,",
            "2061-03-11,2061-03-12,ujian,Susulan",
            "2061-08-17,2061-08-18,libur,Lagi",
        ]
    )
    assert refused(db, admin, text) == {
        "csv.3": (
            "Baris 3: Tanggal mulai tidak valid; Tanggal selesai tidak valid",
            "Line 3: First day is not valid; Last day is not valid",
        ),
        "csv.4": (
            "Baris 4: Jenis tidak valid; Keterangan wajib diisi",
            "Line 4: Kind is not valid; Description is required",
        ),
    }
    kept = "\n".join(line for line in text.splitlines() if "cuti" not in line and "31/02" not in line)
    taken = "Tanggal ini sudah ada di kalender kampus", "These days are already in the campus calendar"
    assert refused(db, admin, kept) == {f"csv.{n}": (f"Baris {n}: {taken[0]}", f"Line {n}: {taken[1]}") for n in (3, 4)}
    assert len(entries(db)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mulai,selesai,jenis,keterangan", "Berkas tidak berisi tanggal"),
        ("<html>", "Berkas tidak dapat dibaca sebagai CSV"),
        ("2061-08-17,,libur,x\n" * 401, "Paling banyak 400 baris"),
    ],
)
def test_what_is_no_calendar_is_refused_as_a_whole(db: Connection, text: str, said: str) -> None:
    [(found, _)] = refused(db, make.as_actor(make.admin(db)), text).values()
    assert found == said


def refused(db: Connection, admin: Any, text: str) -> dict[str, tuple[str, str]]:
    with pytest.raises(Invalid) as raised:
        import_calendar(db, admin, csv=text)
    return {field: (str(text), text.en) for field, [text] in raised.value.fields.items()}
