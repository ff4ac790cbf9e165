"""Forms and views of the campus calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marshmallow import fields, validates_schema

from common.domain.recruitment.states import CalendarKind
from common.platform.fields import Choice, Form, LabelledDate, LabelledString, View, require
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.recruitment.forms import CalendarFormForm

# A longer stretch is a slip of the finger in the year.
_LONGEST: Final = 120
_ORDER = Text(
    "Tanggal selesai tidak boleh sebelum tanggal mulai",
    en="The last day must not be before the first",
    code="order",
)
_TOO_LONG = Text(
    f"Paling lama {_LONGEST} hari; periksa tahunnya",
    en=f"At most {_LONGEST} days; check the year",
    code="too_many_days",
)


class CalendarForm(Form):
    """`ends_on` is the same day for one day alone."""

    kind = Choice(Text("Jenis", en="Kind"), CalendarKind)
    name = LabelledString(Text("Keterangan", en="Description"), longest=100)
    starts_on = LabelledDate(Text("Tanggal mulai", en="First day"))
    ends_on = LabelledDate(Text("Tanggal selesai", en="Last day"))

    @validates_schema
    def validate_dates(self, form: CalendarFormForm, **_: object) -> None:
        if "starts_on" in form and "ends_on" in form:
            require(form["ends_on"] >= form["starts_on"], "ends_on", _ORDER)
            require((form["ends_on"] - form["starts_on"]).days < _LONGEST, "ends_on", _TOO_LONG)


class CalendarFile(Form):
    """The text of a CSV: first day, last day, kind, description. Nothing is kept while a line is refused."""

    csv = LabelledString(Text("Berkas CSV", en="CSV file"), longest=50_000, lines=True)


class EntryView(View):
    id = fields.UUID()
    kind = fields.String(metadata={"enum": list(CalendarKind)})
    name = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()


class CalendarView(View):
    items = fields.List(fields.Nested(EntryView))


class ImportedView(View):
    """`unchanged` lines stood in the calendar already."""

    added = fields.Integer()
    unchanged = fields.Integer()
