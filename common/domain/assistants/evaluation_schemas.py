"""Forms and views of the evaluation of an aslab."""

from __future__ import annotations

from marshmallow import fields

from common.domain.assistants.tables import HIGHEST, LOWEST
from common.platform.fields import Form, LabelledInteger, LabelledString, View
from common.platform.text import Text


def _points(label: Text) -> LabelledInteger:
    return LabelledInteger(label, least=LOWEST, most=HIGHEST)


class Evaluation(Form):
    punctuality = _points(Text("Ketepatan waktu", en="Punctuality"))
    mastery = _points(Text("Penguasaan materi", en="Command of the subject"))
    teamwork = _points(Text("Kerja sama", en="Teamwork"))
    communication = _points(Text("Komunikasi", en="Communication"))
    note = LabelledString(Text("Catatan", en="Note"), longest=1000, lines=True, optional=True, load_default=None)


class EvaluationComment(Form):
    text = LabelledString(Text("Tanggapan", en="Comment"), longest=1000, lines=True)


class EvaluationView(View):
    """Points from 1 to 5; the aslab's comment where there is one."""

    contract_id = fields.UUID()
    course = fields.String()
    punctuality = fields.Integer()
    mastery = fields.Integer()
    teamwork = fields.Integer()
    communication = fields.Integer()
    note = fields.String(allow_none=True)
    lecturer = fields.String(metadata={"description": "Who wrote it"})
    written_at = fields.DateTime()
    comment = fields.String(allow_none=True)
    commented_at = fields.DateTime(allow_none=True)


class EvaluationsView(View):
    items = fields.List(fields.Nested(EvaluationView))
