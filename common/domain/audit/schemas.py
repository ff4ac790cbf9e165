"""Forms, queries and views of the audit log."""

from __future__ import annotations

from marshmallow import fields

from common.platform.auth import NOBODY, SYSTEM, Role
from common.platform.fields import Id, LabelledDate, LabelledString, View
from common.platform.pages import PageQuery, PageView
from common.platform.text import Text


class AuditQuery(PageQuery):
    """`action` is the beginning of one, such as `certificate.`; the days are the campus's, both included."""

    actor_id = Id(Text("Pelaku", en="Person"), optional=True, load_default=None)
    action = LabelledString(Text("Tindakan", en="Action"), optional=True, load_default=None, longest=100)
    subject_type = LabelledString(
        Text("Jenis objek", en="Kind of subject"), optional=True, load_default=None, longest=100
    )
    subject_id = LabelledString(Text("Objek", en="Subject"), optional=True, load_default=None, longest=100)
    first_day = LabelledDate(Text("Dari tanggal", en="From"), optional=True, load_default=None, data_key="from")
    last_day = LabelledDate(Text("Sampai tanggal", en="To"), optional=True, load_default=None, data_key="to")


class AuditLineView(View):
    """`actor_name` and `actor_number` are null for the public, for the system and for people who are gone.

    `subject_name` says whose or what the subject is, and is null where it is gone or has no name.
    """

    id = fields.Integer()
    at = fields.DateTime()
    actor_id = fields.UUID(allow_none=True)
    actor_name = fields.String(allow_none=True)
    actor_number = fields.String(allow_none=True)
    actor_role = fields.String(metadata={"enum": [*Role, NOBODY, SYSTEM]})
    action = fields.String()
    subject_type = fields.String()
    subject_id = fields.String()
    subject_name = fields.String(allow_none=True)
    old = fields.Dict(keys=fields.String(), allow_none=True)
    new = fields.Dict(keys=fields.String(), allow_none=True)
    reason = fields.String(allow_none=True)
    ip = fields.String()


class AuditPage(PageView):
    items = fields.List(fields.Nested(AuditLineView))
