"""Lets a student apply for a vacancy, follow own applications and withdraw them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.recruitment import application_queries, applications, confirming
from common.domain.recruitment.application_schemas import ApplicationPage, ApplicationView, LastDetails, NewApplication
from common.domain.recruitment.errors import (
    AlreadyApplied,
    AskTheLecturer,
    BelowMinimum,
    DocumentsNotUsable,
    NothingToConfirm,
    VacancyClosed,
    VacancyNotOpenYet,
)
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.errors import IllegalMove
from common.platform.pages import PageQuery

if TYPE_CHECKING:
    from common.domain.recruitment.forms import NewApplicationForm
    from common.domain.recruitment.views import ApplicationPageData, ApplicationViewData, LastDetailsData
    from common.platform.forms import PageQueryForm

STUDENT = {Role.STUDENT}


@endpoint(
    "POST",
    "/v1/vacancies/{vacancy_id}/applications",
    roles=STUDENT,
    body=NewApplication,
    returns=ApplicationView,
    status=201,
    errors=(VacancyClosed, VacancyNotOpenYet, AlreadyApplied, BelowMinimum, DocumentsNotUsable),
)
def submit_application(call: Call[NewApplicationForm], vacancy_id: UUID) -> ApplicationViewData:
    """Apply once for a vacancy. Name and NIM are the account's; documents are uploaded first and named by their ids."""
    application_id = applications.submit(call.db, call.actor, vacancy_id, call.body)
    return application_queries.own_application(call.db, call.actor, application_id)


@endpoint("GET", "/v1/my/applications", roles=STUDENT, query=PageQuery, returns=ApplicationPage)
def list_own_applications(call: Call[PageQueryForm]) -> ApplicationPageData:
    """One's own applications with every step, seats, number of applicants and, once decided, reason and score."""
    return application_queries.own_applications(call.db, call.actor, **call.query)


@endpoint("GET", "/v1/my/applications/{application_id}", roles=STUDENT, returns=ApplicationView)
def show_own_application(call: Call, application_id: UUID) -> ApplicationViewData:
    """One of one's own applications."""
    return application_queries.own_application(call.db, call.actor, application_id)


@endpoint(
    "POST",
    "/v1/applications/{application_id}/withdraw",
    roles=STUDENT,
    returns=ApplicationView,
    errors=(IllegalMove, AskTheLecturer),
)
def withdraw_application(call: Call, application_id: UUID) -> ApplicationViewData:
    """Take an application back before it is decided, or step back from a seat before the activation."""
    applications.withdraw(call.db, call.actor, application_id)
    return application_queries.own_application(call.db, call.actor, application_id)


@endpoint(
    "POST",
    "/v1/applications/{application_id}/confirm",
    roles=STUDENT,
    returns=ApplicationView,
    errors=(NothingToConfirm,),
)
def confirm_application(call: Call, application_id: UUID) -> ApplicationViewData:
    """Confirm that one takes the seat, where the vacancy asks for it."""
    confirming.confirm(call.db, call.actor, application_id)
    return application_queries.own_application(call.db, call.actor, application_id)


@endpoint("GET", "/v1/my/application-details", roles=STUDENT, returns=LastDetails)
def last_application_details(call: Call) -> LastDetailsData:
    """What the last application said, to fill the next form with."""
    return application_queries.last_details(call.db, call.actor)


entry = serve(__name__)
