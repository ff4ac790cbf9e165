"""Forms, queries and views of applications and their selection."""

from __future__ import annotations

from marshmallow import fields

from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import DocumentKind
from common.domain.recruitment.vacancy_schemas import CriterionView
from common.platform.fields import (
    Choice,
    Email,
    Form,
    Id,
    Ipk,
    LabelledDateTime,
    LabelledInteger,
    LabelledList,
    LabelledString,
    View,
    WhatsApp,
)
from common.platform.pages import PageView
from common.platform.text import Text


class DocumentChoice(Form):
    kind = Choice(Text("Jenis dokumen", en="Kind of document"), DocumentKind)
    upload_id = Id(Text("Berkas", en="File"))


class NewApplication(Form):
    """Name and NIM are not asked: they are the account's. What a client sends of them is ignored (MHS-REG-02)."""

    email = Email(Text("Email", en="E-mail"))
    whatsapp = WhatsApp(Text("Nomor WhatsApp", en="WhatsApp number"))
    semester = LabelledInteger(Text("Semester", en="Semester"), least=1, most=14)
    ipk = Ipk(Text("IPK", en="GPA"))
    documents = LabelledList(DocumentChoice, Text("Dokumen", en="Documents"), most=3)
    name = fields.Raw(load_only=True, allow_none=True, metadata={"description": "Ignored"})
    number = fields.Raw(load_only=True, allow_none=True, metadata={"description": "Ignored"})


class StepView(View):
    at = fields.String(metadata={"format": "date-time"})
    state = fields.String(metadata={"enum": list(ApplicationState)})
    note = fields.String(allow_none=True, metadata={"description": "The reason, or the place of the interview"})
    interview_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    automatic = fields.Boolean(metadata={"description": "whether the system took the step"})


class DocumentView(View):
    kind = fields.String(metadata={"enum": list(DocumentKind)})
    upload_id = fields.UUID()


class ApplicationView(View):
    """An application as its applicant sees it: with every step, and how many seats and applicants there are."""

    id = fields.UUID()
    vacancy_id = fields.UUID()
    course = fields.String()
    lecturer = fields.String()
    name = fields.String()
    number = fields.String()
    email = fields.String()
    whatsapp = fields.String()
    semester = fields.Integer()
    ipk = fields.Decimal(as_string=True)
    state = fields.String(metadata={"enum": list(ApplicationState)})
    reason = fields.String(allow_none=True)
    interview_at = fields.DateTime(allow_none=True)
    interview_place = fields.String(allow_none=True)
    score = fields.Decimal(as_string=True, allow_none=True)
    submitted_at = fields.DateTime()
    decided_at = fields.DateTime(allow_none=True)
    confirm_by = fields.Date(allow_none=True, metadata={"description": "last day on which a seat is confirmed"})
    confirmed_at = fields.DateTime(allow_none=True)
    activated = fields.Boolean(metadata={"description": "whether the applicant was made an aslab by it"})
    finished = fields.Boolean(metadata={"description": "whether the contract that came of it is over"})
    certified = fields.Boolean(metadata={"description": "whether a valid certificate was issued for that contract"})
    quota = fields.Integer()
    accepted = fields.Integer()
    applicants = fields.Integer()
    documents = fields.List(fields.Nested(DocumentView))
    steps = fields.List(fields.Nested(StepView))


class ApplicationPage(PageView):
    items = fields.List(fields.Nested(ApplicationView))


class LastDetails(View):
    """What the last application said, to fill the next form with."""

    email = fields.String(allow_none=True)
    whatsapp = fields.String(allow_none=True)
    semester = fields.Integer(allow_none=True)
    ipk = fields.Decimal(as_string=True, allow_none=True)


class ScoreView(View):
    criterion_id = fields.UUID()
    points = fields.Integer()


class CandidateView(ApplicationView):
    invited = fields.Boolean(metadata={"description": "whether a lecturer invited this former aslab to apply"})
    scores = fields.List(fields.Nested(ScoreView))


class CandidatesView(View):
    """All applicants of one vacancy with the seats left and the count of each state."""

    quota = fields.Integer()
    accepted = fields.Integer()
    next_id = fields.UUID(allow_none=True, metadata={"description": "who is next on the waiting list"})
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    criteria = fields.List(fields.Nested(CriterionView))
    items = fields.List(fields.Nested(CandidateView))


class Points(Form):
    criterion_id = Id(Text("Kriteria", en="Criterion"))
    points = LabelledInteger(Text("Nilai", en="Points"), least=0, most=100)


class ScoreSheet(Form):
    scores = LabelledList(Points, Text("Nilai", en="Scores"), least=1, most=10)


class Interview(Form):
    at = LabelledDateTime(Text("Waktu wawancara", en="Time of the interview"))
    place = LabelledString(Text("Tempat wawancara", en="Place of the interview"), longest=200)


class ApplicationRejection(Form):
    reason = LabelledString(Text("Alasan penolakan", en="Reason of the rejection"), longest=1000, lines=True)
