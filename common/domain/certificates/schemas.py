"""Forms, queries and views of certificates."""

from __future__ import annotations

from marshmallow import fields

from common.domain.certificates.states import CertificateState
from common.domain.recruitment.period_schemas import period_filter
from common.platform.fields import Choice, Form, Id, LabelledDate, LabelledList, LabelledString, View
from common.platform.pages import PageQuery, PageView
from common.platform.text import Text

_REASON = Text("Alasan", en="Reason")
_CONTRACTS = Text("Kontrak", en="Contracts")
_STATES = {"enum": list(CertificateState)}
LARGEST_BATCH = 100


class Issuing(Form):
    """A reason is needed only below the minimum attendance."""

    override_reason = LabelledString(_REASON, longest=1000, lines=True, optional=True, load_default=None)


class Batch(Form):
    contract_ids = LabelledList(Id(_CONTRACTS), _CONTRACTS, least=1, most=LARGEST_BATCH)


class CertificateQuery(PageQuery):
    state = Choice(Text("Status", en="State"), CertificateState, optional=True, load_default=None)
    period_id = period_filter()
    ended_since = LabelledDate(Text("Berakhir sejak", en="Ended since"), optional=True, load_default=None)
    search = LabelledString(Text("Pencarian", en="Search"), optional=True, load_default=None, longest=100)


class LettersQuery(Form):
    text = LabelledString(Text("Teks", en="Text"), longest=120)


class LettersView(View):
    """The letters that a certificate cannot print, each once; empty when all can be printed."""

    missing = fields.String()


class CertificateCandidateView(View):
    """An ended contract: what there is to certify, and what became of its certificate.

    `attended`, `expected` and `minimum` count meetings; below the minimum (`enough` is false) a certificate takes a
    written reason. `starts_on` and `ends_on` are the days that were really served; `days_differ` when a certificate
    states others. `error` is why the last e-mail failed, or why it could not be drawn.
    """

    contract_id = fields.UUID()
    name = fields.String()
    nim = fields.String()
    course = fields.String()
    period = fields.String(allow_none=True)
    starts_on = fields.Date()
    ends_on = fields.Date()
    ended_at = fields.DateTime()
    attended = fields.Integer()
    expected = fields.Integer()
    minimum = fields.Integer()
    enough = fields.Boolean()
    state = fields.String(metadata=_STATES)
    certificate_id = fields.UUID(allow_none=True)
    number = fields.String(allow_none=True)
    issued_at = fields.DateTime(allow_none=True)
    revoked_at = fields.DateTime(allow_none=True)
    revoke_reason = fields.String(allow_none=True)
    overruled = fields.String(allow_none=True)
    days_differ = fields.Boolean()
    error = fields.String(allow_none=True)


class CertificateCandidatePage(PageView):
    items = fields.List(fields.Nested(CertificateCandidateView))


class MyCertificateView(View):
    id = fields.UUID()
    number = fields.String()
    course = fields.String()
    period = fields.String()
    attendances = fields.Integer()
    issued_on = fields.String(metadata={"format": "date"})
    state = fields.String(metadata=_STATES)
    revoked_at = fields.DateTime(allow_none=True)
    revoke_reason = fields.String(allow_none=True)
    check_url = fields.String()
    downloadable = fields.Boolean()


class MyCertificatesView(View):
    items = fields.List(fields.Nested(MyCertificateView))


class CertificateView(MyCertificateView):
    contract_id = fields.UUID()
    name = fields.String()
    overruled = fields.String(allow_none=True)
    replaces = fields.UUID(allow_none=True)


class OutcomeView(View):
    """`code` and `message` say why there is no certificate."""

    contract_id = fields.UUID()
    certificate_id = fields.UUID(allow_none=True)
    number = fields.String(allow_none=True)
    code = fields.String(allow_none=True)
    message = fields.String(allow_none=True)


class BatchView(View):
    issued = fields.Integer()
    failed = fields.Integer()
    results = fields.List(fields.Nested(OutcomeView))


class CheckView(View):
    """What a scan of the QR code shows anybody: neither NIM nor address. `replaced_by` is the code of the new one.

    `badge`: whether it can be had as an Open Badges credential.
    """

    code = fields.String()
    valid = fields.String(metadata={"enum": ["sah", "dicabut"]})
    number = fields.String()
    name = fields.String()
    course = fields.String()
    period = fields.String()
    starts_on = fields.String(metadata={"format": "date"})
    ends_on = fields.String(metadata={"format": "date"})
    attendances = fields.Integer()
    issued_on = fields.String(metadata={"format": "date"})
    revoked_on = fields.String(allow_none=True, metadata={"format": "date"})
    replaced_by = fields.String(allow_none=True)
    badge = fields.Boolean()
