"""Who asks: the address that is believed, and the token that is read."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from common.http.admit import authenticate, authorise, caller, client_ip
from common.platform.auth import ANY_ROLE, PUBLIC, Actor, Role
from common.platform.auth.tokens import Claims, issue
from common.platform.errors import Forbidden, Unauthenticated
from common.platform.log import request_context
from tests.http.requests import endpoint, request

pytestmark = pytest.mark.usefixtures("database")
DIRECT = "10.0.0.9"
CLIENT, LAST, MADE_UP = "203.0.113.7", "198.51.100.2", "6.6.6.6"


def handler() -> None: ...


@pytest.fixture
def claims() -> Claims:
    return Claims(uuid4(), uuid4(), "mahasiswa")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, f"{MADE_UP}, {CLIENT}", DIRECT),
        (0, "", DIRECT),
        (1, "", DIRECT),
        (1, CLIENT, CLIENT),
        (1, f"{MADE_UP}, {CLIENT}", CLIENT),
        (1, f"{MADE_UP},, {CLIENT} ,", CLIENT),
        (2, CLIENT, DIRECT),
        (2, f"{CLIENT}, {LAST}", CLIENT),
        (2, f"{MADE_UP}, {CLIENT}, {LAST}", CLIENT),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_saw(
    setting: Callable[[str, str], None], proxies: int, forwarded: str, seen: str
) -> None:
    setting("TRUSTED_PROXIES", str(proxies))
    assert client_ip(request(headers={"X-Forwarded-For": forwarded})) == seen


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize("header", ["Authorization", "X-Forwarded-Authorization"])
def test_a_bearer_token_is_read_from_either_header(claims: Claims, header: str, scheme: str) -> None:
    sent = request(headers={header: f"{scheme} {issue(claims)}"})
    assert authenticate(endpoint(handler, ANY_ROLE), sent) == claims


def test_behind_the_gateway_the_forwarded_token_is_the_callers(claims: Claims) -> None:
    gateways = Claims(uuid4(), uuid4(), "admin")
    headers = {"X-Forwarded-Authorization": f"Bearer {issue(claims)}", "Authorization": f"Bearer {issue(gateways)}"}
    assert authenticate(endpoint(handler, ANY_ROLE), request(headers=headers)) == claims


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic {}", "Token {}", "{}", "Bearer bukan-kunci"])
def test_anything_else_is_nobody(claims: Claims, header: str) -> None:
    sent = request(headers={"Authorization": header.format(issue(claims))})
    with pytest.raises(Unauthenticated):
        authenticate(endpoint(handler, ANY_ROLE), sent)


def test_a_public_operation_looks_at_no_token(claims: Claims) -> None:
    for header in (f"Bearer {issue(claims)}", "Bearer bukan-kunci"):
        assert authenticate(endpoint(handler, PUBLIC), request(headers={"Authorization": header})) is None


@pytest.mark.parametrize("role", list(Role))
def test_only_the_declared_roles_are_let_in(role: Role) -> None:
    declared = endpoint(handler, {Role.STUDENT, Role.ADMIN})
    authorise(endpoint(handler, PUBLIC), None)
    if role in declared.roles:
        authorise(declared, Claims(uuid4(), uuid4(), role))
    else:
        with pytest.raises(Forbidden):
            authorise(declared, Claims(uuid4(), uuid4(), role))


def test_the_caller_is_who_the_token_names_at_the_address_that_is_believed(claims: Claims) -> None:
    sent = request(headers={"X-Forwarded-For": CLIENT})
    with request_context("made_up", "r-1"):
        assert caller(None, sent) == Actor.public(CLIENT, "r-1")
        assert caller(claims, sent) == Actor(
            claims.person_id, "mahasiswa", session_id=claims.session_id, ip=CLIENT, request_id="r-1"
        )
