"""Forms, queries and views of academic periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marshmallow import fields, validates_schema

from common.platform.fields import Form, Id, LabelledDate, LabelledString, View, require
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.recruitment.forms import PeriodFormForm


def period_filter() -> Id:
    """Of a list: only what belongs to the vacancies of this period."""
    return Id(Text("Periode akademik", en="Academic period"), optional=True, load_default=None)


class PeriodForm(Form):
    name = LabelledString(Text("Nama periode", en="Name of the period"), longest=60)
    starts_on = LabelledDate(Text("Tanggal mulai", en="First day"))
    ends_on = LabelledDate(Text("Tanggal selesai", en="Last day"))

    @validates_schema
    def validate_dates(self, form: PeriodFormForm, **_: object) -> None:
        if "starts_on" in form and "ends_on" in form:
            after = Text(
                "Tanggal selesai harus setelah tanggal mulai", en="The last day must be after the first", code="order"
            )
            require(form["ends_on"] > form["starts_on"], "ends_on", after)


class PeriodView(View):
    id = fields.UUID()
    name = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()


class PeriodsView(View):
    items = fields.List(fields.Nested(PeriodView))
