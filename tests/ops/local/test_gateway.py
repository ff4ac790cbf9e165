"""The gateway of one machine refuses, rewrites and waits as API Gateway does."""

from __future__ import annotations

import json
import sys
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import jwt
import pytest
from jwt import PyJWK
from werkzeug.test import Client, TestResponse

import functions as folder_of_functions
from common.http.declare import ENDPOINTS
from common.http.function import FUNCTIONS
from common.ops.contract import gateway as contract
from common.ops.contract.functions import load_functions
from common.ops.local import gateway_tokens
from common.ops.local.gateway import Gateway
from common.ops.local.host import FunctionHost
from common.platform.auth.keys import new_key, public_half
from common.platform.settings import settings

ECHO = """
    '''Says what it was asked.'''
    import json
    from threading import Event
    from uuid import UUID
    from flask import Response
    from common.platform.auth import ANY_ROLE, PUBLIC
    from common.http import Call, endpoint, serve

    @endpoint("GET", "/v1/echo", roles=PUBLIC)
    def open_echo(call: Call) -> None:
        '''Anybody's.'''

    @endpoint("POST", "/v1/echo/{echo_id}", roles=ANY_ROLE)
    def own_echo(call: Call, echo_id: UUID) -> None:
        '''One's own.'''

    @endpoint("POST", "/v1/echo/sleep", roles=PUBLIC)
    def sleep(call: Call) -> None:
        '''Too slow.'''

    described = serve(__name__, timeout=1)
    woken, awake = Event(), Event()

    def entry(request):
        if request.path.endswith("/sleep"):
            woken.wait(30)
            awake.set()
        told = {
            "method": request.method,
            "path": request.path,
            "query": request.query_string.decode(),
            "headers": dict(request.headers),
            "bytes": len(request.get_data()),
        }
        hops = {"Connection": "close", "Keep-Alive": "timeout=5", "X-Own": "kept"}
        return Response(json.dumps(told), 203, headers=hops, content_type="application/json")
"""
OWN = "/v1/echo/6b1de9a5-0f5c-4b5e-9f3a-1d2a3b4c5d6e"
KEY, NEXT_KEY, FOREIGN_KEY = new_key("one"), new_key("two"), new_key("one")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FunctionHost]:
    folder = tmp_path_factory.mktemp("functions")
    (folder / "echo").mkdir()
    (folder / "echo" / "__init__.py").touch()
    (folder / "echo" / "main.py").write_text(dedent(ECHO))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_of_functions, "__path__", [str(folder)])
        yield FunctionHost(load_functions())
    for registry in (FUNCTIONS, ENDPOINTS, sys.modules):
        registry.pop("functions.echo.main", None)
    sys.modules.pop("functions.echo", None)


@pytest.fixture
def published() -> list[dict[str, str]]:
    return [KEY]


@pytest.fixture
def client(host: FunctionHost, published: list[dict[str, str]], tmp_path: Path) -> Client:
    (tmp_path / "index.html").write_text("<!doctype html>the portal")
    document = contract.document({"echo": FUNCTIONS["functions.echo.main"]})
    mounts = {"/_local/mail": _mounted}
    return Client(Gateway(document, host, lambda: public_half({"keys": published}), tmp_path, mounts))


