"""The two ways of a sign-in: the address that a browser is sent to, and the ID token for the code it brings back."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any
from urllib.parse import quote, urlencode

from common.platform.open_id.asking import STRANGE, ask
from common.platform.open_id.errand import Errand
from common.platform.open_id.id_token import NotValid, claims_of
from common.platform.open_id.server import Server, server
from common.platform.outside import Alarm
from common.platform.settings import settings

RETURN = "/masuk/kampus"


def return_address() -> str:
    """Where the campus sends people back to. With a hash in its links the portal is one file, which finds the page."""
    start, hash_, _ = settings().portal_url.partition("#")
    return start if hash_ else start + RETURN


def way_out(errand: Errand) -> str:
    """The campus's own page, with what it has to give back."""
    here = settings()
    asked = {
        "response_type": "code",
        "client_id": here.campus_client_id,
        "redirect_uri": return_address(),
        "scope": here.campus_scopes,
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": errand.challenge,
        "code_challenge_method": "S256",
        **({"prompt": here.campus_prompt} if here.campus_prompt else {}),
    }
    door = _server().address("authorization_endpoint")
    return f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}"


def require_answer_to(errand: Errand | None, state: str, issuer: str | None) -> Errand:
    """The errand that an answer belongs to. Raises NotValid, also where another issuer says that it answered."""
    if errand is None or not compare_digest(errand.state.encode(), state.encode()):
        raise NotValid("state")
    if issuer is not None and issuer != settings().campus_issuer:
        raise NotValid("issuer")
    return errand


def way_back(errand: Errand, code: str) -> Mapping[str, Any]:
    """The claims of who signed in at the campus. Raises NotValid, or an OutsideFault."""
    if not code:
        raise NotValid("code")
    return claims_of(_id_token(errand, code), _server(), errand.nonce)


def _id_token(errand: Errand, code: str) -> str:
    here, campus = settings(), _server()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address(),
        "code_verifier": errand.verifier,
        "client_id": here.campus_client_id,
    }
    auth = None
    if here.campus_client_secret and campus.takes_basic:
        auth = (quote(form.pop("client_id"), safe=""), quote(here.campus_client_secret, safe=""))
    elif here.campus_client_secret:
        form["client_secret"] = here.campus_client_secret
    answer = ask(campus.address("token_endpoint"), form=form, auth=auth)
    if answer.body.get("error") in {"invalid_client", "unauthorized_client"}:
        raise Alarm(STRANGE.format(code=answer.body["error"]))
    token = answer.body.get("id_token")
    if answer.status != 200 or not isinstance(token, str):
        raise NotValid("code")
    return token


def _server() -> Server:
    return server(settings().campus_issuer)
