"""What is asked and told about vacancies and applications."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validates_schema

from common.fields import Choice, Day, Form, Id, Ipk, Moment, Several, View, WhatsApp, Whole, Words, only
from common.fields import Email as EmailField
from common.pages import PageQuery, PageView
from common.recruitment.states import ApplicationState, VacancyState
from common.recruitment.tables import DocumentKind
from common.text import Text

COURSE = Text("Mata kuliah", en="Course")
CLOSES = Text("Tanggal tutup", en="Closing date")
_WEIGHTS = Text("Jumlah bobot kriteria harus 100", en="The weights of the criteria must add up to 100", code="weights")
_ORDER = Text(
    "Tanggal tutup harus setelah tanggal buka", en="The closing date must be after the opening date", code="order"
)
_QUOTA = Text("Kuota harus bilangan bulat 1-100", en="The quota must be a whole number 1-100", code="out_of_range")


class NewCriterion(Form):
    name = Words(Text("Nama kriteria", en="Name of the criterion"), longest=100)
    weight = Whole(Text("Bobot", en="Weight"), least=1, most=100)


class _VacancyFields(Form):
    """What a new vacancy and a change of one have in common."""

    minimum_ipk = Ipk(Text("IPK minimal", en="Minimum IPK"), optional=True, load_default=None)
    minimum_semester = Whole(
        Text("Semester minimal", en="Minimum semester"), least=1, most=14, optional=True, load_default=None
    )
    period_id = Id(Text("Periode akademik", en="Academic period"), optional=True, load_default=None)
    pamphlet_id = Id(Text("Pamflet", en="Pamphlet"), optional=True, load_default=None)

    @validates_schema
    def judge_dates(self, form: dict[str, Any], **_: Any) -> None:
        if "opens_at" in form and "closes_at" in form:
            only(form["closes_at"] > form["opens_at"], "closes_at", _ORDER)

    @validates_schema
    def judge_weights(self, form: dict[str, Any], **_: Any) -> None:
        if form.get("criteria"):
            only(sum(criterion["weight"] for criterion in form["criteria"]) == 100, "criteria", _WEIGHTS)


class NewVacancy(_VacancyFields):
    course = Words(COURSE, longest=120)
    quota = Whole(Text("Kuota", en="Quota"), least=1, most=100, wrong=_QUOTA)
    description = Words(Text("Deskripsi", en="Description"), longest=5000, lines=True)
    requirements = Words(Text("Syarat", en="Requirements"), longest=5000, lines=True)
    documents = Several(
        Choice(Text("Jenis dokumen", en="Kind of document"), DocumentKind),
        Text("Dokumen wajib", en="Mandatory documents"),
        most=3,
        load_default=lambda: [DocumentKind.CV, DocumentKind.TRANSCRIPT],
    )
    opens_at = Moment(Text("Tanggal buka", en="Opening date"))
    closes_at = Moment(CLOSES)
    criteria = Several(NewCriterion, Text("Kriteria seleksi", en="Selection criteria"), least=1, most=10)
    co_lecturers = Several(
        Words(Text("NIP", en="NIP"), longest=30), Text("Dosen pendamping", en="Co-lecturers"), most=5, load_default=list
    )
    state = Choice(
        Text("Status", en="State"),
        (VacancyState.DRAFT, VacancyState.PUBLISHED),
        load_default=str(VacancyState.PUBLISHED),
    )


class VacancyChange(_VacancyFields):
    """Every field is optional; what is left out stays."""

    course = Words(COURSE, longest=120, left_out=True)
    quota = Whole(Text("Kuota", en="Quota"), least=1, most=100, wrong=_QUOTA, left_out=True)
    description = Words(Text("Deskripsi", en="Description"), longest=5000, lines=True, left_out=True)
    requirements = Words(Text("Syarat", en="Requirements"), longest=5000, lines=True, left_out=True)
    minimum_ipk = Ipk(Text("IPK minimal", en="Minimum IPK"), optional=True)
    minimum_semester = Whole(Text("Semester minimal", en="Minimum semester"), least=1, most=14, optional=True)
    period_id = Id(Text("Periode akademik", en="Academic period"), optional=True)
    pamphlet_id = Id(Text("Pamflet", en="Pamphlet"), optional=True)
    opens_at = Moment(Text("Tanggal buka", en="Opening date"), left_out=True)
    closes_at = Moment(CLOSES, left_out=True)
    criteria = Several(NewCriterion, Text("Kriteria seleksi", en="Selection criteria"), least=1, most=10, left_out=True)
    state = Choice(Text("Status", en="State"), (VacancyState.PUBLISHED,), left_out=True)


class CriterionView(View):
    id = fields.UUID()
    name = fields.String()
    weight = fields.Integer()


class VacancyCard(View):
    """What everybody may see; `status` is draf, terjadwal, dibuka or ditutup by the server's clock."""

    id = fields.UUID()
    course = fields.String()
    lecturer = fields.String()
    quota = fields.Integer()
    accepted = fields.Integer()
    description = fields.String()
    requirements = fields.String()
    minimum_ipk = fields.Decimal(as_string=True, allow_none=True)
    minimum_semester = fields.Integer(allow_none=True)
    opens_at = fields.DateTime()
    closes_at = fields.DateTime()
    status = fields.String()
    pamphlet = fields.Boolean()


