"""Forms, queries and views of attendances."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from common.domain.assistants.states import ContractState
from common.domain.attendance.states import AttendanceState
from common.platform.fields import (
    Choice,
    Form,
    Id,
    LabelledBoolean,
    LabelledDate,
    LabelledDateTime,
    LabelledList,
    LabelledString,
    View,
    not_valid,
)
from common.platform.pages import PageQuery, PageView
from common.platform.text import Text

_ACTIVITY = Text("Kegiatan", en="Activity")
_REASON = Text("Alasan", en="Reason")
_PHOTO = Text("Foto bukti", en="Photo")
_NO_PHOTO = Text("Foto bukti wajib dilampirkan", en="A photo is required as proof", code="required")
_MONTH = Text("Bulan", en="Month")
_STATES = {"enum": list(AttendanceState)}


class _IfSaid(validate.Regexp):
    """A shape for a field that may be left empty."""

    def __call__(self, value: Any) -> Any:
        return value if value is None else super().__call__(value)


class NewAttendance(Form):
    """`day` is today unless said otherwise; `taken_at` is when the phone says that the photo was taken."""

    upload_id = Id(_PHOTO, missing=_NO_PHOTO)
    activity = LabelledString(_ACTIVITY, longest=1000, lines=True)
    day = LabelledDate(Text("Tanggal", en="Day"), optional=True, load_default=None)
    late_reason = LabelledString(_REASON, longest=500, lines=True, optional=True, load_default=None)
    taken_at = LabelledDateTime(Text("Waktu foto", en="Time of the photo"), optional=True, load_default=None)


class AttendanceCorrection(Form):
    """Without `upload_id` the photo stays."""

    upload_id = Id(_PHOTO, optional=True, load_default=None)
    activity = LabelledString(_ACTIVITY, longest=1000, lines=True)


class AttendanceRejection(Form):
    reason = LabelledString(_REASON, longest=1000, lines=True)


class AttendanceApprovals(Form):
    ids = LabelledList(
        Id(Text("Absensi", en="Attendance")), Text("Daftar absensi", en="Attendances"), least=1, most=100
    )


# Digits as the calendar reads them: \d would take those of every script.
_MONTH_SHAPE = _IfSaid(r"^[12][0-9]{3}-(0[1-9]|1[0-2])$", error=not_valid(_MONTH))


def required_month() -> LabelledString:
    """A month as YYYY-MM."""
    return LabelledString(_MONTH, longest=7, validate=_MONTH_SHAPE)


def optional_month() -> LabelledString:
    return LabelledString(_MONTH, longest=7, validate=_MONTH_SHAPE, optional=True, load_default=None)


class MonthQuery(Form):
    """This month when it is not said."""

    month = optional_month()


class MyContractsQuery(Form):
    """Those that take attendances, also late ones alone; `ended` shows those that take none too."""

    ended = LabelledBoolean(Text("Termasuk yang berakhir", en="Ended ones too"), load_default=False, in_query=True)


class PhotoQuery(Form):
    size = Choice(Text("Ukuran foto", en="Size of the photo"), ("full", "thumb"), load_default="full")


class VerificationQuery(PageQuery):
    state = Choice(Text("Status", en="State"), AttendanceState, optional=True, load_default=None)
    contract_id = Id(Text("Kontrak", en="Contract"), optional=True, load_default=None)
    since = LabelledDate(Text("Dari tanggal", en="From"), optional=True, load_default=None, data_key="from")
    until = LabelledDate(Text("Sampai tanggal", en="To"), optional=True, load_default=None, data_key="to")


class AttendanceView(View):
    """`late_entry` was entered for an earlier day (susulan), `delayed` arrived well after it was taken."""

    id = fields.UUID()
    contract_id = fields.UUID()
    day = fields.Date()
    activity = fields.String()
    state = fields.String(metadata=_STATES)
    recorded_at = fields.DateTime()
    taken_at = fields.DateTime(allow_none=True)
    late_entry = fields.Boolean()
    late_reason = fields.String(allow_none=True)
    delayed = fields.Boolean()
    reason = fields.String(allow_none=True, metadata={"description": "why it was rejected"})
    verified_at = fields.DateTime(allow_none=True)
    corrections = fields.Integer(metadata={"description": "0, or 1 when the one correction was sent"})


class AmendedView(AttendanceView):
    """With what an admin corrected last, and what it was before."""

    amended_at = fields.DateTime(allow_none=True)
    amended_by = fields.String(allow_none=True)
    amended_reason = fields.String(allow_none=True)
    day_before = fields.Date(allow_none=True)
    course_before = fields.String(allow_none=True)


class TodayView(View):
    id = fields.UUID()
    state = fields.String(metadata=_STATES)
    recorded_at = fields.DateTime()


class MyContractView(View):
    """`today` is the attendance of today, if there is one. `late_until`: of a contract that is over, the last day on
    which an entry for one of its days may still come in."""

    id = fields.UUID()
    course = fields.String()
    lecturer = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    state = fields.String(metadata={"enum": list(ContractState)})
    late_until = fields.Date(allow_none=True)
    today = fields.Nested(TodayView, allow_none=True)


class MyContracts(View):
    """With the server's moment and the campus's day, which decide."""

    now = fields.DateTime()
    today = fields.Date()
    zone = fields.String()
    items = fields.List(fields.Nested(MyContractView))


class TotalsView(View):
    total = fields.Integer()
    approved = fields.Integer()
    rejected = fields.Integer()
    waiting = fields.Integer()


class WeekView(TotalsView):
    """A week from Monday on, with its days in the month that is shown."""

    starts_on = fields.Date()


class HistoryView(View):
    """`locked`: nothing of the month changes any more."""

    month = fields.String()
    locked = fields.Boolean()
    items = fields.List(fields.Nested(AmendedView))
    weeks = fields.List(fields.Nested(WeekView))
    totals = fields.Nested(TotalsView)


class AttendanceAmendment(Form):
    """What is left out stays; `contract_id` is another contract of the same aslab."""

    day = LabelledDate(Text("Tanggal", en="Day"), optional=True, load_default=None)
    contract_id = Id(Text("Kontrak", en="Contract"), optional=True, load_default=None)
    reason = LabelledString(_REASON, longest=1000, lines=True)


class VerificationView(AmendedView):
    """With whose it is, the marks, and the former rejection of a corrected one."""

    name = fields.String()
    number = fields.String()
    course = fields.String()
    locked = fields.Boolean(metadata={"description": "whether the month of its day is locked"})
    similar_to = fields.UUID(allow_none=True, metadata={"description": "the attendance whose photo looks alike"})
    verified_by = fields.String(allow_none=True)
    former_activity = fields.String(allow_none=True)
    former_reason = fields.String(allow_none=True)


class VerificationPage(PageView):
    items = fields.List(fields.Nested(VerificationView))


class NotApprovedView(View):
    id = fields.UUID()
    code = fields.String()


class ApprovedView(View):
    approved = fields.Integer()
    failed = fields.List(fields.Nested(NotApprovedView))


class ServedDayView(View):
    day = fields.Date()
    activity = fields.String()


class OwnServiceView(View):
    """An ended contract with the approved days that its certificate counts; `starts_on` and `ends_on` as planned."""

    contract_id = fields.UUID()
    course = fields.String()
    lecturer = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    days = fields.List(fields.Nested(ServedDayView))


class OwnServicesView(View):
    items = fields.List(fields.Nested(OwnServiceView))
