"""Forms, queries and views of contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marshmallow import fields, validates_schema

from common.domain.assistants.evaluation_schemas import EvaluationView
from common.domain.assistants.states import ContractState
from common.domain.recruitment.application_schemas import DocumentView
from common.domain.recruitment.period_schemas import period_filter
from common.platform.fields import Choice, Form, LabelledDate, LabelledString, View, require
from common.platform.pages import PageQuery, PageView
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.assistants.forms import ActivationForm

_ORDER = Text("Tanggal selesai harus setelah tanggal mulai", en="The last day must be after the first", code="order")


class Activation(Form):
    starts_on = LabelledDate(Text("Tanggal mulai", en="First day"))
    ends_on = LabelledDate(Text("Tanggal selesai", en="Last day"))

    @validates_schema
    def validate_dates(self, form: ActivationForm, **_: object) -> None:
        if "starts_on" in form and "ends_on" in form:
            require(form["ends_on"] > form["starts_on"], "ends_on", _ORDER)


class Reason(Form):
    reason = LabelledString(Text("Alasan", en="Reason"), longest=1000, lines=True)


class OptionalReason(Form):
    reason = LabelledString(Text("Alasan", en="Reason"), longest=1000, lines=True, optional=True, load_default=None)


class ContractQuery(PageQuery):
    state = Choice(Text("Status", en="State"), ContractState, optional=True, load_default=None)
    period_id = period_filter()
    search = LabelledString(Text("Pencarian", en="Search"), optional=True, load_default=None, longest=100)
    ends_by = LabelledDate(Text("Berakhir paling lambat", en="Ends by"), optional=True, load_default=None)


class ReadyView(View):
    """An accepted applicant who waits for activation; the dates are its period's, from today on."""

    application_id = fields.UUID()
    name = fields.String()
    number = fields.String()
    email = fields.String(allow_none=True)
    course = fields.String()
    lecturer = fields.String()
    decided_at = fields.DateTime()
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    documents = fields.List(fields.Nested(DocumentView))


class ReadySearch(PageQuery):
    search = LabelledString(Text("Pencarian", en="Search"), optional=True, load_default=None, longest=100)


class ReadyPage(PageView):
    items = fields.List(fields.Nested(ReadyView))


class ContractView(View):
    id = fields.UUID()
    application_id = fields.UUID()
    vacancy_id = fields.UUID()
    name = fields.String()
    nim = fields.String()
    course = fields.String()
    lecturer = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    state = fields.String(metadata={"enum": list(ContractState)})
    ended_at = fields.DateTime(allow_none=True)
    end_reason = fields.String(allow_none=True)


class OverviewView(ContractView):
    """A contract with how to reach its aslab and what the lecturer watches; `days_left` is 0 on the last day.

    Its evaluation can be written or changed where it is `evaluable`.
    """

    email = fields.String()
    whatsapp = fields.String(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    approved = fields.Integer()
    awaiting = fields.Integer()
    evaluable = fields.Boolean()
    evaluation = fields.Nested(EvaluationView, allow_none=True)


class OverviewPage(PageView):
    items = fields.List(fields.Nested(OverviewView))
