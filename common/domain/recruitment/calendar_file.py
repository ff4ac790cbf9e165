"""The campus calendar from a CSV: kept as a whole, or not at all with a sentence for each line that is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from marshmallow import ValidationError
from sqlalchemy import select

from common.domain import audit
from common.domain.recruitment.calendar import RULES
from common.domain.recruitment.calendar_schemas import CalendarForm
from common.domain.recruitment.errors import DaysTaken
from common.domain.recruitment.states import CalendarKind
from common.domain.recruitment.tables import campus_calendar
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, translating_constraints
from common.platform.errors import Invalid
from common.platform.fields import flatten
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.recruitment.forms import CalendarFormForm
    from common.domain.recruitment.rows import CampusCalendarRow
    from common.domain.recruitment.views import ImportedViewData
    from common.platform.sheets import Row, Sheet

_COLUMNS: Final = ("starts_on", "ends_on", "kind", "name")
_MOST: Final = 400
_KINDS: Final = {"holiday": CalendarKind.HOLIDAY, "exam": CalendarKind.EXAMS, "exams": CalendarKind.EXAMS}
_AS_WRITTEN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_LINE = Text("Baris {line}: {reasons}", en="Line {line}: {reasons}", code="line_refused")
_TOO_MANY = Text(f"Paling banyak {_MOST} baris", en=f"At most {_MOST} lines", code="too_many_lines")
_EMPTY = Text("Berkas tidak berisi tanggal", en="There are no days in this file", code="no_lines")
_UNREADABLE = Text("Berkas tidak dapat dibaca sebagai CSV", en="The file cannot be read as CSV", code="unreadable")


def import_calendar(db: Connection, actor: Actor, *, csv: str) -> ImportedViewData:
    """Add what is not there yet. Raises Invalid with all that is wrong, and DaysTaken where somebody was faster."""
    read = _read(csv)
    known: Sequence[CampusCalendarRow] = all_of(db, select(campus_calendar))
    before: list[CalendarFormForm] = [
        {"kind": row.kind, "name": row.name, "starts_on": row.starts_on, "ends_on": row.ends_on} for row in known
    ]
    new = _new(read, before)
    if new:
        with translating_constraints(RULES):
            db.execute(campus_calendar.insert(), [{**form} for form in new])
        audit.record(db, actor, "calendar.imported", "calendar", "csv", new={"added": len(new)})
    return {"added": len(new), "unchanged": len(read) - len(new)}


def _new(read: Sequence[tuple[int, CalendarFormForm]], kept: list[CalendarFormForm]) -> list[CalendarFormForm]:
    new: list[CalendarFormForm] = []
    refused: dict[int, Sequence[Text]] = {}
    for line, form in read:
        if form in kept:
            continue
        if any(_meets(form, other) for other in kept):
            refused[line] = [DaysTaken().text()]
        else:
            new.append(form)
            kept.append(form)
    _require_none(refused)
    return new


def _meets(one: CalendarFormForm, other: CalendarFormForm) -> bool:
    return (
        one["kind"] == other["kind"] and one["starts_on"] <= other["ends_on"] and other["starts_on"] <= one["ends_on"]
    )


def _read(csv: str) -> Sequence[tuple[int, CalendarFormForm]]:
    from common.platform.sheets import Unreadable, read_sheet

    try:
        rows = list(_below_head(read_sheet(csv.encode())))
    except Unreadable:
        raise Invalid(fields={"csv": [_UNREADABLE]}) from None
    if fault := _EMPTY if not rows else _TOO_MANY if len(rows) > _MOST else None:
        raise Invalid(fields={"csv": [fault]})
    read: list[tuple[int, CalendarFormForm]] = []
    refused: dict[int, Sequence[Text]] = {}
    form = CalendarForm()
    for row in rows:
        try:
            read.append((row.number, form.load(_values(row))))
        except ValidationError as wrong:
            refused[row.number] = [text for texts in flatten(wrong.messages).values() for text in texts]
    _require_none(refused)
    return read


def _below_head(sheet: Sheet) -> Iterator[Row]:
    """A first line whose first cell has no digit names the columns."""
    for place, row in enumerate(sheet.rows):
        if place or re.search(r"\d", row.at(0).text):
            yield row


def _values(row: Row) -> dict[str, str]:
    cells = {name: row.at(place).text for place, name in enumerate(_COLUMNS)}
    cells["ends_on"] = cells["ends_on"] or cells["starts_on"]
    kind = cells["kind"].casefold()
    cells["kind"] = _KINDS.get(kind, kind)
    for name in ("starts_on", "ends_on"):
        cells[name] = _iso(cells[name])
    return {name: text for name, text in cells.items() if text}


def _iso(text: str) -> str:
    """As spreadsheets here write a day, with the day first; anything else is left as it is."""
    found = _AS_WRITTEN.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def _require_none(refused: Mapping[int, Sequence[Text]]) -> None:
    if refused:
        raise Invalid(fields={f"csv.{line}": [_sentence(line, reasons)] for line, reasons in refused.items()})


def _sentence(line: int, reasons: Sequence[Text]) -> Text:
    joined = Text("; ".join(reasons), en="; ".join(reason.en for reason in reasons))
    return _LINE.format(line=line, reasons=joined)
