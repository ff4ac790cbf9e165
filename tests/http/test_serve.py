"""One request, beside what every endpoint's tests hold."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client

from common.http.admit import client_ip
from common.ops.local.campus import Campus

PORTAL = "https://portal.kampus.test"


def ask(campus: Campus, function: str) -> Client:
    return Client(lambda environ, start: campus.host.call(function, environ, start))


@pytest.fixture
def two_origins(campus: Campus, setting: Callable[[str, str], None]) -> None:
    setting("ALLOWED_ORIGIN", PORTAL)


def test_one_origin_needs_no_permission_and_gets_none(campus: Campus) -> None:
    answer = ask(campus, "browse_vacancies").options("/v1/vacancies", headers={"Origin": PORTAL})
    assert answer.status_code == 204
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_portal_on_its_own_origin_is_let_in_and_no_other(campus: Campus, two_origins: None) -> None:
    client = ask(campus, "browse_vacancies")
    allowed = client.options("/v1/vacancies", headers={"Origin": PORTAL}).headers
    assert (allowed["Access-Control-Allow-Origin"], allowed["Vary"]) == (PORTAL, "Origin")
    other = client.options("/v1/vacancies", headers={"Origin": "https://jahat.test"}).headers
    assert "Access-Control-Allow-Origin" not in other


def test_the_refresh_cookie_of_another_origin_is_partitioned(campus: Campus, two_origins: None) -> None:
    from flask import Response

    from common.http import Cookie
    from common.http.cookies import set_cookie

    response = Response()
    set_cookie(response, Cookie("a", "b", 60, "/"))
    for mark in ("SameSite=None", "Partitioned", "Secure", "HttpOnly"):
        assert mark in response.headers["Set-Cookie"]


def test_the_request_id_reaches_answer_and_problem(campus: Campus) -> None:
    answer = ask(campus, "browse_vacancies").get("/v1/vacancies/keliru", headers={"X-Request-Id": "abc-1"})
    assert answer.headers["X-Request-Id"] == "abc-1"
    assert answer.get_json()["request_id"] == "abc-1"


@pytest.mark.parametrize("path", ["/v1/vacancies", "/v1/nothing", "/v1/vacancies?limit=0"])
def test_every_answer_is_taken_for_what_its_type_says(campus: Campus, path: str) -> None:
    headers = ask(campus, "browse_vacancies").get(path).headers
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")


def test_an_unexpected_fault_tells_nothing_of_itself(campus: Campus, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("rahasia dapur")

    monkeypatch.setattr(sys.modules["common.http.serve"], "read", broken)
    answer = ask(campus, "browse_vacancies").get("/v1/vacancies")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal_error")
    assert "rahasia" not in answer.text


def test_a_body_beyond_a_megabyte_is_not_read(campus: Campus) -> None:
    answer = ask(campus, "sign_in").post("/v1/session", data=b" " * 1_100_000, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [("", "10.0.0.9"), ("203.0.113.7", "203.0.113.7"), ("6.6.6.6, 203.0.113.7", "203.0.113.7")],
)
def test_only_the_address_that_the_proxy_saw_is_believed(forwarded: str, seen: str) -> None:
    from flask import Request
    from werkzeug.test import EnvironBuilder

    builder = EnvironBuilder(headers={"X-Forwarded-For": forwarded}, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert client_ip(Request(builder.get_environ())) == seen
