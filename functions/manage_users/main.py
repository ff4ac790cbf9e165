"""Lets an admin add, find, edit, deactivate and delete the people of the campus."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.people import actions, queries
from common.domain.people.errors import EmailTaken, HasHistory, LastAdmin, NumberTaken
from common.domain.people.schemas import NewUser, UserChange, UserPage, UserQuery, UserView
from common.http import Call, endpoint, serve
from common.platform.auth import Role
from common.platform.db import as_view

if TYPE_CHECKING:
    from common.domain.people.forms import NewUserForm, UserChangeForm, UserQueryForm
    from common.domain.people.views import UserPageData, UserViewData

ADMIN = {Role.ADMIN}


@endpoint(
    "POST", "/v1/users", roles=ADMIN, body=NewUser, returns=UserView, status=201, errors=(NumberTaken, EmailTaken)
)
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


@endpoint("POST", "/v1/users/{user_id}/deactivate", roles=ADMIN, returns=UserView, errors=(LastAdmin,))
def deactivate_user(call: Call, user_id: UUID) -> UserViewData:
    """Shut an account: its next request asks for a sign-in, its history stays."""
    return as_view(actions.deactivate_user(call.db, call.actor, user_id))


@endpoint("POST", "/v1/users/{user_id}/activate", roles=ADMIN, returns=UserView)
def activate_user(call: Call, user_id: UUID) -> UserViewData:
    """Open an account again."""
    return as_view(actions.activate_user(call.db, call.actor, user_id))


@endpoint("DELETE", "/v1/users/{user_id}", roles=ADMIN, status=204, errors=(HasHistory, LastAdmin))
def delete_user(call: Call, user_id: UUID) -> None:
    """Delete an account that was never used, with its messages; one with a history can only be deactivated."""
    actions.delete_user(call.db, call.actor, user_id)


entry = serve(__name__, live=True)
