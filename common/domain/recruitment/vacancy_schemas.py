"""Forms, queries and views of vacancies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marshmallow import fields, post_load, validates_schema

from common.domain.recruitment.states import VacancyOrder, VacancyState, VacancyStatus, Weekday
from common.domain.recruitment.tables import DocumentKind
from common.platform.fields import (
    Choice,
    Form,
    Id,
    Ipk,
    LabelledBoolean,
    LabelledDate,
    LabelledDateTime,
    LabelledInteger,
    LabelledList,
    LabelledString,
    NumberField,
    View,
    require,
)
from common.platform.pages import PageQuery, PageView
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.recruitment.forms import NewVacancyForm, VacancyChangeForm

COURSE = Text("Mata kuliah", en="Course")
OPENS = Text("Tanggal buka", en="Opening date")
CLOSES = Text("Tanggal tutup", en="Closing date")
_CONFIRM = Text("Batas konfirmasi", en="Confirmation date")
_FILLS = Text("Terima otomatis dari daftar tunggu", en="Accept from the waiting list automatically")
_WEIGHTS = Text("Jumlah bobot kriteria harus 100", en="The weights of the criteria must add up to 100", code="weights")
_ORDER = Text(
    "Tanggal tutup harus setelah tanggal buka", en="The closing date must be after the opening date", code="order"
)
_PROGRAM = Text("Program studi", en="Study programme")
_DAYS = Text("Hari praktikum", en="Days of the practicum")
_QUOTA = Text("Kuota harus bilangan bulat 1-100", en="The quota must be a whole number 1-100", code="out_of_range")


class NewCriterion(Form):
    name = LabelledString(Text("Nama kriteria", en="Name of the criterion"), longest=100)
    weight = LabelledInteger(Text("Bobot", en="Weight"), least=1, most=100)


class _VacancyFields(Form):
    """What a new vacancy and a change of one have in common."""

    program = LabelledString(_PROGRAM, longest=120, optional=True, load_default=None)
    days = LabelledList(Choice(_DAYS, Weekday), _DAYS, most=len(Weekday), load_default=list)
    minimum_ipk = Ipk(Text("IPK minimal", en="Minimum GPA"), optional=True, load_default=None)
    minimum_semester = LabelledInteger(
        Text("Semester minimal", en="Minimum semester"), least=1, most=14, optional=True, load_default=None
    )
    period_id = Id(Text("Periode akademik", en="Academic period"), optional=True, load_default=None)
    pamphlet_id = Id(Text("Pamflet", en="Pamphlet"), optional=True, load_default=None)
    confirm_by = LabelledDate(_CONFIRM, optional=True, load_default=None)
    fills_seats = LabelledBoolean(_FILLS, load_default=False)

    @post_load
    def order_days(self, form: NewVacancyForm | VacancyChangeForm, **_: object) -> NewVacancyForm | VacancyChangeForm:
        if "days" in form:
            form["days"] = [day for day in Weekday if day in form["days"]]
        return form

    @validates_schema
    def validate_dates(self, form: NewVacancyForm | VacancyChangeForm, **_: object) -> None:
        if "opens_at" in form and "closes_at" in form:
            require(form["closes_at"] > form["opens_at"], "closes_at", _ORDER)

    @validates_schema
    def validate_weights(self, form: NewVacancyForm | VacancyChangeForm, **_: object) -> None:
        if form.get("criteria"):
            require(sum(criterion["weight"] for criterion in form["criteria"]) == 100, "criteria", _WEIGHTS)


class NewVacancy(_VacancyFields):
    course = LabelledString(COURSE, longest=120)
    quota = LabelledInteger(Text("Kuota", en="Quota"), least=1, most=100, wrong=_QUOTA)
    description = LabelledString(Text("Deskripsi", en="Description"), longest=5000, lines=True)
    requirements = LabelledString(Text("Syarat", en="Requirements"), longest=5000, lines=True)
    documents = LabelledList(
        Choice(Text("Jenis dokumen", en="Kind of document"), DocumentKind),
        Text("Dokumen wajib", en="Mandatory documents"),
        most=3,
        load_default=lambda: [DocumentKind.CV, DocumentKind.TRANSCRIPT],
    )
    opens_at = LabelledDateTime(OPENS)
    closes_at = LabelledDateTime(CLOSES)
    criteria = LabelledList(NewCriterion, Text("Kriteria seleksi", en="Selection criteria"), least=1, most=10)
    co_lecturers = LabelledList(
        NumberField(Text("NIP", en="NIP")),
        Text("Dosen pendamping", en="Co-lecturers"),
        most=5,
        load_default=list,
    )
    state = Choice(
        Text("Status", en="State"),
        (VacancyState.DRAFT, VacancyState.PUBLISHED),
        load_default=str(VacancyState.PUBLISHED),
    )


class VacancyChange(_VacancyFields):
    """Every field is optional; what is left out stays."""

    course = LabelledString(COURSE, longest=120, left_out=True)
    quota = LabelledInteger(Text("Kuota", en="Quota"), least=1, most=100, wrong=_QUOTA, left_out=True)
    description = LabelledString(Text("Deskripsi", en="Description"), longest=5000, lines=True, left_out=True)
    requirements = LabelledString(Text("Syarat", en="Requirements"), longest=5000, lines=True, left_out=True)
    program = LabelledString(_PROGRAM, longest=120, optional=True)
    days = LabelledList(Choice(_DAYS, Weekday), _DAYS, most=len(Weekday), left_out=True)
    minimum_ipk = Ipk(Text("IPK minimal", en="Minimum GPA"), optional=True)
    minimum_semester = LabelledInteger(Text("Semester minimal", en="Minimum semester"), least=1, most=14, optional=True)
    period_id = Id(Text("Periode akademik", en="Academic period"), optional=True)
    pamphlet_id = Id(Text("Pamflet", en="Pamphlet"), optional=True)
    confirm_by = LabelledDate(_CONFIRM, optional=True)
    fills_seats = LabelledBoolean(_FILLS, left_out=True)
    opens_at = LabelledDateTime(OPENS, left_out=True)
    closes_at = LabelledDateTime(CLOSES, left_out=True)
    criteria = LabelledList(
        NewCriterion, Text("Kriteria seleksi", en="Selection criteria"), least=1, most=10, left_out=True
    )
    state = Choice(Text("Status", en="State"), (VacancyState.PUBLISHED,), left_out=True)


class RollOver(Form):
    """Up to thirty: each may bring a pamphlet, whose file is copied."""

    vacancy_ids = LabelledList(Id(Text("Lowongan", en="Vacancy")), Text("Lowongan", en="Vacancies"), least=1, most=30)


class RolledOverView(View):
    """`code` and `message` say why there is no draft."""

    vacancy_id = fields.UUID()
    copy_id = fields.UUID(allow_none=True)
    code = fields.String(allow_none=True)
    message = fields.String(allow_none=True)


class RollOverView(View):
    done = fields.Integer()
    failed = fields.Integer()
    results = fields.List(fields.Nested(RolledOverView))


class HandOver(Form):
    successor = NumberField(Text("NIP dosen pengganti", en="NIP of the successor"))
    vacancy_ids = LabelledList(Id(Text("Lowongan", en="Vacancy")), Text("Lowongan", en="Vacancies"), least=1, most=100)


class CriterionView(View):
    id = fields.UUID()
    name = fields.String()
    weight = fields.Integer()


class _VacancyFacts(View):
    """`status` is the state by the server's clock."""

    id = fields.UUID()
    course = fields.String()
    program = fields.String(allow_none=True)
    days = fields.List(fields.String(metadata={"enum": list(Weekday)}), metadata={"description": _DAYS.en})
    lecturer = fields.String()
    quota = fields.Integer()
    accepted = fields.Integer()
    description = fields.String()
    requirements = fields.String()
    minimum_ipk = fields.Decimal(as_string=True, allow_none=True)
    minimum_semester = fields.Integer(allow_none=True)
    status = fields.String(metadata={"enum": list(VacancyStatus)})
    pamphlet = fields.Boolean()


