"""Shows a lecturer the own aslab, locks the months of their contracts, ends and evaluates them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.assistants import actions, evaluating, queries
from common.domain.assistants.errors import ContractAlreadyEnded, EvaluationAnswered, NotYetEvaluated
from common.domain.assistants.evaluation_schemas import Evaluation, EvaluationView
from common.domain.assistants.schemas import ContractQuery, ContractView, OptionalReason, OverviewPage
from common.domain.attendance import month_list, month_schemas, months, recap
from common.domain.attendance.overview import overview
from common.domain.recruitment.errors import NotYourVacancy
from common.http import Call, Reply, endpoint, serve
from common.platform.auth import Role
from common.platform.content_types import PDF, XLSX
from common.platform.errors import NotFound

if TYPE_CHECKING:
    from common.domain.assistants.forms import ContractQueryForm, EvaluationForm, OptionalReasonForm
    from common.domain.assistants.views import ContractViewData, EvaluationViewData, OverviewPageData
    from common.domain.attendance.forms import MonthLocksForm, MonthOpeningForm, MonthsQueryForm, RecapQueryForm
    from common.domain.attendance.views import LockedViewData, MonthPageData, MonthViewData

READERS = {Role.LECTURER, Role.ADMIN}
RECAP = "/v1/contracts/{contract_id}/recap"
REFUSED = (NotYourVacancy, NotFound)


@endpoint("GET", "/v1/contracts", roles=READERS, query=ContractQuery, returns=OverviewPage, errors=(NotFound,))
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


@endpoint(
    "PUT",
    "/v1/contracts/{contract_id}/evaluation",
    roles={Role.LECTURER},
    body=Evaluation,
    returns=EvaluationView,
    errors=(NotYourVacancy, NotYetEvaluated, EvaluationAnswered),
)
def evaluate_aslab(call: Call[EvaluationForm], contract_id: UUID) -> EvaluationViewData:
    """Evaluate an aslab from 14 days before the contract ends; it can be changed until they comment on it."""
    evaluating.evaluate(call.db, call.actor, contract_id, call.body)
    return evaluating.evaluation(call.db, contract_id)


@endpoint("GET", "/v1/months", roles=READERS, query=month_schemas.MonthsQuery, returns=month_schemas.MonthPage)
def list_months(call: Call[MonthsQueryForm]) -> MonthPageData:
    """Contracts in one month with their attendances and who has locked it: one's own aslab's, or all for an admin."""
    return month_list.months(call.db, call.actor, **call.query)


@endpoint(
    "POST", "/v1/months/locks", roles={Role.LECTURER}, body=month_schemas.MonthLocks, returns=month_schemas.LockedView
)
def lock_months(call: Call[MonthLocksForm]) -> LockedViewData:
    """Lock a month of up to 100 contracts, after which nothing of it changes; of the others it is said why not."""
    return months.lock_months(call.db, call.actor, call.language, **call.body)


@endpoint(
    "POST",
    "/v1/contracts/{contract_id}/months/open",
    roles={Role.ADMIN},
    body=month_schemas.MonthOpening,
    returns=month_schemas.MonthView,
)
def open_month(call: Call[MonthOpeningForm], contract_id: UUID) -> MonthViewData:
    """Open a locked month again with a reason, which is kept in the audit log."""
    month, reason = call.body["month"], call.body["reason"]
    months.open_month(call.db, call.actor, contract_id, month=month, reason=reason)
    return month_list.month_of(call.db, contract_id, month)


@endpoint("GET", RECAP, roles=READERS, query=month_schemas.RecapQuery, returns=PDF, errors=REFUSED)
def print_recap(call: Call[RecapQueryForm], contract_id: UUID) -> Callable[[], Reply]:
    """A month of a contract day by day, to print and sign: of one's own aslab, or of any for an admin."""
    found = recap.recap(call.db, call.actor, contract_id, call.query["month"])
    return partial(_saved, recap.as_pdf, found, call.language, "pdf", PDF)


@endpoint("GET", f"{RECAP}-workbook", roles=READERS, query=month_schemas.RecapQuery, returns=XLSX, errors=REFUSED)
def download_recap(call: Call[RecapQueryForm], contract_id: UUID) -> Callable[[], Reply]:
    """The same as XLSX."""
    found = recap.recap(call.db, call.actor, contract_id, call.query["month"])
    return partial(_saved, recap.as_workbook, found, call.language, "xlsx", XLSX)


def _saved(make: Callable[[recap.Recap, str], bytes], of: recap.Recap, language: str, ending: str, kind: str) -> Reply:
    return Reply.file(make(of, language), kind, recap.file_name(of, ending))


entry = serve(__name__, live=True, memory=512)
