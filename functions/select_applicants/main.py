"""Lets the lecturers of a vacancy score, interview, accept and reject its applicants in the open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.recruitment import application_queries, deciding, selection
from common.domain.recruitment.application_schemas import (
    ApplicationRejection,
    CandidatesView,
    CandidateView,
    Interview,
    ScoreSheet,
)
from common.domain.recruitment.decision_schemas import Decisions, DecisionsView
from common.domain.recruitment.errors import (
    AlreadyActivated,
    AlreadyDecided,
    CriterionUnknown,
    NotYourVacancy,
    QuotaFull,
)
from common.http import Call, Json, endpoint, serve
from common.platform.auth import Role
from common.platform.errors import IllegalMove

if TYPE_CHECKING:
    from common.domain.recruitment.forms import ApplicationRejectionForm, DecisionsForm, InterviewForm, ScoreSheetForm
    from common.domain.recruitment.views import CandidateViewData, DecisionsViewData

LECTURER = {Role.LECTURER}
ALL, ONE = "/v1/vacancies/{vacancy_id}", "/v1/applications/{application_id}"
OWN = (NotYourVacancy,)
MOVE = (*OWN, IllegalMove)
SCORING, SEAT, LEAVING = (*OWN, CriterionUnknown, AlreadyDecided), (*MOVE, QuotaFull), (*MOVE, AlreadyActivated)


@endpoint("GET", f"{ALL}/applications", roles=LECTURER, returns=CandidatesView, errors=OWN)
def list_candidates(call: Call, vacancy_id: UUID) -> Json:
    """Everybody who applied for one's vacancy, the count of each state, and the seats left."""
    return Json(application_queries.candidates(call.db, call.actor, vacancy_id))


@endpoint("POST", f"{ALL}/decisions", roles=LECTURER, body=Decisions, returns=DecisionsView, errors=OWN)
def decide_candidates(call: Call[DecisionsForm], vacancy_id: UUID) -> DecisionsViewData:
    """Decide the same about up to a hundred at once; about whom it could not be is named with the reason."""
    outcomes = deciding.decide(call.db, call.actor, vacancy_id, call.body)
    return deciding.summary(outcomes, call.language)


@endpoint("GET", ONE, roles=LECTURER, returns=CandidateView, errors=OWN)
def show_candidate(call: Call, application_id: UUID) -> CandidateViewData:
    """One candidate with scores, documents and history."""
    return application_queries.candidate(call.db, call.actor, application_id)


@endpoint("PUT", f"{ONE}/scores", roles=LECTURER, body=ScoreSheet, returns=CandidateView, errors=SCORING)
def score_candidate(call: Call[ScoreSheetForm], application_id: UUID) -> CandidateViewData:
    """Fill in points for the published criteria; the weighted mean appears once all have theirs."""
    selection.score(call.db, call.actor, application_id, call.body["scores"])
    return application_queries.candidate(call.db, call.actor, application_id)


@endpoint("POST", f"{ONE}/interview", roles=LECTURER, body=Interview, returns=CandidateView, errors=MOVE)
def invite_candidate(call: Call[InterviewForm], application_id: UUID) -> CandidateViewData:
    """Invite to an interview, or move it; the student is notified of day, hour and place."""
    selection.invite(call.db, call.actor, application_id, **call.body)
    return application_queries.candidate(call.db, call.actor, application_id)


@endpoint("POST", f"{ONE}/waiting-list", roles=LECTURER, returns=CandidateView, errors=MOVE)
def put_on_waiting_list(call: Call, application_id: UUID) -> CandidateViewData:
    """Keep a good candidate for a seat that may come free."""
    selection.put_on_waiting_list(call.db, call.actor, application_id)
    return application_queries.candidate(call.db, call.actor, application_id)


@endpoint("POST", f"{ONE}/accept", roles=LECTURER, returns=CandidateView, errors=SEAT)
def accept_candidate(call: Call, application_id: UUID) -> CandidateViewData:
    """Give a seat; the student is notified by mail and WhatsApp."""
    selection.accept(call.db, call.actor, application_id)
    return application_queries.candidate(call.db, call.actor, application_id)


@endpoint("POST", f"{ONE}/reject", roles=LECTURER, body=ApplicationRejection, returns=CandidateView, errors=LEAVING)
def reject_candidate(call: Call[ApplicationRejectionForm], application_id: UUID) -> CandidateViewData:
    """Refuse with a reason that the student will read."""
    selection.reject(call.db, call.actor, application_id, **call.body)
    return application_queries.candidate(call.db, call.actor, application_id)


@endpoint("POST", f"{ONE}/reopen", roles=LECTURER, returns=CandidateView, errors=MOVE)
def reopen_candidate(call: Call, application_id: UUID) -> CandidateViewData:
    """Take a rejection back: the application waits again, and the student is sent a correction."""
    selection.take_rejection_back(call.db, call.actor, application_id)
    return application_queries.candidate(call.db, call.actor, application_id)


entry = serve(__name__, live=True)
