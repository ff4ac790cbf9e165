"""Shows a lecturer the own aslab and ends their contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.assistants import actions, queries
from common.domain.assistants.errors import ContractAlreadyEnded
from common.domain.assistants.schemas import ContractQuery, ContractView, OptionalReason, OverviewPage
from common.domain.attendance.overview import overview
from common.domain.recruitment.errors import NotYourVacancy
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.errors import NotFound

if TYPE_CHECKING:
    from common.domain.assistants.forms import ContractQueryForm, OptionalReasonForm
    from common.domain.assistants.views import ContractViewData, OverviewPageData


@endpoint(
    "GET",
    "/v1/contracts",
    roles={Role.LECTURER, Role.ADMIN},
    query=ContractQuery,
    returns=OverviewPage,
    errors=(NotFound,),
)
def list_contracts(call: Call[ContractQueryForm]) -> OverviewPageData:
    """One's own aslab with last day, days left and attendances; an admin sees everybody's."""
    return overview(call.db, call.actor, **call.query)


@endpoint(
    "POST",
    "/v1/contracts/{contract_id}/end",
    roles={Role.LECTURER},
    body=OptionalReason,
    returns=ContractView,
    errors=(NotYourVacancy, ContractAlreadyEnded),
)
def end_contract(call: Call[OptionalReasonForm], contract_id: UUID) -> ContractViewData:
    """End a contract: access as an aslab is gone at the next request, the student's account stays."""
    actions.end(call.db, call.actor, contract_id, **call.body)
    return queries.contract(call.db, contract_id)


entry = serve(__name__, live=True)