def _mounted(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", [])
    return [f"mail {environ['PATH_INFO']}".encode()]


def token(key: dict[str, str] = KEY, **changes: Any) -> str:
    now = datetime.now(UTC)
    claims = {
        "iss": settings().token_issuer,
        "aud": settings().token_audience,
        "sub": "somebody",
        "iat": now,
        "exp": now + timedelta(minutes=10),
        **changes,
    }
    return jwt.encode(claims, PyJWK(key).key, algorithm="ES256", headers={"kid": key["kid"]})


def with_token(value: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {value}"}


def refused(response: TestResponse, status: int, message: str) -> None:
    assert response.status_code == status, response.text
    assert response.json == {"code": status, "message": message}
    assert response.mimetype == "application/json"


def test_an_unknown_path_is_refused_in_the_gateway_s_words(client: Client) -> None:
    refused(client.get("/v1/nothing"), 404, "The current request is not defined by this API.")


def test_a_line_end_in_a_path_is_refused_in_the_function_s_words(client: Client) -> None:
    response = client.post("/v1/echo/a%0Ab", headers=with_token(token()))
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert response.json["code"] == "not_found"


def test_a_known_path_with_another_method_is_refused(client: Client) -> None:
    told = 'The current request is matched to the defined url template "/v1/echo" but its http method is not allowed'
    for method in ("DELETE", "HEAD"):
        response = client.open("/v1/echo", method=method)
        assert response.status_code == 405
    refused(client.delete("/v1/echo"), 405, told)


@pytest.fixture(autouse=True)
def sleeping(host: FunctionHost) -> Iterator[None]:
    """A function that sleeps does so to the end of the test."""
    function = sys.modules["functions.echo.main"]
    function.woken.clear()
    function.awake.clear()
    yield
    function.woken.set()


def test_a_placeholder_takes_one_segment_and_an_escaped_slash_is_none(client: Client) -> None:
    assert client.post("/v1/echo/a/b", headers=with_token(token())).status_code == 404
    assert client.post("/v1/echo/a%2Fb", headers=with_token(token())).status_code == 203
    assert client.post("/v1/echo/", headers=with_token(token())).status_code == 405


def test_a_written_out_path_goes_before_a_placeholder(client: Client) -> None:
    assert client.options("/v1/echo/sleep").status_code == 504, "the function sleeps there"


def test_a_preflight_needs_no_token(client: Client) -> None:
    response = client.options(OWN)
    assert (response.status_code, response.json["method"]) == (203, "OPTIONS")


def test_no_token_is_refused_before_the_function(client: Client) -> None:
    response = client.post(OWN)
    refused(response, 401, "Jwt is missing")
    assert response.headers["WWW-Authenticate"] == f'Bearer realm="http://localhost{OWN}"'


@pytest.mark.parametrize("header", ["bearer {}", "Basic {}", "{}"])
def test_a_token_without_its_prefix_is_missing(client: Client, header: str) -> None:
    refused(client.post(OWN, headers={"Authorization": header.format(token())}), 401, "Jwt is missing")


def test_a_token_in_the_query_or_another_header_is_missing(client: Client) -> None:
    headers = {"X-Goog-Iap-Jwt-Assertion": token(), "X-Forwarded-Authorization": f"Bearer {token()}"}
    refused(client.post(f"{OWN}?access_token={token()}", headers=headers), 401, "Jwt is missing")


LONG_AGO, SOON = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
NOT_A_TOKEN = "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections"


@pytest.mark.parametrize(
    ("bad", "status", "message"),
    [
        (token(exp=LONG_AGO), 401, "Jwt is expired"),
        (token(nbf=SOON), 401, "Jwt not yet valid"),
        (token(iss="https://elsewhere.test"), 401, "Jwt issuer is not configured"),
        (token(aud="another"), 403, "Audiences in Jwt are not allowed"),
        (token(aud=None), 403, "Audiences in Jwt are not allowed"),
        (token(FOREIGN_KEY), 401, "Jwt verification fails"),
        (token(NEXT_KEY), 401, "Jwks doesn't have key to match kid or alg from Jwt"),
        (token()[:-8] + "AAAAAAAA", 401, "Jwt verification fails"),
        (jwt.encode({"iss": "x"}, None, algorithm="none"), 401, NOT_A_TOKEN),
        (jwt.encode({"iss": "x"}, None, algorithm="none") + "eA", 401, "Jwt header [alg] is not supported"),
        ("a.b", 401, NOT_A_TOKEN),
        ("", 401, NOT_A_TOKEN),
    ],
)
def test_a_bad_token_is_refused_before_the_function(client: Client, bad: str, status: int, message: str) -> None:
    response = client.post(OWN, headers=with_token(bad))
    refused(response, status, message)
    assert response.headers["WWW-Authenticate"].endswith('error="invalid_token"')


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(client: Client) -> None:
    claims = {"iss": settings().token_issuer, "aud": settings().token_audience}
    forged = jwt.encode(claims, KEY["x"] + KEY["y"], algorithm="HS256", headers={"kid": KEY["kid"]})
    refused(client.post(OWN, headers=with_token(forged)), 401, "Jwks doesn't have key to match kid or alg from Jwt")


def test_a_token_that_expired_within_a_minute_still_passes(client: Client) -> None:
    just_over = token(exp=datetime.now(UTC) - timedelta(seconds=30))
    assert client.post(OWN, headers=with_token(just_over)).status_code == 203


def test_a_new_key_is_known_once_it_is_published(
    client: Client, published: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.post(OWN, headers=with_token(token(NEXT_KEY))).status_code == 401
    published.append(NEXT_KEY)
    monkeypatch.setattr(gateway_tokens, "_KEYS_GOOD_FOR_SECONDS", -1)
    assert client.post(OWN, headers=with_token(token(NEXT_KEY))).status_code == 203
    published.remove(KEY)
    assert client.post(OWN, headers=with_token(token(KEY))).status_code == 401


def test_the_caller_s_token_goes_beside_the_gateway_s_own(client: Client) -> None:
    mine = token()
    spoofed = {"X-Forwarded-Authorization": "Bearer forged", "X-Apigateway-Api-Userinfo": "forged"}
    headers = client.post(OWN, headers=with_token(mine) | spoofed).json["headers"]
    assert headers["X-Forwarded-Authorization"] == f"Bearer {mine}"
    assert headers["Authorization"] not in (f"Bearer {mine}", "Bearer forged")
    userinfo = headers["X-Apigateway-Api-Userinfo"]
    assert "=" not in userinfo
    payload = json.loads(urlsafe_b64decode(userinfo + "=" * (-len(userinfo) % 4)))
    assert payload == jwt.decode(mine, options={"verify_signature": False})


def test_a_public_route_passes_on_what_a_client_claims(client: Client) -> None:
    """Nobody promises otherwise, so functions are tested against the worst."""
    spoofed = {"X-Forwarded-Authorization": "Bearer forged", "X-Apigateway-Api-Userinfo": "forged"}
    headers = client.get("/v1/echo", headers=spoofed).json["headers"]
    assert spoofed.items() <= headers.items()
    assert headers["Authorization"].startswith("Bearer ")
    with_own = client.get("/v1/echo", headers=spoofed | with_token("anything")).json["headers"]
    assert with_own["X-Forwarded-Authorization"] == "Bearer anything"


def test_the_client_s_address_is_put_at_the_end(client: Client) -> None:
    sent = {"X-Forwarded-For": "203.0.113.9"}
    told = client.get("/v1/echo", headers=sent, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert told.json["headers"]["X-Forwarded-For"] == "203.0.113.9,198.51.100.7"


def test_headers_between_two_neighbours_are_not_passed_on(client: Client) -> None:
    sent = {"Connection": "X-Between", "X-Between": "1", "Te": "trailers", "Upgrade": "h2c", "X-End-To-End": "1"}
    response = client.get("/v1/echo", headers=sent)
    assert not {"Connection", "X-Between", "Te", "Upgrade"} & set(response.json["headers"])
    assert response.json["headers"]["X-End-To-End"] == "1"
    assert (response.headers.get("Keep-Alive"), response.headers.get("Connection")) == (None, None)
    assert response.headers["X-Own"] == "kept"


def test_path_query_and_body_reach_the_function_whole(client: Client) -> None:
    told = client.post(f"{OWN}?a=1&a=%C3%A9", data=b"x" * 1000, headers=with_token(token())).json
    assert (told["path"], told["query"], told["bytes"]) == (OWN, "a=1&a=%C3%A9", 1000)


def test_more_than_32_megabytes_are_refused(client: Client) -> None:
    limit = 32 * 1024 * 1024
    refused(client.post(OWN, data=b"x" * (limit + 1), headers=with_token(token())), 413, "Payload Too Large")
    assert client.post(OWN, data=b"x" * limit, headers=with_token(token())).json["bytes"] == limit


def test_a_function_that_is_too_slow_is_not_waited_for(client: Client) -> None:
    refused(client.post("/v1/echo/sleep"), 504, "upstream request timeout")
    assert not sys.modules["functions.echo.main"].awake.is_set(), "the answer did not wait for the function"


def test_all_else_is_the_site_the_docs_and_what_is_mounted(client: Client) -> None:
    assert client.get("/dosen/lowongan").text == "<!doctype html>the portal"
    assert "swagger-ui" in client.get("/v1/docs").text
    assert client.get("/_local/mail/7").text == "mail /7"
    assert client.get("/_local/other").status_code == 404


def test_an_event_is_delivered_with_its_body_and_headers(host: FunctionHost) -> None:
    assert host.deliver("echo", "/upload/take", {"bucket": "b"}, {"Ce-Id": "1"}) == 203
    assert host.deliver("echo", "/schedule/tick") == 203
    with pytest.raises(KeyError):
        host.deliver("nobody", "/schedule/tick")
