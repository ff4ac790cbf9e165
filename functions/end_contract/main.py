"""Shows a lecturer the own aslab, locks the months of their contracts and ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.assistants import actions, queries
from common.domain.assistants.errors import ContractAlreadyEnded
from common.domain.assistants.schemas import ContractQuery, ContractView, OptionalReason, OverviewPage
from common.domain.attendance import month_list, months
from common.domain.attendance.month_schemas import (
    LockedView,
    MonthLocks,
    MonthOpening,
    MonthPage,
    MonthsQuery,
    MonthView,
)
from common.domain.attendance.overview import overview
from common.domain.recruitment.errors import NotYourVacancy
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.errors import NotFound

if TYPE_CHECKING:
    from common.domain.assistants.forms import ContractQueryForm, OptionalReasonForm
    from common.domain.assistants.views import ContractViewData, OverviewPageData
    from common.domain.attendance.forms import MonthLocksForm, MonthOpeningForm, MonthsQueryForm
    from common.domain.attendance.views import LockedViewData, MonthPageData, MonthViewData


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


@endpoint("GET", "/v1/months", roles={Role.LECTURER, Role.ADMIN}, query=MonthsQuery, returns=MonthPage)
def list_months(call: Call[MonthsQueryForm]) -> MonthPageData:
    """Contracts in one month with their attendances and who has locked it: one's own aslab's, or all for an admin."""
    return month_list.months(call.db, call.actor, **call.query)


@endpoint("POST", "/v1/months/locks", roles={Role.LECTURER}, body=MonthLocks, returns=LockedView)
def lock_months(call: Call[MonthLocksForm]) -> LockedViewData:
    """Lock a month of up to 100 contracts, after which nothing of it changes; of the others it is said why not."""
    return months.lock_months(call.db, call.actor, call.language, **call.body)


@endpoint(
    "POST",
    "/v1/contracts/{contract_id}/months/open",
    roles={Role.ADMIN},
    body=MonthOpening,
    returns=MonthView,
)
def open_month(call: Call[MonthOpeningForm], contract_id: UUID) -> MonthViewData:
    """Open a locked month again with a reason, which is kept in the audit log."""
    month, reason = call.body["month"], call.body["reason"]
    months.open_month(call.db, call.actor, contract_id, month=month, reason=reason)
    return month_list.month_of(call.db, contract_id, month)


entry = serve(__name__, live=True)
