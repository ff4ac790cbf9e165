"""Scenes of the campus calendar, in years that no other test has."""

from __future__ import annotations

from datetime import date
from typing import Any

from common.platform.db import transaction
from tests import factories as make
from tests.functions.effects.scene import Cast, Scene, named

CHANGED = {"kind": "libur", "name": "Upacara", "starts_on": "2063-08-17", "ends_on": "2063-08-17"}


def add_to_calendar(cast: Cast) -> Scene:
    return Scene(cast.views["admin"], json=CHANGED | {"starts_on": "2064-01-02", "ends_on": "2064-01-03"})


def change_calendar(cast: Cast) -> Scene:
    entry = _entry(date(2063, 8, 17))
    return Scene(cast.views["admin"], {"entry_id": entry.id}, CHANGED, named(entry=entry))


def remove_from_calendar(cast: Cast) -> Scene:
    entry = _entry(date(2065, 8, 17))
    return Scene(cast.views["admin"], {"entry_id": entry.id}, None, named(entry=entry))


def import_calendar(cast: Cast) -> Scene:
    return Scene(
        cast.views["admin"], json={"csv": "2066-08-17,2066-08-17,libur,Hari Kemerdekaan"}, names={"csv": "csv"}
    )


def _entry(day: date) -> Any:
    with transaction() as db:
        return make.calendar_entry(db, starts_on=day)
