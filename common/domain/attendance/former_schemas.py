"""The form and the views of inviting the aslab of an earlier semester."""

from __future__ import annotations

from marshmallow import fields

from common.domain.assistants.evaluation_schemas import EvaluationView
from common.platform.fields import Form, Id, LabelledList, View
from common.platform.text import Text

_ASLAB = Text("Aslab", en="Lab assistants")


class Invitations(Form):
    person_ids = LabelledList(Id(_ASLAB), _ASLAB, least=1, most=100)


class FormerAslabView(View):
    """`approved` of `recorded` attendances; `code` and `message` say why they cannot be invited."""

    contract_id = fields.UUID()
    person_id = fields.UUID()
    name = fields.String()
    number = fields.String()
    approved = fields.Integer()
    recorded = fields.Integer()
    evaluation = fields.Nested(EvaluationView, allow_none=True)
    code = fields.String(allow_none=True)
    message = fields.String(allow_none=True)


class FormerAslabList(View):
    items = fields.List(fields.Nested(FormerAslabView))


class InvitedView(View):
    """`code` and `message` say why nobody was invited."""

    person_id = fields.UUID()
    code = fields.String(allow_none=True)
    message = fields.String(allow_none=True)


class InvitedListView(View):
    done = fields.Integer()
    failed = fields.Integer()
    results = fields.List(fields.Nested(InvitedView))
