"""Signs people in with their campus account, by OpenID Connect, where the campus has switched it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from common.domain.people.campus_accounts import CampusAccount
from common.domain.people.campus_sign_in import begin, conclude, fail
from common.domain.people.errors import AccountInactive, CampusAccountUnknown, CampusSignInFailed, TooManyTries
from common.domain.people.schemas import CampusAnswer, CampusDoor, CampusErrand, CampusSignedInView
from common.domain.people.tries import Try, take_back
from common.http import Call, Cookie, Reply, endpoint, serve
from common.http.signed_in import device_of, opened
from common.platform.auth import PUBLIC
from common.platform.auth.devices import Owner
from common.platform.db import transaction
from common.platform.errors import NotFound, Problem
from common.platform.open_id.errand import LIFE, Errand, errand_of
from common.platform.open_id.exchange import require_answer_to, way_back, way_out
from common.platform.open_id.id_token import NotValid
from common.platform.outside import OutsideFault
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.forms import CampusAnswerForm, CampusErrandForm

ERRAND, _PATH = "aslab_errand", "/v1/session/campus"
_PLACES = 12


@endpoint("POST", _PATH, roles=PUBLIC, body=CampusErrand, returns=CampusDoor, status=201, errors=(NotFound,))
def start_campus_sign_in(call: Call[CampusErrandForm]) -> Callable[[], Reply]:
    """Begin to sign in with the campus account: the browser goes to the address, and comes back with an answer."""
    _require_on()
    return partial(_start, Errand.to(call.body["page"] or ""))


def _start(errand: Errand) -> Reply:
    """No connection is held while the campus is asked for its addresses."""
    kept = Cookie(ERRAND, errand.token(), int(LIFE.total_seconds()), _PATH)
    return Reply({"address": way_out(errand)}, cookies=(kept,))


@endpoint(
    "POST",
    "/v1/session/campus/answer",
    roles=PUBLIC,
    body=CampusAnswer,
    returns=CampusSignedInView,
    status=201,
    errors=(CampusAccountUnknown, AccountInactive, CampusSignInFailed, TooManyTries, NotFound),
    hands_out_credentials=True,
    most_at_once=_PLACES,
)
def finish_campus_sign_in(call: Call[CampusAnswerForm]) -> Callable[[], Reply | Problem] | Problem:
    """Sign in with what the campus's page gave the browser. With two roles the session starts undecided."""
    _require_on()
    counted = begin(call.db, call.actor, device_of(call))
    return counted if isinstance(counted, Problem) else partial(_finish, call, counted)


def _finish(call: Call[CampusAnswerForm], counted: Try) -> Reply | Problem:
    """After the try is counted: no connection is held while the campus is asked."""
    try:
        errand = require_answer_to(errand_of(call.cookies.get(ERRAND, "")), call.body["errand"], call.body["iss"])
        campus = CampusAccount.by(way_back(errand, call.body["code"] or ""))
    except NotValid as answer:
        with transaction() as db:
            return fail(db, call.actor, counted, answer.fault)
    except OutsideFault:
        with transaction() as db:
            take_back(db, counted)
        raise
    with transaction() as db:
        me = conclude(db, call.actor, counted, campus)
        if isinstance(me, Problem):
            return me
        reply = opened(db, call, me, Owner.by_campus(me.id))
        done = Cookie(ERRAND, None, 0, _PATH)
        return replace(reply, data={**reply.data, "page": errand.page}, cookies=(*reply.cookies, done))


def _require_on() -> None:
    """Raises NotFound where the campus has no such sign-in."""
    if not settings().campus_issuer:
        raise NotFound()


entry = serve(
    __name__, live=True, secrets=("signing_keys", "campus_client_secret"), memory=512, concurrency=16, max_instances=1
)
