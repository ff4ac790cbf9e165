"""Signs people in and out, gives them the role they choose, and publishes the keys that verify their tokens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from common.domain.assistants.policy import roles_of
from common.domain.people import refreshing, sessions
from common.domain.people.errors import AccountInactive, PasswordSignInOff, TooManyTries, WrongCredentials
from common.domain.people.places import PLACES, shares_of
from common.domain.people.queries import person
from common.domain.people.schemas import JsonWebKeySet, RoleChoice, SessionView, SignedInView, SignIn
from common.domain.people.sign_in import Guess, begin, conclude, matching
from common.http import Call, Cookie, Reply, endpoint, serve
from common.http.signed_in import PATH, REFRESH, device_of, opened, session_of, signed_in
from common.platform.auth import ANY_SESSION, PUBLIC
from common.platform.auth.devices import Owner
from common.platform.auth.keys import public_key_set
from common.platform.db import transaction
from common.platform.errors import Problem, SessionEnded

if TYPE_CHECKING:
    from common.domain.people.forms import RoleChoiceForm, SignInForm
    from common.domain.people.views import SessionViewData


@endpoint(
    "POST",
    "/v1/session",
    roles=PUBLIC,
    body=SignIn,
    returns=SignedInView,
    status=201,
    errors=(WrongCredentials, AccountInactive, PasswordSignInOff, TooManyTries),
    hands_out_credentials=True,
    most_at_once=PLACES,
    shares=lambda call: shares_of(call.body["number"], call.actor.ip, device_of(call)),
)
def sign_in(call: Call[SignInForm]) -> Callable[[], Reply | Problem] | Problem:
    """Sign in with NIM or NIP and password. With two roles the session starts undecided: choose one next."""
    guess = begin(call.db, call.actor, call.body["number"], device_of(call))
    return guess if isinstance(guess, Problem) else partial(_check, call, guess)


def _check(call: Call[SignInForm], guess: Guess) -> Reply | Problem:
    """After the try is counted: no connection is held while the password is checked."""
    fitting = matching(guess, call.body["password"])
    with transaction() as db:
        me = conclude(db, call.actor, guess, fitting)
        if isinstance(me, Problem):
            return me
        return opened(db, call, me, Owner.by(me.id, me.password_hash))


@endpoint(
    "PUT", "/v1/session/role", roles=ANY_SESSION, body=RoleChoice, returns=SignedInView, hands_out_credentials=True
)
def choose_role(call: Call[RoleChoiceForm]) -> Reply:
    """Choose one of one's roles, or switch to the other one without signing in again."""
    me = person(call.db, call.actor.person_id)
    return signed_in(call.db, me, sessions.switch_role(call.db, call.actor, call.body["role"], roles_of(call.db, me)))


@endpoint(
    "POST",
    "/v1/session/refresh",
    roles=PUBLIC,
    returns=SignedInView,
    errors=(SessionEnded,),
    hands_out_credentials=True,
    cookie=REFRESH,
)
def refresh_session(call: Call) -> Reply | Problem:
    """A new access token for the refresh cookie, which is replaced. A copied cookie ends its session."""
    given = refreshing.refresh(call.db, call.cookies.get(REFRESH, ""), call.actor)
    return given if isinstance(given, Problem) else signed_in(call.db, person(call.db, given.person_id), given)


@endpoint("DELETE", "/v1/session", roles=ANY_SESSION, status=204)
def sign_out(call: Call) -> Reply:
    """End the session. Its tokens are refused from now on."""
    sessions.sign_out(call.db, call.actor)
    return Reply(cookies=(Cookie(REFRESH, None, 0, PATH),))


@endpoint("GET", "/v1/session", roles=ANY_SESSION, returns=SessionView)
def current_session(call: Call) -> SessionViewData:
    """Who is signed in, the active role, and the roles to choose from."""
    return session_of(call.db, person(call.db, call.actor.person_id), call.actor.role)


@endpoint("GET", "/v1/jwks.json", roles=PUBLIC, returns=JsonWebKeySet)
def published_keys(call: Call) -> Reply:
    """The public keys that access tokens are checked with; two while keys are being rotated."""
    return Reply(public_key_set(), headers={"Cache-Control": "public, max-age=300"})


entry = serve(__name__, live=True, secrets=("signing_keys",), memory=512, concurrency=16)
