"""Our tokens and the gateway's document at a gateway that is not ours: what passes, and what is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
import time_machine
from flask import Request
from jwt import PyJWK
from requests import Response
from werkzeug.test import EnvironBuilder

from common.http.admit import authenticate
from common.http.declare import Endpoint
from common.http.function import Function
from common.ops.checkout import CHECKOUT
from common.ops.contract.gateway import filled
from common.ops.local.serving import HttpServer
from common.platform import clock
from common.platform.auth import keys as our_keys
from common.platform.auth.keys import new_key, public_half
from common.platform.auth.tokens import Claims, issue
from common.platform.settings import settings
from tests.contract.documents import operations
from tests.contract.envoy import GATEWAYS_OWN, KEYS_KEPT_SECONDS, Envoy, upstream

OLD, NEW, FOREIGN = new_key("one"), new_key("two"), new_key("one")
CLAIMS = Claims(uuid4(), uuid4(), "mahasiswa")
PROFILE = "/v1/profile"


class Values(dict[str, str]):
    """Fills the template; a function goes by its own name."""

    def __missing__(self, name: str) -> str:
        return name


@pytest.fixture(scope="module")
def published() -> list[dict[str, str]]:
    """The keys in the set that the gateway reads."""
    return [OLD]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    here = settings()
    template = json.loads((CHECKOUT / "terraform/generated/gateway.json").read_text())
    values = Values(issuer=here.token_issuer, audience=here.token_audience, jwks_uri="http://keys.test/keys")
    return filled(template, values)


@pytest.fixture(scope="module")
def gateway(
    document: dict[str, Any], published: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Envoy]:
    app = upstream(lambda: public_half({"keys": published}))
    with (
        HttpServer("The upstream", app) as behind,
        Envoy(document, behind.port, tmp_path_factory.mktemp("envoy")) as running,
    ):
        yield running


@contextmanager
def signing_with(*keys: dict[str, str], **environment: str) -> Iterator[None]:
    """The product's settings with these private keys, of which the first signs."""
    private = {"keys": list(keys)}
    given = {"SIGNING_KEYS": json.dumps(private), "PUBLIC_KEYS": json.dumps(public_half(private)), **environment}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        _read_anew()
        yield
    _read_anew()


def _read_anew() -> None:
    for kept in (settings, our_keys.signing_key, our_keys.public_keys):
        kept.cache_clear()


def ours(*keys: dict[str, str], ago: float = 0, **environment: str) -> str:
    """A token as the product makes it, `ago` seconds ago."""
    moment = clock.now() - timedelta(seconds=ago)
    with signing_with(*(keys or (OLD,)), **environment), time_machine.travel(moment):
        return issue(CLAIMS)


def altered(key: dict[str, str] = OLD, kid: str = "one", **changes: Any) -> str:
    """One of our tokens, changed and signed again."""
    payload = jwt.decode(ours(), options={"verify_signature": False})
    return jwt.encode(payload | changes, PyJWK(key).key, algorithm="ES256", headers={"kid": kid})


def by_hand(header: Mapping[str, str], sign: Callable[[bytes], bytes]) -> str:
    """A token that no library would make."""
    body = ours().split(".")[1]
    text = f"{_base64(json.dumps(header).encode())}.{body}"
    return f"{text}.{_base64(sign(text.encode()))}"


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def signed_with_what_is_public() -> str:
    secret = json.dumps(public_half({"keys": [OLD]})["keys"][0]).encode()
    header = {"alg": "HS256", "typ": "JWT", "kid": "one"}
    return by_hand(header, lambda text: hmac.new(secret, text, hashlib.sha256).digest())


def bearing(gateway: Envoy, token: str, **others: str) -> Response:
    return gateway.ask("GET", PROFILE, Authorization=f"Bearer {token}", **others)


def test_a_token_of_ours_passes_and_the_function_knows_its_bearer(
    gateway: Envoy, functions: dict[str, Function]
) -> None:
    token = ours()
    heard = bearing(gateway, token).json()
    assert (heard["function"], heard["path"]) == ("manage_profile", PROFILE)
    assert heard["headers"]["X-Forwarded-Authorization"] == f"Bearer {token}"
    assert heard["headers"]["Authorization"] == GATEWAYS_OWN
    [endpoint] = [one for one in functions["manage_profile"].endpoints if one.name == "show_profile"]
    assert _identified(endpoint, heard["headers"]) == CLAIMS


def _identified(endpoint: Endpoint, headers: dict[str, str]) -> Claims | None:
    """Whom the product takes the caller for."""
    request = EnvironBuilder(PROFILE, headers=headers.items())
    with signing_with(OLD):
        return authenticate(endpoint, Request(request.get_environ()))


