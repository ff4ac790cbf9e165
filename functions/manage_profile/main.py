"""Lets everybody look after the own account: address, language and password, also one that was forgotten."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.people import own_password, own_sessions, passwords, profile, queries
from common.domain.people.errors import EmailTaken, LinkNotValid, TooManyTries
from common.domain.people.password_rules import require_long_enough
from common.domain.people.schemas import (
    NewPassword,
    Notice,
    OwnSessions,
    PasswordChange,
    PasswordLinkRequest,
    ProfileChange,
    ProfileView,
)
from common.domain.people.sign_in import begin_confirming
from common.http import Call, endpoint, serve
from common.platform.auth import ANY_SESSION, PUBLIC
from common.platform.db import as_view
from common.platform.errors import Invalid, Problem
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.forms import (
        NewPasswordForm,
        PasswordChangeForm,
        PasswordLinkRequestForm,
        ProfileChangeForm,
    )
    from common.domain.people.views import NoticeData, OwnSessionsData, ProfileViewData

_SENT = Text(
    "Jika akun terdaftar, tautan telah dikirim ke email Anda",
    en="If the account exists, a link was sent to your e-mail",
)


@endpoint("POST", "/v1/password-links", roles=PUBLIC, body=PasswordLinkRequest, returns=Notice, status=202)
def request_password_link(call: Call[PasswordLinkRequestForm]) -> NoticeData:
    """Ask for a link to set a new password; the answer is the same whether the address is known or not."""
    passwords.send_reset_link(call.db, call.body["email"])
    return {"message": _SENT.to(call.language)}


@endpoint("PUT", "/v1/password", roles=PUBLIC, body=NewPassword, status=204, errors=(LinkNotValid,))
def set_password(call: Call[NewPasswordForm]) -> Callable[[], Problem | None]:
    """Set a password by a link that is neither used nor expired; every other session of the person ends."""
    require_long_enough(call.body["password"])
    owner = passwords.owner_of_link(call.db, call.body["token"])
    return partial(own_password.set_password, call.actor, owner, call.body)


@endpoint("GET", "/v1/profile", roles=ANY_SESSION, returns=ProfileView)
def show_profile(call: Call) -> ProfileViewData:
    """One's own account."""
    return as_view(queries.person(call.db, call.actor.person_id))


@endpoint(
    "PATCH",
    "/v1/profile",
    roles=ANY_SESSION,
    body=ProfileChange,
    returns=ProfileView,
    errors=(EmailTaken, Invalid, TooManyTries),
)
def edit_profile(
    call: Call[ProfileChangeForm],
) -> ProfileViewData | Problem | Callable[[], ProfileViewData | Problem]:
    """Change one's e-mail address, WhatsApp number and language; a new e-mail address takes the current password."""
    password = call.body.get("current_password")
    if password is None:
        return as_view(profile.edit_profile(call.db, call.actor, call.body))
    guess = begin_confirming(call.db, call.actor)
    if isinstance(guess, Problem):
        return guess
    return partial(own_password.edit_profile, call.actor, guess, call.body, password)


@endpoint(
    "PUT",
    "/v1/profile/password",
    roles=ANY_SESSION,
    body=PasswordChange,
    status=204,
    errors=(Invalid, TooManyTries),
)
def change_password(call: Call[PasswordChangeForm]) -> Problem | Callable[[], Problem | None]:
    """Change one's password; every session of the person but this one ends."""
    require_long_enough(call.body["password"])
    guess = begin_confirming(call.db, call.actor)
    return guess if isinstance(guess, Problem) else partial(own_password.change_password, call.actor, guess, call.body)


@endpoint("GET", "/v1/sessions", roles=ANY_SESSION, returns=OwnSessions)
def list_own_sessions(call: Call) -> OwnSessionsData:
    """Where one is signed in, the last used first."""
    return own_sessions.own_sessions(call.db, call.actor)


@endpoint("DELETE", "/v1/sessions/{session_id}", roles=ANY_SESSION, status=204)
def end_own_session(call: Call, session_id: UUID) -> None:
    """End one of one's own sessions. Its next request has to sign in."""
    own_sessions.end_own_session(call.db, call.actor, session_id)


@endpoint("DELETE", "/v1/sessions", roles=ANY_SESSION, status=204)
def end_other_sessions(call: Call) -> None:
    """End each of one's sessions but the one that asks."""
    own_sessions.end_other_sessions(call.db, call.actor)


entry = serve(__name__, live=True, memory=512)
