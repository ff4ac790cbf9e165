"""The recap of a contract's month, to print and sign or as a sheet (LAP-02): the base of its honorarium."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import select

from common.domain.attendance.exports import STATES
from common.domain.attendance.locked import first_of, last_of
from common.domain.attendance.month_list import month_of
from common.domain.attendance.policy import require_own_aslab
from common.domain.attendance.tables import attendances
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.calendar_text import date_text, moment_text, month_text
from common.platform.db import Connection, all_of
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.attendance.states import AttendanceState
    from common.domain.attendance.views import MonthViewData
    from common.platform.sheets.exports import Value

    class Attended(Protocol):
        """A day of a recap."""

        day: date
        activity: str
        state: AttendanceState


_TITLE = Text("Rekap Absensi Asisten Laboratorium", en="Attendance of a Lab Assistant")
_NAME, _COURSE = Text("Nama", en="Name"), Text("Mata kuliah", en="Course")
_LECTURER, _PERIOD = Text("Dosen", en="Lecturer"), Text("Periode", en="Period")
_STATE = Text("Status", en="State")
_OPEN = Text("Belum dikunci", en="Not locked")
_LOCKED = Text("Dikunci oleh {name}, {at}", en="Locked by {name}, {at}")
_APPROVED = Text("Jumlah disetujui", en="Approved")
_OF = Text("{count} dari {all}", en="{count} of {all}")
_PRINTED = Text("Dicetak {at}", en="Printed {at}")
_ASLAB = Text("Asisten laboratorium", en="Lab assistant")
_HEADS = (Text("No.", en="No."), Text("Tanggal", en="Day"), Text("Kegiatan", en="Activity"), _STATE)


class Recap(NamedTuple):
    """What is printed: who, when and what; `printed_at` is the moment of the reading."""

    about: MonthViewData
    days: Sequence[Attended]
    printed_at: datetime


def recap(db: Connection, actor: Actor, contract_id: UUID, month: str | None) -> Recap:
    """Of one's own aslab, or of any for an admin. Raises NotFound, NotYourVacancy."""
    if actor.role != Role.ADMIN:
        require_own_aslab(db, actor, contract_id)
    month = month or f"{clock.today():%Y-%m}"
    first = first_of(month)
    named = (attendances.c.day, attendances.c.activity, attendances.c.state)
    in_month = (attendances.c.contract_id == contract_id) & attendances.c.day.between(first, last_of(first))
    days: Sequence[Attended] = all_of(db, select(*named).where(in_month).order_by(attendances.c.day))
    return Recap(month_of(db, contract_id, month), days, clock.now())


def as_pdf(of: Recap, language: str) -> bytes:
    """A4, with places for both signatures."""
    from common.platform.documents.printed import Printed, render_printed

    rows = [
        [str(number), date_text(one.day, language), one.activity, STATES[one.state].to(language)]
        for number, one in enumerate(of.days, 1)
    ]
    signatures = [(_ASLAB.to(language), of.about["name"]), (_LECTURER.to(language), of.about["lecturer"])]
    heads = [head.to(language) for head in _HEADS]
    return render_printed(
        Printed(
            _TITLE.to(language),
            _facts(of, language),
            heads,
            (5, 22, 50, 23),
            rows,
            totals=[_total(of, language)],
            signatures=signatures,
            foot=_printed(of, language),
        )
    )


def as_workbook(of: Recap, language: str) -> bytes:
    """The same as XLSX: the days first, whatever is said of them all below."""
    from common.platform.sheets.workbook_out import workbook_chunks

    days: list[list[Value]] = [
        [number, one.day, one.activity, STATES[one.state].to(language)] for number, one in enumerate(of.days, 1)
    ]
    below = [*_facts(of, language), _total(of, language), (_printed(of, language), "")]
    said: list[list[Value]] = [[None, name, value, None] for name, value in below]
    nothing: list[Value] = [None] * 4
    rows = [*days, nothing, *said]
    heads = [head.to(language) for head in _HEADS]
    return b"".join(workbook_chunks(_TITLE.to(language), heads, (6, 22, 48, 24), rows))


def file_name(of: Recap, ending: str) -> str:
    return f"rekap-{of.about['number']}-{of.about['month']}.{ending}"


def _facts(of: Recap, language: str) -> list[tuple[str, str]]:
    about = of.about
    at = about["locked_at"]
    locked = _OPEN if at is None else _LOCKED.format(name=about["locked_by"], at=moment_text(at, language))
    named = {
        _NAME: about["name"],
        Text("NIM", en="NIM"): about["number"],
        _COURSE: about["course"],
        _LECTURER: about["lecturer"],
        _PERIOD: month_text(first_of(about["month"]), language),
        _STATE: locked.to(language),
    }
    return [(name.to(language), value) for name, value in named.items()]


def _total(of: Recap, language: str) -> tuple[str, str]:
    counted = _OF.format(count=of.about["approved"], all=len(of.days))
    return _APPROVED.to(language), counted.to(language)


def _printed(of: Recap, language: str) -> str:
    return _PRINTED.format(at=moment_text(of.printed_at, language)).to(language)
