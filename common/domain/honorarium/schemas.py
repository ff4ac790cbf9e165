"""Forms and views of rates, sheets and one's own honoraria."""

from __future__ import annotations

from marshmallow import fields

from common.domain.attendance.schemas import required_month
from common.platform.fields import Form, LabelledDate, LabelledInteger, LabelledString, View
from common.platform.pages import PageView
from common.platform.text import Text


class NewRate(Form):
    """Of one session, in rupiah; without `course` for the whole campus."""

    course = LabelledString(Text("Mata kuliah", en="Course"), optional=True, load_default=None)
    starts_on = LabelledDate(Text("Berlaku mulai", en="Valid from"))
    amount = LabelledInteger(Text("Tarif per sesi", en="Rate for a session"), least=1, most=10_000_000)


class RateView(View):
    id = fields.UUID()
    course = fields.String(allow_none=True)
    starts_on = fields.Date()
    amount = fields.Integer()
    set_at = fields.DateTime()
    set_by = fields.String()


class RatesView(View):
    items = fields.List(fields.Nested(RateView))


class NewSheet(Form):
    """Of a study programme, or without one of the whole campus."""

    month = required_month()
    program = LabelledString(Text("Program studi", en="Study programme"), optional=True, load_default=None)


class Payment(Form):
    paid_on = LabelledDate(Text("Tanggal bayar", en="Day of payment"))


class SheetChangeView(View):
    """A line that is new, gone or another than in the sheet before; amounts are net."""

    name = fields.String()
    course = fields.String()
    before = fields.Integer()
    after = fields.Integer()


class SheetView(View):
    """`changes`: what is another than in the sheet that this one replaces."""

    id = fields.UUID()
    number = fields.String()
    month = fields.String()
    program = fields.String(allow_none=True)
    sessions = fields.Integer()
    gross = fields.Integer()
    tax = fields.Integer()
    net = fields.Integer()
    sha256 = fields.String()
    made_at = fields.DateTime()
    made_by = fields.String()
    paid_on = fields.Date(allow_none=True)
    replaces = fields.String(allow_none=True)
    replaced = fields.Boolean()
    changes = fields.List(fields.Nested(SheetChangeView))


class SheetPage(PageView):
    items = fields.List(fields.Nested(SheetView))


class OwnMonthView(View):
    """A month of one's own contract. `state`: menunggu_verifikasi, dikunci, dalam_daftar or dibayar."""

    contract_id = fields.UUID()
    course = fields.String()
    month = fields.String()
    state = fields.String(metadata={"enum": ["menunggu_verifikasi", "dikunci", "dalam_daftar", "dibayar"]})
    number = fields.String(allow_none=True)
    net = fields.Integer(allow_none=True)
    paid_on = fields.Date(allow_none=True)


class OwnMonthsView(View):
    items = fields.List(fields.Nested(OwnMonthView))
