"""Lets an admin turn accepted applicants into aslab, suspend their contracts, and name another lecturer for them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.assistants import actions, queries
from common.domain.assistants.errors import (
    AlreadyActive,
    EmailNotUsable,
    NotAccepted,
    StudentDeactivated,
    TooManyContracts,
)
from common.domain.assistants.schemas import Activation, ContractView, ReadyPage, ReadySearch, Reason
from common.domain.people.duties import duties
from common.domain.people.schemas import DutiesView
from common.domain.recruitment import handing_over
from common.domain.recruitment.vacancy_schemas import HandOver
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.errors import IllegalMove

if TYPE_CHECKING:
    from common.domain.assistants.forms import ActivationForm, ReadySearchForm, ReasonForm
    from common.domain.assistants.views import ContractViewData, ReadyPageData
    from common.domain.people.views import DutiesViewData
    from common.domain.recruitment.forms import HandOverForm

ADMIN = {Role.ADMIN}


@endpoint("GET", "/v1/activations", roles=ADMIN, query=ReadySearch, returns=ReadyPage)
def list_ready(call: Call[ReadySearchForm]) -> ReadyPageData:
    """Accepted applicants who wait for activation, with the dates of the academic period; by part of a name, a NIM
    or a course."""
    return queries.ready_to_activate(call.db, **call.query)


@endpoint(
    "POST",
    "/v1/applications/{application_id}/activation",
    roles=ADMIN,
    body=Activation,
    returns=ContractView,
    status=201,
    errors=(NotAccepted, AlreadyActive, StudentDeactivated, EmailNotUsable, TooManyContracts),
)
def activate_aslab(call: Call[ActivationForm], application_id: UUID) -> ContractViewData:
    """Start the contract: the student's data go into the aslab account, login instructions go out."""
    contract_id = actions.activate(call.db, call.actor, application_id, **call.body)
    return queries.contract(call.db, contract_id)


@endpoint(
    "POST",
    "/v1/contracts/{contract_id}/suspend",
    roles=ADMIN,
    body=Reason,
    returns=ContractView,
    errors=(IllegalMove,),
)
def suspend_contract(call: Call[ReasonForm], contract_id: UUID) -> ContractViewData:
    """Stop an aslab's access for a while; attendances stay."""
    actions.suspend(call.db, call.actor, contract_id, **call.body)
    return queries.contract(call.db, contract_id)


@endpoint("POST", "/v1/contracts/{contract_id}/resume", roles=ADMIN, returns=ContractView, errors=(IllegalMove,))
def resume_contract(call: Call, contract_id: UUID) -> ContractViewData:
    """Give the access back."""
    actions.resume(call.db, call.actor, contract_id)
    return queries.contract(call.db, contract_id)


@endpoint("GET", "/v1/users/{user_id}/duties", roles=ADMIN, returns=DutiesView)
def list_duties(call: Call, user_id: UUID) -> DutiesViewData:
    """What a lecturer is still responsible for: open vacancies, applicants to be decided, running contracts."""
    return {"items": duties(call.db, user_id)}


@endpoint("POST", "/v1/users/{user_id}/hand-over", roles=ADMIN, body=HandOver, returns=DutiesView)
def hand_over_vacancies(call: Call[HandOverForm], user_id: UUID) -> DutiesViewData:
    """Give vacancies of one lecturer to another, with their candidates and aslab; what is left is answered."""
    handing_over.hand_over(call.db, call.actor, user_id, call.body)
    return {"items": duties(call.db, user_id)}


entry = serve(__name__, live=True)
