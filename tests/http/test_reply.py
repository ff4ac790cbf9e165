"""Answers: content, cookies, refusals, and what another origin may read of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from marshmallow import fields

from common.http.call import Cookie, Json, Reply
from common.http.cookies import cookies_of
from common.http.reply import allow_origin, problem_reply, reply_to
from common.platform.auth import PUBLIC
from common.platform.errors import Busy, Invalid, NotFound
from common.platform.fields import View
from common.platform.log import request_context
from common.platform.settings import settings
from common.platform.text import Text
from tests.http.requests import endpoint, request

pytestmark = pytest.mark.usefixtures("database")
PORTAL = "https://portal.kampus.test"
BAKED = Cookie("aslab_refresh", "rahasia", 3600, "/v1/session")
GONE = Cookie("aslab_refresh", None, 0, "/v1/session")


class Chair(View):
    name = fields.String()


def handler() -> None: ...


def answer(given: Any, **declared: Any) -> Any:
    return reply_to(endpoint(handler, PUBLIC, **declared), given, request())


def marks(cookie: Cookie) -> set[str]:
    return set(answer(Reply(cookies=(cookie,)), status=204).headers["Set-Cookie"].split("; "))


def test_data_become_json_by_the_declared_schema() -> None:
    made = answer({"name": "Kursi é", "secret": 1}, returns=Chair, status=201)
    assert (made.status_code, made.get_data().decode()) == (201, '{"name": "Kursi é"}')
    assert (made.headers["Content-Type"], made.headers["Cache-Control"]) == ("application/json", "no-store")


def test_json_of_the_database_is_passed_on_as_it_is() -> None:
    assert answer(Json('{"a":  1}'), returns=Chair).get_data() == b'{"a":  1}'


def test_a_file_keeps_its_content_and_its_type() -> None:
    made = answer(Reply(content=b"%PDF", content_type="application/pdf"), returns="application/pdf")
    assert (made.get_data(), made.headers["Content-Type"]) == (b"%PDF", "application/pdf")
    empty = answer(Reply(content=b"", content_type="text/csv"), returns="text/csv")
    assert (empty.get_data(), empty.headers["Content-Type"]) == (b"", "text/csv")


def test_a_refusal_names_fifty_wrong_fields_and_no_more() -> None:
    many = {f"rows.{n}": [Text("salah", en="wrong")] * 2 for n in range(40)}
    errors = problem_reply(Invalid(fields=many), request()).get_json()["errors"]
    assert [one["field"] for one in errors] == [f"rows.{n // 2}" for n in range(50)]


@pytest.mark.parametrize("declared", [{"status": 204}, {"status": 204, "returns": Chair}, {"returns": None}])
def test_an_answer_without_content_is_not_called_json(declared: dict[str, Any]) -> None:
    assert answer(None, **declared).mimetype != "application/json"


def test_headers_of_the_handler_come_before_the_usual_ones() -> None:
    made = answer(Reply({}, headers={"Cache-Control": "public", "X-Seats": "2"}), returns=Chair)
    assert (made.headers.getlist("Cache-Control"), made.headers["X-Seats"]) == (["public"], "2")


def test_a_cookie_is_out_of_reach_of_scripts_and_lives_as_long_as_it_says() -> None:
    usual = {"aslab_refresh=rahasia", "Max-Age=3600", "Path=/v1/session", "HttpOnly", "SameSite=Strict", "Secure"}
    assert {mark for mark in marks(BAKED) if not mark.startswith("Expires=")} == usual


def test_a_cookie_is_not_secure_only_where_the_setting_says_so(setting: Callable[[str, str], None]) -> None:
    setting("COOKIE_SECURE", "false")
    assert "Secure" not in marks(BAKED)
    setting("ALLOWED_ORIGIN", PORTAL)
    assert {"Secure", "SameSite=None", "Partitioned", "HttpOnly", "Max-Age=3600"} <= marks(BAKED)


@pytest.mark.parametrize(
    ("portal", "secure", "name"),
    [
        (PORTAL, "true", "__Secure-aslab_refresh"),
        (PORTAL, "false", "aslab_refresh"),
        ("http://localhost:8080", "true", "aslab_refresh"),
    ],
)
def test_a_cookie_is_called_secure_where_the_portal_comes_by_tls(
    setting: Callable[[str, str], None], portal: str, secure: str, name: str
) -> None:
    setting("PORTAL_URL", portal)
    setting("COOKIE_SECURE", secure)
    assert f"{name}=rahasia" in marks(BAKED)
    assert {f"{name}=", "Max-Age=0"} <= marks(GONE)


@pytest.mark.parametrize(("portal", "believed"), [(PORTAL, "by-tls"), ("http://localhost:8080", "by-anybody")])
def test_a_cookie_that_any_page_may_set_is_not_taken_for_the_secure_one(
    setting: Callable[[str, str], None], portal: str, believed: str
) -> None:
    setting("PORTAL_URL", portal)
    sent = request(headers={"Cookie": "aslab_refresh=by-anybody; __Secure-aslab_refresh=by-tls"})
    assert cookies_of(sent)["aslab_refresh"] == believed


def test_an_answer_may_set_more_than_one_cookie() -> None:
    made = answer(Reply(cookies=(BAKED, Cookie("aslab_device", "b", 60, "/v1/session"))), status=204)
    assert [line.partition("=")[0] for line in made.headers.getlist("Set-Cookie")] == ["aslab_refresh", "aslab_device"]


def test_a_cookie_without_a_value_takes_itself_away() -> None:
    assert {"aslab_refresh=", "Max-Age=0", "Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Path=/v1/session"} <= marks(GONE)


def test_a_refusal_tells_status_code_title_and_the_id_that_finds_it() -> None:
    with request_context("made_up", "r-1"):
        made = problem_reply(NotFound(), request())
    assert made.get_json(force=True) == {
        "type": f"{settings().portal_url}/kode-galat?kode=not_found",
        "title": "Data tidak ditemukan",
        "status": 404,
        "code": "not_found",
        "request_id": "r-1",
    }
    assert (made.status_code, made.headers["Content-Type"]) == (404, "application/problem+json")
    assert (made.headers["Content-Language"], made.headers["Cache-Control"]) == ("id", "no-store")
    assert "Retry-After" not in made.headers


def test_a_refusal_speaks_the_language_of_the_browser_also_at_its_fields() -> None:
    wrong = Invalid(fields={"name": [Text("salah", en="wrong", code="bad"), Text("dua", en="two", code="two")]})
    made = problem_reply(wrong, request(headers={"Accept-Language": "en"}))
    told = made.get_json(force=True)
    assert (told["title"], made.headers["Content-Language"]) == ("Please check what you entered", "en")
    assert told["errors"] == [
        {"field": "name", "code": "bad", "message": "wrong"},
        {"field": "name", "code": "two", "message": "two"},
    ]


@pytest.mark.parametrize(
    ("problem", "seconds"), [(Busy(), "2"), (Busy(retry_after=0), "0"), (Busy(retry_after=9), "9")]
)
def test_a_refusal_says_when_to_come_back(problem: Busy, seconds: str) -> None:
    assert problem_reply(problem, request()).headers["Retry-After"] == seconds


def allowed(origin: str | None) -> dict[str, str]:
    sent = request(headers={"Origin": origin} if origin else {})
    made = allow_origin(answer(None, status=204), sent).headers
    return {name: value for name, value in made.items() if name.startswith("Access-Control") or name == "Vary"}


def test_the_portal_on_another_origin_may_send_and_read_what_it_needs(setting: Callable[[str, str], None]) -> None:
    setting("ALLOWED_ORIGIN", PORTAL)
    assert allowed(PORTAL) == {
        "Access-Control-Allow-Origin": PORTAL,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Accept-Language",
        "Access-Control-Expose-Headers": "Idempotent-Replayed, Retry-After, X-Request-Id",
        "Access-Control-Max-Age": "3600",
        "Vary": "Origin",
    }
    assert allowed("https://lain.test") == allowed(None) == {}


@pytest.mark.parametrize("origin", [PORTAL, "", None])
def test_one_origin_allows_none(origin: str | None) -> None:
    assert allowed(origin) == {}