class VacancyView(VacancyCard):
    documents = fields.List(fields.String())
    criteria = fields.List(fields.Nested(CriterionView))
    applicants = fields.Integer()


class OwnVacancyView(VacancyView):
    state = fields.String()
    period_id = fields.UUID(allow_none=True)
    pamphlet_id = fields.UUID(allow_none=True)
    co_lecturers = fields.List(fields.String())


class VacancyPage(PageView):
    items = fields.List(fields.Nested(VacancyCard))


class OwnVacancyPage(PageView):
    items = fields.List(fields.Nested(OwnVacancyView))


class VacancySearch(PageQuery):
    search = Words(Text("Pencarian", en="Search"), optional=True, load_default=None, longest=100)


class DocumentChoice(Form):
    kind = Choice(Text("Jenis dokumen", en="Kind of document"), DocumentKind)
    upload_id = Id(Text("Berkas", en="File"))


class NewApplication(Form):
    """Name and NIM are not asked: they are the account's. What a client sends of them is ignored (MHS-REG-02)."""

    email = EmailField(Text("Email", en="E-mail"))
    whatsapp = WhatsApp(Text("Nomor WhatsApp", en="WhatsApp number"))
    semester = Whole(Text("Semester", en="Semester"), least=1, most=14)
    ipk = Ipk(Text("IPK", en="IPK"))
    documents = Several(DocumentChoice, Text("Dokumen", en="Documents"), most=3)
    name = fields.Raw(load_only=True, metadata={"description": "Ignored"})
    number = fields.Raw(load_only=True, metadata={"description": "Ignored"})


class StepView(View):
    at = fields.String(metadata={"format": "date-time"})
    state = fields.String()
    note = fields.String(allow_none=True)


class DocumentView(View):
    kind = fields.String()
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
    scores = fields.List(fields.Nested(ScoreView))


class CandidatesView(View):
    """All applicants of one vacancy with the seats left and the count of each state."""

    quota = fields.Integer()
    accepted = fields.Integer()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    criteria = fields.List(fields.Nested(CriterionView))
    items = fields.List(fields.Nested(CandidateView))


class Points(Form):
    criterion_id = Id(Text("Kriteria", en="Criterion"))
    points = Whole(Text("Nilai", en="Points"), least=0, most=100)


class ScoreSheet(Form):
    scores = Several(Points, Text("Nilai", en="Scores"), least=1, most=10)


class Interview(Form):
    at = Moment(Text("Waktu wawancara", en="Time of the interview"))
    place = Words(Text("Tempat wawancara", en="Place of the interview"), longest=200)


class ApplicationRejection(Form):
    reason = Words(Text("Alasan penolakan", en="Reason of the rejection"), longest=1000, lines=True)


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
