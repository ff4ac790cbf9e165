"""Lets an admin add, find, edit and deactivate the people of the campus."""

from typing import Any
from uuid import UUID

from common.domain.people import actions, queries
from common.domain.people.errors import EmailTaken, LastAdmin, NumberTaken
from common.domain.people.schemas import NewUser, UserChange, UserPage, UserQuery, UserView
from common.http import Call, endpoint, serve
from common.platform.auth import Role

ADMIN = {Role.ADMIN}


@endpoint(
    "POST", "/v1/users", roles=ADMIN, body=NewUser, returns=UserView, status=201, errors=(NumberTaken, EmailTaken)
)
def add_user(call: Call) -> Any:
    """Add a student, lecturer or admin; a link to set the password goes out by mail."""
    return actions.add_user(call.db, call.actor, call.body)


@endpoint("GET", "/v1/users", roles=ADMIN, query=UserQuery, returns=UserPage)
def list_users(call: Call) -> dict[str, Any]:
    """The people of the campus, the newest first, by part of name, number or address."""
    return queries.user_page(call.db, **call.query)


@endpoint("GET", "/v1/users/{user_id}", roles=ADMIN, returns=UserView)
def show_user(call: Call, user_id: UUID) -> Any:
    """One account."""
    return queries.person(call.db, user_id)


@endpoint("PATCH", "/v1/users/{user_id}", roles=ADMIN, body=UserChange, returns=UserView, errors=(EmailTaken,))
def edit_user(call: Call, user_id: UUID) -> Any:
    """Change name, study program, e-mail or WhatsApp number; the NIM or NIP stays as it is."""
    return actions.edit_user(call.db, call.actor, user_id, call.body)


@endpoint("POST", "/v1/users/{user_id}/deactivate", roles=ADMIN, returns=UserView, errors=(LastAdmin,))
def deactivate_user(call: Call, user_id: UUID) -> Any:
    """Shut an account: its next request asks for a sign-in, its history stays."""
    return actions.deactivate_user(call.db, call.actor, user_id)


@endpoint("POST", "/v1/users/{user_id}/activate", roles=ADMIN, returns=UserView)
def activate_user(call: Call, user_id: UUID) -> Any:
    """Open an account again."""
    return actions.activate_user(call.db, call.actor, user_id)


entry = serve(__name__, live=True)
