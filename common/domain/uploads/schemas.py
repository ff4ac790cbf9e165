"""Forms, queries and views of files."""

from __future__ import annotations

from marshmallow import fields

from common.domain.uploads.refusals import CODES
from common.domain.uploads.tables import Purpose, UploadState
from common.platform.fields import Choice, Form, LabelledInteger, LabelledString, View
from common.platform.text import Text

_LARGEST = 2**40


class UploadRequest(Form):
    purpose = Choice(Text("Jenis berkas", en="Kind of file"), Purpose)
    content_type = LabelledString(
        Text("Tipe berkas", en="Content type as the browser names it"), longest=255, optional=True, load_default=None
    )
    size = LabelledInteger(Text("Ukuran berkas", en="Size of the file"), least=0, most=_LARGEST)


class UploadPermission(View):
    """Post `fields`, then the file as field `file`, to `url` as a form before `expires_at`."""

    id = fields.UUID()
    url = fields.String()
    fields_ = fields.Dict(keys=fields.String(), values=fields.String(), data_key="fields", attribute="fields")
    expires_at = fields.DateTime()


class RefusalView(View):
    code = fields.String(metadata={"enum": CODES})
    message = fields.String()


class UploadView(View):
    """`refusal` says why a refused file was not kept."""

    id = fields.UUID()
    purpose = fields.String(metadata={"enum": list(Purpose)})
    state = fields.String(metadata={"enum": list(UploadState)})
    refusal = fields.Nested(RefusalView, allow_none=True)


class LinkView(View):
    """An address that shows one file to anybody who has it, until `expires_at`."""

    url = fields.String()
    expires_at = fields.DateTime()
    content_type = fields.String()
