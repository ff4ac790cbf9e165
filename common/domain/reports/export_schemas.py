"""Forms and views of exports."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import fields

from common.platform.fields import Choice, Form, LabelledDict, View
from common.platform.queue import TaskState
from common.platform.sheets.exports import Format
from common.platform.text import Text


class Source(StrEnum):
    """The lists that can be exported."""

    USERS = "users"
    VACANCIES = "vacancies"
    APPLICANTS = "applicants"
    CONTRACTS = "contracts"
    ATTENDANCES = "attendances"
    CERTIFICATES = "certificates"
    MESSAGES = "messages"
    AUDIT = "audit"


class NewExport(Form):
    """`filters` are those of the list's own query, as in its address."""

    source = Choice(Text("Daftar", en="List"), Source)
    file_type = Choice(Text("Jenis berkas", en="Kind of file"), Format)
    filters = LabelledDict(Text("Filter", en="Filters"), load_default=dict)


class ExportView(View):
    """`rows` have been written so far. `url` is null until it is done, and again when the file is no longer kept."""

    id = fields.UUID()
    source = fields.String(metadata={"enum": list(Source)})
    file_type = fields.String(metadata={"enum": list(Format)})
    state = fields.String(metadata={"enum": list(TaskState)})
    rows = fields.Integer()
    error = fields.String(allow_none=True)
    file_name = fields.String()
    url = fields.String(allow_none=True)
    kept_until = fields.DateTime(allow_none=True)
