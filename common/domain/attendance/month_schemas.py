"""Forms and views of the months of contracts, which lecturers lock."""

from __future__ import annotations

from marshmallow import fields

from common.domain.assistants.schemas import Reason
from common.domain.attendance.schemas import optional_month, required_month
from common.platform.fields import Form, Id, LabelledBoolean, LabelledList, View
from common.platform.pages import PageQuery, PageView
from common.platform.text import Text


class MonthsQuery(PageQuery):
    """This month when it is not said."""

    month = optional_month()
    locked = LabelledBoolean(Text("Dikunci", en="Locked"), optional=True, load_default=None, in_query=True)


class RecapQuery(Form):
    """This month when it is not said."""

    month = optional_month()


class MonthLocks(Form):
    month = required_month()
    contract_ids = LabelledList(
        Id(Text("Kontrak", en="Contract")), Text("Daftar kontrak", en="Contracts"), least=1, most=100
    )


class MonthOpening(Reason):
    month = required_month()


class MonthView(View):
    """A contract in one month. `lockable`: the month is over, nothing waits and it is not locked."""

    contract_id = fields.UUID()
    month = fields.String()
    name = fields.String()
    number = fields.String()
    course = fields.String()
    lecturer = fields.String()
    approved = fields.Integer()
    rejected = fields.Integer()
    waiting = fields.Integer()
    lockable = fields.Boolean()
    locked_at = fields.DateTime(allow_none=True)
    locked_by = fields.String(allow_none=True)


class MonthPage(PageView):
    """`month` is the one that is shown."""

    month = fields.String()
    items = fields.List(fields.Nested(MonthView))


class NotLockedView(View):
    """`message` says why, in the reader's language."""

    id = fields.UUID()
    code = fields.String()
    message = fields.String()


class LockedView(View):
    locked = fields.Integer()
    failed = fields.List(fields.Nested(NotLockedView))
