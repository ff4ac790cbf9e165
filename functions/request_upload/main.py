"""Gives a short-lived permission: to upload one file, or to read one that the caller may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.attendance.errors import NotYourAslab, NotYourAttendance, PhotoErased
from common.domain.attendance.photos import photo_to_show
from common.domain.attendance.schemas import PhotoQuery
from common.domain.recruitment.errors import NotYourVacancy
from common.domain.recruitment.shown_files import document_to_show, pamphlet_to_show
from common.domain.uploads import actions, queries
from common.domain.uploads.errors import FileNotReady, NotYourFile, PurposeNotYours, TooManyUploads
from common.domain.uploads.links import link
from common.domain.uploads.schemas import LinkView, UploadPermission, UploadRequest, UploadView
from common.http import Call, endpoint, serve
from common.platform.auth import PUBLIC, Role

if TYPE_CHECKING:
    from common.domain.attendance.forms import PhotoQueryForm
    from common.domain.uploads.forms import UploadRequestForm
    from common.domain.uploads.views import LinkViewData, UploadPermissionData, UploadViewData

SENDERS = {Role.STUDENT, Role.LECTURER, Role.ASLAB, Role.ADMIN}


# Signing asks somebody outside: these handlers give a function, which is called after the commit.
@endpoint(
    "POST",
    "/v1/uploads",
    roles=SENDERS,
    body=UploadRequest,
    returns=UploadPermission,
    status=201,
    errors=(PurposeNotYours, TooManyUploads),
    hands_out_credentials=True,
)
def request_upload(call: Call[UploadRequestForm]) -> Callable[[], UploadPermissionData]:
    """Ask to send a document (student), photo (aslab), pamphlet (lecturer) or list of people (admin) to the bucket."""
    return actions.request_upload(call.db, call.actor, call.body)


@endpoint("GET", "/v1/uploads/{upload_id}", roles=SENDERS, returns=UploadView, errors=(NotYourFile,))
def show_upload(call: Call, upload_id: UUID) -> UploadViewData:
    """How far an upload of one's own is: awaited, accepted, or refused and why."""
    return queries.own_upload(call.db, call.actor, upload_id, call.language)


@endpoint(
    "GET",
    "/v1/applications/{application_id}/documents/{kind}",
    roles={Role.STUDENT, Role.LECTURER, Role.ADMIN},
    returns=LinkView,
    errors=(NotYourVacancy, FileNotReady),
    hands_out_credentials=True,
    is_recorded=True,
)
def open_document(call: Call, application_id: UUID, kind: str) -> Callable[[], LinkViewData]:
    """A link to a document of an application, for the applicant, the vacancy's lecturers and admins."""
    document = document_to_show(call.db, call.actor, application_id, kind)
    return lambda: link(document.stored_object, document.stored_type, f"{kind}-{document.number}.pdf")


@endpoint(
    "GET",
    "/v1/attendances/{attendance_id}/photo",
    roles={Role.STUDENT, Role.ASLAB, Role.LECTURER, Role.ADMIN},
    query=PhotoQuery,
    returns=LinkView,
    errors=(NotYourAttendance, NotYourAslab, FileNotReady, PhotoErased),
    hands_out_credentials=True,
)
def open_photo(call: Call[PhotoQueryForm], attendance_id: UUID) -> Callable[[], LinkViewData]:
    """A link to the photo of an attendance, for its aslab, the vacancy's lecturers and admins."""
    photo = photo_to_show(call.db, call.actor, attendance_id, call.query["size"])
    return lambda: link(photo.stored_object, photo.stored_type, "foto.jpg")


@endpoint(
    "GET",
    "/v1/vacancies/{vacancy_id}/pamphlet",
    roles=PUBLIC,
    returns=LinkView,
    errors=(FileNotReady,),
    hands_out_credentials=True,
)
def open_pamphlet(call: Call, vacancy_id: UUID) -> Callable[[], LinkViewData]:
    """A link to the pamphlet of a vacancy that is or was published, for everybody."""
    pamphlet = pamphlet_to_show(call.db, vacancy_id)
    return lambda: link(pamphlet.stored_object, pamphlet.stored_type, "pamflet")


entry = serve(__name__, buckets={"incoming_bucket": ("write", "sign"), "private_bucket": ("read", "sign")}, memory=512)
