"""Signs people in and out, gives them the role they choose, and publishes the keys that verify their tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.assistants.policy import roles_of
from common.domain.people import sessions
from common.domain.people.errors import AccountInactive, TooManyTries, WrongCredentials, WrongOrigin
from common.domain.people.queries import person
from common.domain.people.schemas import JsonWebKeySet, RoleChoice, SessionView, SignedInView, SignIn
from common.domain.people.sessions import Credentials
from common.domain.people.sign_in import check_password
from common.http import Call, Cookie, Reply, endpoint, serve
from common.platform.auth import ANY_SESSION, PUBLIC
from common.platform.auth.keys import public_key_set
from common.platform.db import Connection, as_view
from common.platform.errors import Forbidden, Problem, SessionEnded
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.forms import RoleChoiceForm, SignInForm
    from common.domain.people.rows import PersonRow
    from common.domain.people.views import PersonViewData, SessionViewData, SignedInViewData

COOKIE, _PATH = "aslab_refresh", "/v1/session"


@endpoint(
    "POST",
    "/v1/session",
    roles=PUBLIC,
    body=SignIn,
    returns=SignedInView,
    status=201,
    errors=(WrongCredentials, AccountInactive, TooManyTries),
    hands_out_credentials=True,
)
def sign_in(call: Call[SignInForm]) -> Reply | Problem:
    """Sign in with NIM or NIP and password. With two roles the session starts undecided: choose one next."""
    found = check_password(call.db, call.actor, **call.body)
    if isinstance(found, Problem):
        return found
    sessions.end_session_of(call.db, call.cookies.get(COOKIE, ""))
    return _signed_in(call.db, found, sessions.open_session(call.db, found.id, roles_of(call.db, found)))


@endpoint(
    "PUT",
    "/v1/session/role",
    roles=ANY_SESSION,
    body=RoleChoice,
    returns=SignedInView,
    errors=(Forbidden,),
    hands_out_credentials=True,
)
def choose_role(call: Call[RoleChoiceForm]) -> Reply:
    """Choose one of one's roles, or switch to the other one without signing in again."""
    me = person(call.db, call.actor.person_id)
    return _signed_in(call.db, me, sessions.switch_role(call.db, call.actor, call.body["role"], roles_of(call.db, me)))


@endpoint(
    "POST",
    "/v1/session/refresh",
    roles=PUBLIC,
    returns=SignedInView,
    errors=(SessionEnded, WrongOrigin),
    hands_out_credentials=True,
    cookie=COOKIE,
)
def refresh_session(call: Call) -> Reply | Problem:
    """A new access token for the refresh cookie, which is replaced. A copied cookie ends its session."""
    _same_origin(call)
    credentials = sessions.refresh(call.db, call.cookies.get(COOKIE, ""), call.actor)
    if isinstance(credentials, Problem):
        return credentials
    return _signed_in(call.db, person(call.db, credentials.person_id), credentials)


@endpoint("DELETE", "/v1/session", roles=ANY_SESSION, status=204)
def sign_out(call: Call) -> Reply:
    """End the session. Its tokens are refused from now on."""
    sessions.sign_out(call.db, call.actor)
    return Reply(cookies=(Cookie(COOKIE, None, 0, _PATH),))


@endpoint("GET", "/v1/session", roles=ANY_SESSION, returns=SessionView)
def current_session(call: Call) -> SessionViewData:
    """Who is signed in, the active role, and the roles to choose from."""
    me = person(call.db, call.actor.person_id)
    shown: PersonViewData = as_view(me)
    return {"role": call.actor.role, "roles": roles_of(call.db, me), "person": shown}


@endpoint("GET", "/v1/jwks.json", roles=PUBLIC, returns=JsonWebKeySet)
def published_keys(call: Call) -> Reply:
    """The public keys that access tokens are checked with; two while keys are being rotated."""
    return Reply(public_key_set(), headers={"Cache-Control": "public, max-age=300"})


def _signed_in(db: Connection, me: PersonRow, credentials: Credentials) -> Reply:
    shown: PersonViewData = as_view(me)
    answer: SignedInViewData = {
        "role": credentials.role,
        "roles": roles_of(db, me),
        "person": shown,
        "access_token": credentials.access_token,
        "expires_in": credentials.expires_in,
    }
    refresh = Cookie(COOKIE, credentials.refresh_token, credentials.cookie_seconds, _PATH)
    return Reply(answer, cookies=(refresh,))


def _same_origin(call: Call) -> None:
    """The cookie comes by itself; a page of another site must not be able to use it."""
    if call.origin and call.origin not in {settings().portal_url, settings().allowed_origin}:
        raise WrongOrigin()


entry = serve(__name__, live=True, secrets=("signing_keys",), memory=512)
