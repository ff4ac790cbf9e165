"""Lets lecturers decide on the attendances of their aslab, one by one or many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.attendance import amending, errors, queries, verifying
from common.domain.attendance.errors import MonthLocked, NotYourAslab
from common.domain.attendance.schemas import (
    ApprovedView,
    AttendanceAmendment,
    AttendanceApprovals,
    AttendanceRejection,
    VerificationPage,
    VerificationQuery,
    VerificationView,
)
from common.domain.recruitment.errors import NotYourVacancy
from common.http import Call, Json, endpoint, serve
from common.platform.auth import Role
from common.platform.errors import IllegalMove, NotFound

if TYPE_CHECKING:
    from common.domain.attendance.forms import (
        AttendanceAmendmentForm,
        AttendanceApprovalsForm,
        AttendanceRejectionForm,
        VerificationQueryForm,
    )
    from common.domain.attendance.views import ApprovedViewData, VerificationViewData

LECTURER = {Role.LECTURER}
DAY = (errors.DayInFuture, errors.DayOutsideContract, errors.DayTaken, errors.NothingChanged)
AMENDED = (*DAY, errors.AnotherAslab, errors.PhotoStillChecked, MonthLocked)
MOVE = (NotYourAslab, MonthLocked, IllegalMove)


@endpoint(
    "GET",
    "/v1/attendances",
    roles=LECTURER | {Role.ADMIN},
    query=VerificationQuery,
    returns=VerificationPage,
    errors=(NotYourVacancy, NotFound),
)
def list_attendances_to_verify(call: Call[VerificationQueryForm]) -> Json:
    """The attendances of one's own aslab, or all for an admin, the latest first, by state, contract and days."""
    return Json(queries.to_verify(call.db, call.actor, **call.query))


@endpoint("POST", "/v1/attendances/{attendance_id}/approve", roles=LECTURER, returns=VerificationView, errors=MOVE)
def approve_attendance(call: Call, attendance_id: UUID) -> VerificationViewData:
    """Approve one attendance: it counts."""
    verifying.approve(call.db, call.actor, attendance_id)
    return queries.verification(call.db, attendance_id)


@endpoint(
    "POST",
    "/v1/attendances/{attendance_id}/reject",
    roles=LECTURER,
    body=AttendanceRejection,
    returns=VerificationView,
    errors=MOVE,
)
def reject_attendance(call: Call[AttendanceRejectionForm], attendance_id: UUID) -> VerificationViewData:
    """Reject one attendance with a reason; the aslab may correct it once."""
    verifying.reject(call.db, call.actor, attendance_id, **call.body)
    return queries.verification(call.db, attendance_id)


@endpoint(
    "POST",
    "/v1/attendances/{attendance_id}/take-back",
    roles=LECTURER,
    body=AttendanceRejection,
    returns=VerificationView,
    errors=MOVE,
)
def take_approval_back(call: Call[AttendanceRejectionForm], attendance_id: UUID) -> VerificationViewData:
    """Take an approval back with a reason, until its month is locked; the aslab may correct it once."""
    verifying.take_back(call.db, call.actor, attendance_id, **call.body)
    return queries.verification(call.db, attendance_id)


@endpoint(
    "POST",
    "/v1/attendances/approvals",
    roles=LECTURER,
    body=AttendanceApprovals,
    returns=ApprovedView,
    errors=(MonthLocked,),
)
def approve_attendances(call: Call[AttendanceApprovalsForm]) -> ApprovedViewData:
    """Approve up to 100 attendances at once; what could not be approved is named with the reason's code."""
    return verifying.approve_all(call.db, call.actor, **call.body)


@endpoint(
    "PATCH",
    "/v1/attendances/{attendance_id}",
    roles={Role.ADMIN},
    body=AttendanceAmendment,
    returns=VerificationView,
    errors=AMENDED,
)
def amend_attendance(call: Call[AttendanceAmendmentForm], attendance_id: UUID) -> VerificationViewData:
    """Correct the day or the course of an attendance with a reason; its aslab and lecturers see what it was."""
    amending.amend(call.db, call.actor, attendance_id, **call.body)
    return queries.verification(call.db, attendance_id)


entry = serve(__name__, live=True)
