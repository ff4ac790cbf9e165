"""What is asked and told about academic periods."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validates_schema

from common.platform.fields import Day, Form, Id, View, Words, only
from common.platform.text import Text


def period_filter() -> Id:
    """Of a list: only what belongs to the vacancies of this period."""
    return Id(Text("Periode akademik", en="Academic period"), optional=True, load_default=None)


class PeriodForm(Form):
    name = Words(Text("Nama periode", en="Name of the period"), longest=60)
    starts_on = Day(Text("Tanggal mulai", en="First day"))
    ends_on = Day(Text("Tanggal selesai", en="Last day"))

    @validates_schema
    def judge_dates(self, form: dict[str, Any], **_: Any) -> None:
        if "starts_on" in form and "ends_on" in form:
            after = Text(
                "Tanggal selesai harus setelah tanggal mulai", en="The last day must be after the first", code="order"
            )
            only(form["ends_on"] > form["starts_on"], "ends_on", after)


class PeriodView(View):
    id = fields.UUID()
    name = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()


class PeriodsView(View):
    items = fields.List(fields.Nested(PeriodView))
