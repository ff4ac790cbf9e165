"""Lets an aslab record today's attendance with a photo, look back on a month, and correct what was rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.assistants import evaluating
from common.domain.assistants.errors import CommentedBefore, NotYourContract
from common.domain.assistants.evaluation_schemas import EvaluationComment, EvaluationsView, EvaluationView
from common.domain.attendance import errors as no
from common.domain.attendance import own_service, queries, recording, schemas
from common.domain.honorarium import own
from common.domain.honorarium.schemas import OwnMonthsView
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.db import as_view
from common.platform.errors import IllegalMove, RequestInProgress

if TYPE_CHECKING:
    from common.domain.assistants.forms import EvaluationCommentForm
    from common.domain.assistants.views import EvaluationsViewData, EvaluationViewData
    from common.domain.attendance.forms import (
        AttendanceCorrectionForm,
        MonthQueryForm,
        MyContractsQueryForm,
        NewAttendanceForm,
    )
    from common.domain.attendance.views import AttendanceViewData, HistoryViewData, MyContractsData, OwnServicesViewData
    from common.domain.honorarium.views import OwnMonthsViewData

ASLAB, EVER = {Role.ASLAB}, {Role.STUDENT, Role.ASLAB}
CONTRACT = (NotYourContract, no.ContractEnded, no.ContractSuspended)
RECORDED = (no.AlreadyRecorded, no.AlreadyRecordedThatDay)
DAY = (no.DayInFuture, no.DayOutsideContract, no.TooLate, no.LateReasonMissing, *RECORDED)
PHOTO = (no.PhotoNotUsable, no.PhotoRefused, no.PhotoUsedBefore)
CORRECTED = (no.MonthLocked, no.PhotoStillChecked, no.CorrectionUsed, IllegalMove)


@endpoint("GET", "/v1/my/contracts", roles=ASLAB, query=schemas.MyContractsQuery, returns=schemas.MyContracts)
def list_own_contracts(call: Call[MyContractsQueryForm]) -> MyContractsData:
    """One's own contracts with today's attendance, and the server's moment and day, which decide."""
    return queries.my_contracts(call.db, call.actor, **call.query)


@endpoint(
    "POST",
    "/v1/contracts/{contract_id}/attendances",
    roles=ASLAB,
    body=schemas.NewAttendance,
    returns=schemas.AttendanceView,
    status=201,
    errors=(*CONTRACT, *DAY, *PHOTO, no.MonthLocked, RequestInProgress),
)
def record_attendance(call: Call[NewAttendanceForm], contract_id: UUID) -> AttendanceViewData:
    """Record one attendance a day, with a photo that was uploaded before and is named by its id."""
    return as_view(recording.record(call.db, call.actor, contract_id, call.body))


@endpoint(
    "GET",
    "/v1/contracts/{contract_id}/attendances",
    roles=ASLAB,
    query=schemas.MonthQuery,
    returns=schemas.HistoryView,
    errors=(NotYourContract,),
)
def list_attendances(call: Call[MonthQueryForm], contract_id: UUID) -> HistoryViewData:
    """A month of one's own contract, day by day, with totals per week and month."""
    return queries.history(call.db, call.actor, contract_id, **call.query)


@endpoint(
    "POST",
    "/v1/attendances/{attendance_id}/correction",
    roles=ASLAB,
    body=schemas.AttendanceCorrection,
    returns=schemas.AttendanceView,
    errors=(no.NotYourAttendance, *CONTRACT, *PHOTO, *CORRECTED),
)
def correct_attendance(call: Call[AttendanceCorrectionForm], attendance_id: UUID) -> AttendanceViewData:
    """Send a rejected attendance in again, once."""
    return as_view(recording.correct(call.db, call.actor, attendance_id, call.body))


@endpoint("GET", "/v1/my/honorarium", roles=EVER, returns=OwnMonthsView)
def list_own_honorarium(call: Call) -> OwnMonthsViewData:
    """Each month of one's own contracts: waiting, locked, in which sheet, paid; also when one is an aslab no more."""
    return own.own_months(call.db, call.actor)


@endpoint("GET", "/v1/my/service", roles=EVER, returns=schemas.OwnServicesView)
def list_own_service(call: Call) -> OwnServicesViewData:
    """One's own ended contracts with the approved days that a certificate counts; also when one is an aslab no more."""
    return own_service.own_service(call.db, call.actor)


@endpoint("GET", "/v1/my/evaluations", roles=EVER, returns=EvaluationsView)
def list_own_evaluations(call: Call) -> EvaluationsViewData:
    """How one's lecturers evaluated one's own contracts; also when one is an aslab no more."""
    return {"items": evaluating.own_evaluations(call.db, call.actor)}


@endpoint(
    "POST",
    "/v1/contracts/{contract_id}/evaluation/comment",
    roles=EVER,
    body=EvaluationComment,
    returns=EvaluationView,
    status=201,
    errors=(NotYourContract, CommentedBefore),
)
def comment_on_evaluation(call: Call[EvaluationCommentForm], contract_id: UUID) -> EvaluationViewData:
    """Comment once on one's own evaluation, after which it is no longer changed."""
    evaluating.comment(call.db, call.actor, contract_id, **call.body)
    return evaluating.evaluation(call.db, contract_id)


entry = serve(__name__, pool=2, live=True)
