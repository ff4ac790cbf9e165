"""Signs people in and out, gives them the role they choose, and publishes the keys that verify their tokens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from common.domain.assistants.policy import roles_of
from common.domain.people import refreshing, sessions
from common.domain.people.errors import AccountInactive, TooManyTries, WrongCredentials
from common.domain.people.places import PLACES, shares_of
from common.domain.people.queries import person
from common.domain.people.schemas import JsonWebKeySet, RoleChoice, SessionView, SignedInView, SignIn
from common.domain.people.sign_in import Guess, begin, conclude, matching
from common.http import Call, Cookie, Reply, endpoint, serve
from common.platform.auth import ANY_SESSION, PUBLIC
from common.platform.auth.devices import Device, Owner, device_token, known_device
from common.platform.auth.keys import public_key_set
from common.platform.db import Connection, as_view, transaction
from common.platform.errors import Problem, SessionEnded
from common.platform.settings import settings
from common.platform.user_agents import device_name

if TYPE_CHECKING:
    from common.domain.people.forms import RoleChoiceForm, SignInForm
    from common.domain.people.rows import PersonRow
    from common.domain.people.views import PersonViewData, SessionViewData, SignedInViewData

COOKIE, DEVICE, _PATH = "aslab_refresh", "aslab_device", "/v1/session"


@endpoint(
    "POST",
    "/v1/session",
    roles=PUBLIC,
    body=SignIn,
    returns=SignedInView,
    status=201,
    errors=(WrongCredentials, AccountInactive, TooManyTries),
    hands_out_credentials=True,
    most_at_once=PLACES,
    shares=lambda call: shares_of(call.body["number"], call.actor.ip, known_device(call.cookies.get(DEVICE, ""))),
)
def sign_in(call: Call[SignInForm]) -> Callable[[], Reply | Problem] | Problem:
    """Sign in with NIM or NIP and password. With two roles the session starts undecided: choose one next."""
    device = known_device(call.cookies.get(DEVICE, ""))
    guess = begin(call.db, call.actor, call.body["number"], device)
    return guess if isinstance(guess, Problem) else partial(_check, call, guess, device)


def _check(call: Call[SignInForm], guess: Guess, device: Device | None) -> Reply | Problem:
    """After the try is counted: no connection is held while the password is checked."""
    fitting = matching(guess, call.body["password"])
    with transaction() as db:
        me = conclude(db, call.actor, guess, fitting)
        if isinstance(me, Problem):
            return me
        sessions.end_session_of(db, call.cookies.get(COOKIE, ""))
        here = (device or Device(uuid4())).signed_in_by(Owner.by(me.id, me.password_hash))
        opened = sessions.open_session(db, me.id, roles_of(db, me), here.id, device_name(call.user_agent))
        return _signed_in(db, me, opened, Cookie(DEVICE, device_token(here), settings().device_days * 86_400, _PATH))


@endpoint(
    "PUT", "/v1/session/role", roles=ANY_SESSION, body=RoleChoice, returns=SignedInView, hands_out_credentials=True
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
    errors=(SessionEnded,),
    hands_out_credentials=True,
    cookie=COOKIE,
)
def refresh_session(call: Call) -> Reply | Problem:
    """A new access token for the refresh cookie, which is replaced. A copied cookie ends its session."""
    given = refreshing.refresh(call.db, call.cookies.get(COOKIE, ""), call.actor)
    return given if isinstance(given, Problem) else _signed_in(call.db, person(call.db, given.person_id), given)


@endpoint("DELETE", "/v1/session", roles=ANY_SESSION, status=204)
def sign_out(call: Call) -> Reply:
    """End the session. Its tokens are refused from now on."""
    sessions.sign_out(call.db, call.actor)
    return Reply(cookies=(Cookie(COOKIE, None, 0, _PATH),))


@endpoint("GET", "/v1/session", roles=ANY_SESSION, returns=SessionView)
def current_session(call: Call) -> SessionViewData:
    """Who is signed in, the active role, and the roles to choose from."""
    return _session(call.db, person(call.db, call.actor.person_id), call.actor.role)


@endpoint("GET", "/v1/jwks.json", roles=PUBLIC, returns=JsonWebKeySet)
def published_keys(call: Call) -> Reply:
    """The public keys that access tokens are checked with; two while keys are being rotated."""
    return Reply(public_key_set(), headers={"Cache-Control": "public, max-age=300"})


def _session(db: Connection, me: PersonRow, role: str) -> SessionViewData:
    shown: PersonViewData = as_view(me)
    return {"role": role, "roles": roles_of(db, me), "person": shown}


def _signed_in(db: Connection, me: PersonRow, given: sessions.Credentials, *more: Cookie) -> Reply:
    who = _session(db, me, given.role)
    answer: SignedInViewData = {**who, "access_token": given.access_token, "expires_in": given.expires_in}
    return Reply(answer, cookies=(Cookie(COOKIE, given.refresh_token, given.cookie_seconds, _PATH), *more))


entry = serve(__name__, live=True, secrets=("signing_keys",), memory=512, concurrency=16)
