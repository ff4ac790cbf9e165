"""Shows a lecturer the own aslab, locks the months of their contracts, ends and evaluates them, invites them again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.assistants import actions, evaluating, queries
from common.domain.assistants.errors import ContractAlreadyEnded, EvaluationAnswered, NotYetEvaluated
from common.domain.assistants.evaluation_schemas import Evaluation, EvaluationView
from common.domain.assistants.schemas import ContractQuery, ContractView, OptionalReason, OverviewPage
from common.domain.attendance import former_aslab, former_schemas, month_list, month_schemas, months, recap
from common.domain.attendance.overview import overview
from common.domain.recruitment.errors import NotYourVacancy, VacancyClosed
from common.http import Call, Reply, endpoint, serve
from common.platform.auth import Role
from common.platform.content_types import PDF, XLSX
from common.platform.errors import NotFound

if TYPE_CHECKING:
    from common.domain.assistants.forms import ContractQueryForm, EvaluationForm, OptionalReasonForm
    from common.domain.assistants.views import ContractViewData, EvaluationViewData, OverviewPageData
    from common.domain.attendance import forms, views

LECTURER, READERS = {Role.LECTURER}, {Role.LECTURER, Role.ADMIN}
ONE, VACANCY = "/v1/contracts/{contract_id}", "/v1/vacancies/{vacancy_id}"
RECAP, RECAP_QUERY = f"{ONE}/recap", month_schemas.RecapQuery
REFUSED, ENDED = (NotYourVacancy, NotFound), (NotYourVacancy, ContractAlreadyEnded)
EVALUATED = (NotYourVacancy, NotYetEvaluated, EvaluationAnswered)


@endpoint("GET", "/v1/contracts", roles=READERS, query=ContractQuery, returns=OverviewPage, errors=(NotFound,))
def list_contracts(call: Call[ContractQueryForm]) -> OverviewPageData:
    """One's own aslab with last day, days left and attendances; an admin sees everybody's."""
    return overview(call.db, call.actor, **call.query)


@endpoint("POST", f"{ONE}/end", roles=LECTURER, body=OptionalReason, returns=ContractView, errors=ENDED)
def end_contract(call: Call[OptionalReasonForm], contract_id: UUID) -> ContractViewData:
    """End a contract: access as an aslab is gone at the next request, the student's account stays."""
    actions.end(call.db, call.actor, contract_id, **call.body)
    return queries.contract(call.db, contract_id)


@endpoint("PUT", f"{ONE}/evaluation", roles=LECTURER, body=Evaluation, returns=EvaluationView, errors=EVALUATED)
def evaluate_aslab(call: Call[EvaluationForm], contract_id: UUID) -> EvaluationViewData:
    """Evaluate an aslab from 14 days before the contract ends; it can be changed until they comment on it."""
    evaluating.evaluate(call.db, call.actor, contract_id, call.body)
    return evaluating.evaluation(call.db, contract_id)


@endpoint("GET", f"{VACANCY}/former-aslab", roles=LECTURER, returns=former_schemas.FormerAslabList, errors=REFUSED)
def list_former_aslab(call: Call, vacancy_id: UUID) -> views.FormerAslabListData:
    """The aslab of the vacancy that this one was copied from, with attendance, evaluation, and who can be invited."""
    return former_aslab.former_aslab(call.db, call.actor, vacancy_id, call.language)


@endpoint(
    "POST",
    f"{VACANCY}/invitations",
    roles=LECTURER,
    body=former_schemas.Invitations,
    returns=former_schemas.InvitedListView,
    errors=(*REFUSED, VacancyClosed),
)
def invite_former_aslab(call: Call[forms.InvitationsForm], vacancy_id: UUID) -> views.InvitedListViewData:
    """Invite up to 100 of them to apply, each once; they are notified at once, or when the vacancy is published."""
    outcomes = former_aslab.invite_former(call.db, call.actor, vacancy_id, call.body["person_ids"])
    return former_aslab.summary(outcomes, call.language)


@endpoint("GET", "/v1/months", roles=READERS, query=month_schemas.MonthsQuery, returns=month_schemas.MonthPage)
def list_months(call: Call[forms.MonthsQueryForm]) -> views.MonthPageData:
    """Contracts in one month with their attendances and who has locked it: one's own aslab's, or all for an admin."""
    return month_list.months(call.db, call.actor, **call.query)


@endpoint("POST", "/v1/months/locks", roles=LECTURER, body=month_schemas.MonthLocks, returns=month_schemas.LockedView)
def lock_months(call: Call[forms.MonthLocksForm]) -> views.LockedViewData:
    """Lock a month of up to 100 contracts, after which nothing of it changes; of the others it is said why not."""
    return months.lock_months(call.db, call.actor, call.language, **call.body)


@endpoint(
    "POST", f"{ONE}/months/open", roles={Role.ADMIN}, body=month_schemas.MonthOpening, returns=month_schemas.MonthView
)
def open_month(call: Call[forms.MonthOpeningForm], contract_id: UUID) -> views.MonthViewData:
    """Open a locked month again with a reason, which is kept in the audit log."""
    month, reason = call.body["month"], call.body["reason"]
    months.open_month(call.db, call.actor, contract_id, month=month, reason=reason)
    return month_list.month_of(call.db, contract_id, month)


@endpoint("GET", RECAP, roles=READERS, query=RECAP_QUERY, returns=PDF, errors=REFUSED)
def print_recap(call: Call[forms.RecapQueryForm], contract_id: UUID) -> Callable[[], Reply]:
    """A month of a contract day by day, to print and sign: of one's own aslab, or of any for an admin."""
    found = recap.recap(call.db, call.actor, contract_id, call.query["month"])
    return partial(_saved, recap.as_pdf, found, call.language, "pdf", PDF)


@endpoint("GET", f"{RECAP}-workbook", roles=READERS, query=RECAP_QUERY, returns=XLSX, errors=REFUSED)
def download_recap(call: Call[forms.RecapQueryForm], contract_id: UUID) -> Callable[[], Reply]:
    """The same as XLSX."""
    found = recap.recap(call.db, call.actor, contract_id, call.query["month"])
    return partial(_saved, recap.as_workbook, found, call.language, "xlsx", XLSX)


def _saved(make: Callable[[recap.Recap, str], bytes], of: recap.Recap, language: str, ending: str, kind: str) -> Reply:
    return Reply.file(make(of, language), kind, recap.file_name(of, ending))


entry = serve(__name__, live=True, memory=512)
