"""Lets an admin add, import, find, edit, deactivate and delete the people of the campus."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.imports import actions as importing
from common.domain.imports import errors, schemas, sheets
from common.domain.imports import queries as imports
from common.domain.people import actions, queries
from common.domain.people.errors import EmailTaken, HasHistory, LastAdmin, NumberTaken, StillResponsible
from common.domain.people.schemas import NewUser, UserChange, UserPage, UserQuery, UserView
from common.http import Call, Reply, endpoint, serve
from common.platform.auth import Role
from common.platform.content_types import XLSX
from common.platform.db import as_view
from common.platform.pages import PageQuery

if TYPE_CHECKING:
    from common.domain.imports import forms, views
    from common.domain.people.forms import NewUserForm, UserChangeForm, UserQueryForm
    from common.domain.people.views import UserPageData, UserViewData
    from common.platform.forms import PageQueryForm

ADMIN, TAKEN, ONE = {Role.ADMIN}, (NumberTaken, EmailTaken), "/v1/imports/{import_id}"
BUSY, NOT_NOW = (errors.ImportNotReady,), (errors.ImportNotReady, errors.NothingToImport)


@endpoint("POST", "/v1/users", roles=ADMIN, body=NewUser, returns=UserView, status=201, errors=TAKEN)
def add_user(call: Call[NewUserForm]) -> UserViewData:
    """Add a student, lecturer or admin; a link to set the password goes out by mail."""
    return as_view(actions.add_user(call.db, call.actor, call.body))


@endpoint("GET", "/v1/users", roles=ADMIN, query=UserQuery, returns=UserPage)
def list_users(call: Call[UserQueryForm]) -> UserPageData:
    """The people of the campus, the newest first, by part of name, number or address."""
    return queries.user_page(call.db, **call.query)


@endpoint("GET", "/v1/users/{user_id}", roles=ADMIN, returns=UserView)
def show_user(call: Call, user_id: UUID) -> UserViewData:
    """One account."""
    return as_view(queries.person(call.db, user_id))


@endpoint("PATCH", "/v1/users/{user_id}", roles=ADMIN, body=UserChange, returns=UserView, errors=(EmailTaken,))
def edit_user(call: Call[UserChangeForm], user_id: UUID) -> UserViewData:
    """Change name, study program, e-mail or WhatsApp number; the NIM or NIP stays as it is."""
    return as_view(actions.edit_user(call.db, call.actor, user_id, call.body))


@endpoint("POST", "/v1/users/{user_id}/deactivate", roles=ADMIN, returns=UserView, errors=(LastAdmin, StillResponsible))
def deactivate_user(call: Call, user_id: UUID) -> UserViewData:
    """Shut an account: its next request asks for a sign-in, its history stays. A lecturer hands over first."""
    return as_view(actions.deactivate_user(call.db, call.actor, user_id))


@endpoint("POST", "/v1/users/{user_id}/activate", roles=ADMIN, returns=UserView)
def activate_user(call: Call, user_id: UUID) -> UserViewData:
    """Open an account again."""
    return as_view(actions.activate_user(call.db, call.actor, user_id))


@endpoint("DELETE", "/v1/users/{user_id}", roles=ADMIN, status=204, errors=(HasHistory, LastAdmin))
def delete_user(call: Call, user_id: UUID) -> None:
    """Delete an account that was never used, with its messages; one with a history can only be deactivated."""
    actions.delete_user(call.db, call.actor, user_id)


@endpoint("GET", "/v1/import-template", roles=ADMIN, returns=XLSX)
def download_template(call: Call) -> Reply:
    """A sheet to fill in, whose cells are text."""
    return Reply(content=sheets.template(call.language), content_type=XLSX)


@endpoint("POST", "/v1/imports", roles=ADMIN, body=schemas.NewImport, returns=schemas.ImportView, status=201)
def start_import(call: Call[forms.NewImportForm]) -> views.ImportViewData:
    """Read an uploaded CSV or XLSX; nothing is saved before the import is confirmed."""
    return imports.shown_import(call.db, importing.start(call.db, call.actor, call.body), call.language)


@endpoint("GET", "/v1/imports", roles=ADMIN, query=PageQuery, returns=schemas.ImportPage)
def list_imports(call: Call[PageQueryForm]) -> views.ImportPageData:
    """The imports of the last month, the newest first."""
    return imports.import_page(call.db, call.language, **call.query)


@endpoint("GET", ONE, roles=ADMIN, returns=schemas.ImportView)
def show_import(call: Call, import_id: UUID) -> views.ImportViewData:
    """How far an import is."""
    return imports.shown_import(call.db, import_id, call.language)


@endpoint("GET", f"{ONE}/lines", roles=ADMIN, query=schemas.LineQuery, returns=schemas.LinePage)
def list_import_lines(call: Call[forms.LineQueryForm], import_id: UUID) -> views.LinePageData:
    """The rows of the file with what each changes, or why it is refused."""
    return imports.line_page(call.db, import_id, call.language, **call.query)


@endpoint("GET", f"{ONE}/refused", roles=ADMIN, returns=XLSX)
def download_refused(call: Call, import_id: UUID) -> Reply:
    """The refused rows with their reasons, to be corrected and imported again."""
    return Reply(content=sheets.refused(call.db, import_id, call.language), content_type=XLSX)


@endpoint("POST", f"{ONE}/columns", roles=ADMIN, body=schemas.ColumnChoice, returns=schemas.ImportView, errors=BUSY)
def match_columns(call: Call[forms.ColumnChoiceForm], import_id: UUID) -> views.ImportViewData:
    """Say which column of the file is what; it is read again."""
    return imports.shown_import(call.db, importing.match(call.db, call.actor, import_id, call.body), call.language)


@endpoint("POST", f"{ONE}/confirm", roles=ADMIN, body=schemas.Confirmation, returns=schemas.ImportView, errors=NOT_NOW)
def confirm_import(call: Call[forms.ConfirmationForm], import_id: UUID) -> views.ImportViewData:
    """Save what the preview shows; it goes on when the page is closed, and is tried again when it was given up."""
    return imports.shown_import(call.db, importing.confirm(call.db, call.actor, import_id, **call.body), call.language)


entry = serve(__name__, live=True)