def test_the_payload_goes_along_and_nobody_can_forge_it(gateway: Envoy) -> None:
    token = ours()
    forged = {"X-Apigateway-Api-Userinfo": "forged", "X-Forwarded-Authorization": "Bearer forged"}
    headers = bearing(gateway, token, **forged).json()["headers"]
    told = headers["X-Apigateway-Api-Userinfo"]
    assert json.loads(urlsafe_b64decode(told + "==")) == jwt.decode(token, options={"verify_signature": False})
    assert headers["X-Forwarded-Authorization"] == f"Bearer {token}"


NO_KEY = "Jwks doesn't have key to match kid or alg from Jwt"
NOT_A_TOKEN = "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections"
BAD: dict[str, tuple[Callable[[], str], int, str]] = {
    "expired": (lambda: ours(ago=15 * 60), 401, "Jwt is expired"),
    "not yet valid": (lambda: altered(nbf=int(time.time()) + 600), 401, "Jwt not yet valid"),
    "foreign key of the same name": (lambda: ours(FOREIGN), 401, "Jwt verification fails"),
    "unknown kid": (lambda: altered(kid="nobody"), 401, NO_KEY),
    "wrong issuer": (lambda: ours(TOKEN_ISSUER="https://elsewhere.test"), 401, "Jwt issuer is not configured"),
    "wrong audience": (lambda: ours(TOKEN_AUDIENCE="another"), 403, "Audiences in Jwt are not allowed"),
    "alg none": (lambda: by_hand({"alg": "none"}, lambda _: b""), 401, NOT_A_TOKEN),
    "alg none, signed": (lambda: by_hand({"alg": "none"}, lambda _: b"x"), 401, "Jwt header [alg] is not supported"),
    "public key as secret": (signed_with_what_is_public, 401, NO_KEY),
    "another payload under a good signature": (
        lambda: ".".join([*altered(role="admin").split(".")[:2], ours().split(".")[2]]),
        401,
        "Jwt verification fails",
    ),
}


@pytest.mark.parametrize(("make", "status", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_token_does_not_pass(gateway: Envoy, make: Callable[[], str], status: int, message: str) -> None:
    answer = bearing(gateway, make())
    assert (answer.status_code, answer.text) == (status, message)


def test_what_is_changed_for_the_bad_ones_would_pass_unchanged(gateway: Envoy) -> None:
    assert bearing(gateway, altered()).status_code == 200


def test_no_token_does_not_pass_and_one_in_the_address_or_another_header_is_none(gateway: Envoy) -> None:
    token = ours()
    elsewhere = {"X-Goog-Iap-Jwt-Assertion": token, "X-Forwarded-Authorization": f"Bearer {token}"}
    answers = [
        gateway.ask("GET", PROFILE),
        gateway.ask("GET", f"{PROFILE}?access_token={token}"),
        gateway.ask("GET", PROFILE, **elsewhere),
        gateway.ask("GET", PROFILE, Authorization=f"Basic {token}"),
    ]
    assert [(answer.status_code, answer.text) for answer in answers] == [(401, "Jwt is missing")] * 4


def test_each_operation_asks_for_a_token_unless_it_is_public(
    gateway: Envoy, document: dict[str, Any], functions: dict[str, Function]
) -> None:
    """By the declarations, not by the document: so that a document that says too little is noticed."""
    public = {(one.method, one.path) for function in functions.values() for one in function.endpoints if one.public}
    for path, method, operation in operations(document):
        answer = gateway.ask(method.upper(), path.replace("{", "").replace("}", ""))
        if method == "options" or (method.upper(), path) in public:
            assert (answer.status_code, answer.json()["function"]) == (200, operation["x-google-backend"]["address"])
        else:
            assert (answer.status_code, answer.text) == (401, "Jwt is missing"), f"{method} {path}"


def test_a_public_path_passes_also_with_a_token_that_is_none(gateway: Envoy) -> None:
    """A page that holds an old token still shows what everybody may see."""
    answer = gateway.ask("GET", "/v1/vacancies", Authorization="Bearer outdated")
    assert (answer.status_code, answer.json()["function"]) == (200, "browse_vacancies")


def test_keys_rotate_without_anybody_noticing(gateway: Envoy, published: list[dict[str, str]]) -> None:
    of_old, of_new = ours(OLD, NEW), ours(NEW, OLD)

    def require(expected: tuple[bool, bool], *keys: dict[str, str]) -> None:
        """For a while the gateway may go by an older set."""
        published[:] = keys
        until = time.monotonic() + 100 * KEYS_KEPT_SECONDS
        while (passing := (bearing(gateway, of_old).ok, bearing(gateway, of_new).ok)) != expected:
            assert time.monotonic() < until, passing

    require((True, False), OLD)
    require((True, True), OLD, NEW)
    require((False, True), NEW)
    require((True, False), OLD)
