"""Forms, queries and views of imports."""

from __future__ import annotations

from marshmallow import fields, validates_schema

from common.domain.imports.states import ImportState, LineKind
from common.domain.imports.tables import ImportRole
from common.domain.people.schemas import EMAIL, NAME, NUMBER, PROGRAM, ROLE, WHATSAPP
from common.platform.fields import Choice, Form, Id, LabelledBoolean, LabelledInteger, LabelledString, View, require
from common.platform.pages import PageQuery, PageView
from common.platform.sheets.cells import COLUMNS, LAST_ROW
from common.platform.text import Text

FIELDS = {"number": NUMBER, "name": NAME, "program": PROGRAM, "email": EMAIL, "whatsapp": WHATSAPP}
_TWICE = Text("Kolom ini sudah dipilih untuk isian lain", en="This column is taken already", code="taken_twice")


def _column(label: Text, **settings: object) -> LabelledInteger:
    return LabelledInteger(label, least=0, most=COLUMNS - 1, **settings)  # type: ignore[arg-type]


class NewImport(Form):
    upload_id = Id(Text("Berkas", en="File"))
    file_name = LabelledString(Text("Nama berkas", en="Name of the file"), longest=200)
    role = Choice(ROLE, ImportRole)


class ColumnChoice(Form):
    """Which column is what, counted from 0; a field without a column is not imported. `head_row` 0: no row of heads."""

    head_row = LabelledInteger(Text("Baris judul", en="Row of heads"), least=0, most=LAST_ROW)
    number = _column(NUMBER)
    name = _column(NAME, optional=True, load_default=None)
    program = _column(PROGRAM, optional=True, load_default=None)
    email = _column(EMAIL, optional=True, load_default=None)
    whatsapp = _column(WHATSAPP, optional=True, load_default=None)

    @validates_schema
    def each_column_once(self, form: dict[str, int | None], **_: object) -> None:
        chosen = [form.get(name) for name in FIELDS if form.get(name) is not None]
        for name in FIELDS:
            require(chosen.count(form.get(name)) < 2, name, _TWICE)


class Confirmation(Form):
    """`invite`: a link to set the password goes to each new account by mail."""

    invite = LabelledBoolean(Text("Kirim undangan", en="Send invitations"))


class LineQuery(PageQuery):
    kind = Choice(Text("Jenis baris", en="Kind of row"), LineKind, optional=True, load_default=None)


class HeadView(View):
    """A column of the file with the name that it has there and the first value below."""

    position = fields.Integer()
    head = fields.String()
    sample = fields.String()


class ChosenColumns(View):
    number = fields.Integer(allow_none=True)
    name = fields.Integer(allow_none=True)
    program = fields.Integer(allow_none=True)
    email = fields.Integer(allow_none=True)
    whatsapp = fields.Integer(allow_none=True)


class ImportView(View):
    """`fault` says why a file is refused, `trouble` why reading or saving stands still."""

    id = fields.UUID()
    file_name = fields.String()
    role = fields.String(metadata={"enum": list(ImportRole)})
    state = fields.String(metadata={"enum": list(ImportState)})
    fault = fields.String(allow_none=True)
    trouble = fields.String(allow_none=True)
    head_row = fields.Integer(allow_none=True)
    heads = fields.List(fields.Nested(HeadView))
    columns = fields.Nested(ChosenColumns, allow_none=True)
    added = fields.Integer()
    changed = fields.Integer()
    unchanged = fields.Integer()
    refused = fields.Integer()
    to_save = fields.Integer(allow_none=True)
    saved = fields.Integer()
    invited = fields.Boolean(allow_none=True)
    created_at = fields.DateTime()
    done_at = fields.DateTime(allow_none=True)


class ImportPage(PageView):
    items = fields.List(fields.Nested(ImportView))


class DifferenceView(View):
    """What a field holds and will hold; `old` is null for a new account."""

    field = fields.String(metadata={"enum": list(FIELDS)})
    old = fields.String(allow_none=True)
    new = fields.String(allow_none=True)


class ReasonView(View):
    field = fields.String(metadata={"enum": list(FIELDS)})
    message = fields.String()


class LineView(View):
    """A row of the file: `number` and `name` as they stand there, and what saving it changes or why it is refused."""

    row = fields.Integer()
    kind = fields.String(metadata={"enum": list(LineKind)})
    number = fields.String()
    name = fields.String()
    differences = fields.List(fields.Nested(DifferenceView))
    reasons = fields.List(fields.Nested(ReasonView))


class LinePage(PageView):
    items = fields.List(fields.Nested(LineView))
