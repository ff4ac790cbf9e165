"""Days and moments in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from common.platform import clock
from common.platform.calendar_text import date_text, english_date, indonesian_date, moment_text

MONTHS = "Januari,Februari,Maret,April,Mei,Juni,Juli,Agustus,September,Oktober,November,Desember"


def test_indonesian_months_have_their_names():
    assert ",".join(indonesian_date(date(2026, month, 3)).split()[1] for month in range(1, 13)) == MONTHS
    assert indonesian_date(date(2026, 11, 23)) == "23 November 2026"


def test_english_months_have_their_names():
    assert [english_date(date(2026, month, 3)) for month in range(1, 13)] == [
        f"{date(2026, month, 3):%-d %B %Y}" for month in range(1, 13)
    ]


def test_english_dates_are_written_in_the_same_order():
    assert english_date(date(2026, 8, 17)) == "17 August 2026"
    assert date_text(date(2026, 5, 1), "en") == "1 May 2026"
    assert date_text(date(2026, 5, 1), "id") == "1 Mei 2026"


def test_a_moment_is_told_in_the_zone_of_the_campus_whatever_zone_it_came_in():
    moment = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
    assert moment_text(moment, "id") == "23 November 2026 pukul 14.05 WIB"
    assert moment_text(moment, "en") == "23 November 2026 at 14:05 WIB"
    assert moment_text(moment.astimezone(timezone(timedelta(hours=-5))), "id") == "23 November 2026 pukul 14.05 WIB"


def test_a_late_evening_in_utc_is_the_next_day_on_campus():
    assert moment_text(datetime(2026, 12, 31, 18, 0, tzinfo=UTC), "id") == "1 Januari 2027 pukul 01.00 WIB"


@pytest.mark.parametrize(
    ("zone", "label", "said"),
    [
        ("Asia/Jakarta", "", "11.00 WIB"),
        ("Asia/Pontianak", "", "11.00 WIB"),
        ("Asia/Makassar", "", "12.00 WITA"),
        ("Asia/Jayapura", "", "13.00 WIT"),
        ("Asia/Makassar", "waktu kampus", "12.00 waktu kampus"),
    ],
)
def test_the_zone_names_itself_unless_the_campus_has_a_name_for_it(
    zone: str, label: str, said: str, setting: Callable[[str, str], None]
) -> None:
    setting("CAMPUS_TIME_ZONE", zone)
    setting("CAMPUS_ZONE_LABEL", label)
    clock.campus_zone.cache_clear()
    try:
        assert moment_text(datetime(2026, 11, 29, 4, tzinfo=UTC), "id") == f"29 November 2026 pukul {said}"
    finally:
        clock.campus_zone.cache_clear()
