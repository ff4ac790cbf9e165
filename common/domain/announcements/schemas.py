"""The form and the views of announcements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marshmallow import fields, validates_schema

from common.domain.announcements.states import AnnouncementState, Audience
from common.domain.people.tables import PersonRole
from common.platform.fields import Choice, Form, Id, LabelledList, LabelledString, View, require
from common.platform.pages import PageQuery, PageView
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.announcements.forms import NewAnnouncementForm

_NO_ROLE = Text("Pilih sedikitnya satu peran", en="Choose at least one role")
_NO_VACANCY = Text("Pilih sedikitnya satu lowongan", en="Choose at least one vacancy")
_ROLES = Text("Peran", en="Roles")
_VACANCIES = Text("Lowongan", en="Vacancies")


class NewAnnouncement(Form):
    """Roles for the audience `peran`, vacancies for `pelamar` and `aslab_lowongan`, neither for `aslab`."""

    title = LabelledString(Text("Judul", en="Title"), longest=120)
    text = LabelledString(Text("Isi", en="Text"), longest=4000, lines=True)
    audience = Choice(Text("Penerima", en="Recipients"), Audience)
    roles = LabelledList(Choice(_ROLES, PersonRole), _ROLES, most=3, optional=True, load_default=list)
    vacancy_ids = LabelledList(Id(_VACANCIES), _VACANCIES, most=100, optional=True, load_default=list)

    @validates_schema
    def require_whom(self, form: NewAnnouncementForm, **_: object) -> None:
        match form.get("audience"):
            case Audience.ROLES:
                require(bool(form.get("roles")), "roles", _NO_ROLE)
            case Audience.APPLICANTS | Audience.VACANCY_ASLAB:
                require(bool(form.get("vacancy_ids")), "vacancy_ids", _NO_VACANCY)


class AnnouncementView(View):
    """`recipients` are people; the other counts are messages, of which a person may get one on each channel."""

    id = fields.UUID()
    title = fields.String()
    text = fields.String()
    audience = fields.String(metadata={"enum": list(Audience)})
    sender = fields.String()
    recipients = fields.Integer()
    created_at = fields.DateTime()
    stopped_at = fields.DateTime(allow_none=True)
    state = fields.String(metadata={"enum": list(AnnouncementState)})
    waiting = fields.Integer()
    sent = fields.Integer()
    failed = fields.Integer()
    withdrawn = fields.Integer()


class AnnouncementPage(PageView):
    items = fields.List(fields.Nested(AnnouncementView))


class VacancyChoiceQuery(PageQuery):
    search = LabelledString(Text("Pencarian", en="Search"), optional=True, load_default=None, longest=100)


class VacancyChoiceView(View):
    """A vacancy with how many people remain applicants, and how many are its aslab."""

    id = fields.UUID()
    course = fields.String()
    lecturer = fields.String()
    applicants = fields.Integer()
    aslab = fields.Integer()


class VacancyChoicePage(PageView):
    items = fields.List(fields.Nested(VacancyChoiceView))
