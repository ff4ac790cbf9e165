"""Days and moments as people read them, in the campus's zone."""

from __future__ import annotations

from datetime import date, datetime

from common.platform.clock import to_campus
from common.platform.settings import settings
from common.platform.text import ENGLISH

_BULAN = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def indonesian_date(day: date) -> str:
    """`23 November 2026`"""
    return f"{day.day} {_BULAN[day.month - 1]} {day.year}"


def english_date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_text(day: date, language: str) -> str:
    """`November 2026`, of any day in it."""
    names = _MONTHS if language == ENGLISH else _BULAN
    return f"{names[day.month - 1]} {day.year}"


def date_text(day: date, language: str) -> str:
    return english_date(day) if language == ENGLISH else indonesian_date(day)


def zone_label(moment: datetime) -> str:
    """What the campus calls its zone at `moment`: WIB, WITA, WIT or as the setting says."""
    return settings().campus_zone_label or to_campus(moment).tzname() or ""


def moment_text(moment: datetime, language: str) -> str:
    """`23 November 2026 pukul 14.05 WIB`, whatever zone the moment came in."""
    here, zone = to_campus(moment), zone_label(moment)
    if language == ENGLISH:
        return f"{english_date(here)} at {here:%H:%M} {zone}"
    return f"{indonesian_date(here)} pukul {here:%H.%M} {zone}"
