"""The form and the views of one decision about many applicants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marshmallow import fields, validates_schema

from common.domain.recruitment.states import Decision
from common.platform.fields import (
    Choice,
    Form,
    Id,
    LabelledDateTime,
    LabelledInteger,
    LabelledList,
    LabelledString,
    View,
    require,
    required,
)
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.recruitment.forms import DecisionsForm

# Each takes a dozen statements, and all of them come before the answer.
MOST_DECISIONS = 100
_APPLICANT = Text("Pendaftar", en="Applicants")
_REASON = Text("Alasan penolakan", en="Reason of the rejection")
_DAY = {
    "at": Text("Mulai wawancara", en="Start of the interviews"),
    "place": Text("Tempat wawancara", en="Place of the interview"),
    "minutes": Text("Menit per pendaftar", en="Minutes for each applicant"),
}


class Decisions(Form):
    """`ditolak` takes a reason; `wawancara` a first slot, how long each is, the break between two, and a place."""

    decision = Choice(Text("Keputusan", en="Decision"), Decision)
    application_ids = LabelledList(Id(_APPLICANT), _APPLICANT, least=1, most=MOST_DECISIONS)
    reason = LabelledString(_REASON, longest=1000, lines=True, optional=True, load_default=None)
    at = LabelledDateTime(_DAY["at"], optional=True, load_default=None)
    place = LabelledString(_DAY["place"], longest=200, optional=True, load_default=None)
    minutes = LabelledInteger(_DAY["minutes"], least=5, most=240, optional=True, load_default=None)
    break_minutes = LabelledInteger(
        Text("Jeda (menit)", en="Break (minutes)"), least=0, most=120, optional=True, load_default=None
    )

    @validates_schema
    def require_what_it_needs(self, form: DecisionsForm, **_: object) -> None:
        match form.get("decision"):
            case Decision.REJECTED:
                require(bool(form.get("reason")), "reason", required(_REASON))
            case Decision.INTERVIEW:
                for name, label in _DAY.items():
                    require(bool(form.get(name)), name, required(label))


class DecidedView(View):
    """`code` and `message` say why nothing was decided; `interview_at` is the slot that was given."""

    application_id = fields.UUID()
    interview_at = fields.DateTime(allow_none=True)
    code = fields.String(allow_none=True)
    message = fields.String(allow_none=True)


class DecisionsView(View):
    done = fields.Integer()
    failed = fields.Integer()
    results = fields.List(fields.Nested(DecidedView))