class VacancyCard(_VacancyFacts):
    """What everybody may see."""

    thumbnail = fields.Boolean(metadata={"description": "whether the site has the pamphlet as bagikan/{id}-320.jpg"})
    opens_at = fields.DateTime()
    closes_at = fields.DateTime()


class VacancyView(VacancyCard):
    documents = fields.List(fields.String(metadata={"enum": list(DocumentKind)}))
    criteria = fields.List(fields.Nested(CriterionView))
    applicants = fields.Integer()


class OwnVacancyView(_VacancyFacts):
    """With who owns it, since others help, and how many applicants wait for a decision. A draft may have no dates."""

    opens_at = fields.DateTime(allow_none=True)
    closes_at = fields.DateTime(allow_none=True)
    documents = fields.List(fields.String(metadata={"enum": list(DocumentKind)}))
    criteria = fields.List(fields.Nested(CriterionView))
    applicants = fields.Integer()
    lecturer_id = fields.UUID()
    undecided = fields.Integer()
    state = fields.String(metadata={"enum": list(VacancyState)})
    period_id = fields.UUID(allow_none=True)
    pamphlet_id = fields.UUID(allow_none=True)
    confirm_by = fields.Date(allow_none=True)
    fills_seats = fields.Boolean(metadata={"description": "whether a free seat goes to the next by itself"})
    co_lecturers = fields.List(fields.String())
    rolled_over = fields.Boolean(metadata={"description": "whether it was copied from one of an earlier period"})


class VacancyPage(PageView):
    items = fields.List(fields.Nested(VacancyCard))


class OwnVacancyPage(PageView):
    items = fields.List(fields.Nested(OwnVacancyView))


class VacancySearch(PageQuery):
    search = LabelledString(Text("Pencarian", en="Search"), optional=True, load_default=None, longest=100)
    ipk = Ipk(Text("IPK Anda", en="Your GPA"), optional=True, load_default=None)
    program = LabelledString(_PROGRAM, optional=True, load_default=None, longest=120)
    day = Choice(Text("Hari", en="Day"), Weekday, optional=True, load_default=None)
    order = Choice(Text("Urutan", en="Order"), VacancyOrder, load_default=str(VacancyOrder.CLOSING))


class ProgramView(View):
    name = fields.String()
    open = fields.Integer(metadata={"description": "how many of its vacancies are open"})


class ProgramsView(View):
    items = fields.List(fields.Nested(ProgramView))


class PeriodVacancyView(View):
    """What an admin chooses from when another period takes over vacancies."""

    id = fields.UUID()
    course = fields.String()
    lecturer = fields.String()


class PeriodVacancyPage(PageView):
    items = fields.List(fields.Nested(PeriodVacancyView))
