"""Form and views of the search over everything."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import fields, validate

from common.domain.assistants.states import ContractState
from common.domain.people.tables import PersonRole
from common.domain.recruitment.states import ApplicationState, VacancyStatus
from common.platform.fields import Form, LabelledString, View
from common.platform.text import Text

LEAST = 2
_SEARCH = Text("Pencarian", en="Search")
_TOO_SHORT = Text(
    f"{_SEARCH} sedikitnya {LEAST} huruf", en=f"{_SEARCH.en} takes at least {LEAST} characters", code="too_short"
)


class Found(StrEnum):
    """What can be found, in the order in which it is shown."""

    PERSON = "person"
    APPLICANT = "applicant"
    VACANCY = "vacancy"
    CONTRACT = "contract"
    CERTIFICATE = "certificate"


_STATES = dict.fromkeys((*ApplicationState, *VacancyStatus, *ContractState))


class SearchQuery(Form):
    search = LabelledString(_SEARCH, longest=100, validate=validate.Length(LEAST, error=_TOO_SHORT))


class HitView(View):
    """`id` is that of the account, the application, the vacancy, the contract or the certificate.

    `name` is the person's, and of a vacancy its lecturer's; `number` the NIM/NIP, and of a certificate its own. `role`
    is that of an account, `valid` of a certificate, which anybody can check by its `code`; the rest has a `state`.
    """

    kind = fields.String(metadata={"enum": list(Found)})
    id = fields.UUID()
    name = fields.String()
    number = fields.String(allow_none=True)
    course = fields.String(allow_none=True)
    role = fields.String(allow_none=True, metadata={"enum": list(PersonRole)})
    state = fields.String(allow_none=True, metadata={"enum": list(_STATES)})
    valid = fields.String(allow_none=True, metadata={"enum": ["sah", "dicabut"]})
    vacancy_id = fields.UUID(allow_none=True)
    code = fields.String(allow_none=True)


class HitPage(View):
    """Kind by kind, five of each at most."""

    items = fields.List(fields.Nested(HitView))
