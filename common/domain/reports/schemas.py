"""Forms, queries and views of the figures of a period."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import fields

from common.domain.recruitment.period_schemas import PeriodView
from common.platform.fields import Form, Id, View
from common.platform.text import Text


class Stage(StrEnum):
    """How far an application came, in the order of the way."""

    APPLIED = "applied"
    INTERVIEWED = "interviewed"
    ACCEPTED = "accepted"
    ACTIVATED = "activated"
    CERTIFIED = "certified"


class ToDo(StrEnum):
    """What somebody can have to do."""

    ACTIVATE = "activate"
    SEND_AGAIN = "send_again"
    ISSUE = "issue"
    LOCK = "lock"
    DECIDE = "decide"
    VERIFY = "verify"
    END = "end"
    RECORD = "record"
    CORRECT = "correct"
    ATTEND = "attend"
    CONFIRM = "confirm"


class ToDoView(View):
    """`count` rows of the list behind it. Only of an aslab's and a student's it is said what it is about.

    `day` narrows that list: ended since (`issue`), the first of the month (`lock`, `correct`), or the last day (`end`,
    `confirm`). `at` is when the interview begins (`attend`).
    """

    kind = fields.String(metadata={"enum": list(ToDo)})
    count = fields.Integer()
    subject_id = fields.UUID(allow_none=True)
    course = fields.String(allow_none=True)
    day = fields.Date(allow_none=True)
    at = fields.DateTime(allow_none=True)


class ToDoPage(View):
    items = fields.List(fields.Nested(ToDoView))


class DashboardQuery(Form):
    """Without `period_id` it is the period of today, or else the newest."""

    period_id = Id(Text("Periode akademik", en="Academic period"), optional=True, load_default=None)


class DashboardTotals(View):
    """`accepted` are applications that are accepted now, `active_aslab` running contracts, and `certificates` valid
    ones. As in every list, drafts of vacancies and withdrawn applications do not count."""

    vacancies = fields.Integer()
    applications = fields.Integer()
    accepted = fields.Integer()
    active_aslab = fields.Integer()
    attendances = fields.Integer()
    certificates = fields.Integer()


class FunnelStage(View):
    """`count` applications ever reached `stage`, whatever became of them; one may be accepted without an interview."""

    stage = fields.String(metadata={"enum": list(Stage)})
    count = fields.Integer()


class VacancyFigures(View):
    vacancy_id = fields.UUID()
    course = fields.String()
    lecturer = fields.String()
    quota = fields.Integer()
    applicants = fields.Integer()
    accepted = fields.Integer()


class WeekFigures(View):
    """The attendances of seven days from the Monday `starts_on`; `waiting` for their photo or for the lecturer."""

    starts_on = fields.Date()
    approved = fields.Integer()
    waiting = fields.Integer()
    rejected = fields.Integer()


class DashboardView(View):
    """`period` is null when there is none yet; the vacancies with the most applicants come first, 20 at most."""

    period = fields.Nested(PeriodView, allow_none=True)
    totals = fields.Nested(DashboardTotals)
    funnel = fields.List(fields.Nested(FunnelStage))
    applicants_by_vacancy = fields.List(fields.Nested(VacancyFigures))
    attendance_by_week = fields.List(fields.Nested(WeekFigures))
