"""Signed links through the front, and who may use it from another origin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import requests
import time_machine
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client
from google.oauth2.service_account import Credentials
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client as Browser
from werkzeug.wrappers import Response

from common.ops.local.buckets import Buckets
from common.ops.local.cors import Cors
from common.ops.local.front import Front
from common.ops.local.places import Places
from common.platform import clock

MINUTES = timedelta(minutes=5)
NAME = "kartu/Nur'aini (1)~ü.txt"
PORTAL = "http://localhost:8080"
SIZED = {"x-goog-content-length-range": "1,10"}


@pytest.fixture(scope="module")
def buckets(places: Places) -> Iterator[Buckets]:
    with Buckets(places, ["private"], cors=Cors(origins=frozenset({PORTAL}))) as buckets:
        blob(buckets, NAME).upload_from_string(b"hello world", content_type="text/plain")
        yield buckets


def blob(buckets: Buckets, name: str = NAME) -> Any:
    client = Client("local", AnonymousCredentials(), client_options={"api_endpoint": buckets.url})
    return client.bucket("private").blob(name)


def link(buckets: Buckets, name: str = NAME, base: str = "", **changes: Any) -> str:
    signer = Credentials.from_service_account_file(buckets.account.key_file)
    given = {"version": "v4", "expiration": MINUTES, "credentials": signer}
    address = base or buckets.public_url
    return str(blob(buckets, name).generate_signed_url(**given | changes, api_access_endpoint=address))


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, timeout=10)


def assert_refused(answer: requests.Response, status: int, code: str) -> None:
    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True), answer.text


def test_a_signed_link_shows_the_object(buckets: Buckets) -> None:
    answer = get(link(buckets))
    assert (answer.status_code, answer.text) == (200, "hello world")
    assert answer.headers["Content-Type"] == "text/plain"


def test_a_part_of_an_object_may_be_asked_for(buckets: Buckets) -> None:
    answer = get(link(buckets), Range="bytes=6-10")
    assert (answer.status_code, answer.text) == (206, "world")


def test_a_link_says_how_the_browser_is_to_take_the_file(buckets: Buckets) -> None:
    disposition = 'attachment; filename="kartu.txt"'
    answer = get(link(buckets, response_disposition=disposition, response_type="application/pdf"))
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_document_may_be_shown_in_a_frame(buckets: Buckets) -> None:
    answer = get(link(buckets, response_disposition="inline", response_type="application/pdf"))
    assert answer.headers["Content-Disposition"] == "inline"
    assert {"X-Frame-Options", "Content-Security-Policy"} & set(answer.headers) == set()


def test_a_plain_read_is_refused(buckets: Buckets) -> None:
    plain = urlsplit(link(buckets))
    assert_refused(get(f"{buckets.public_url}{plain.path}"), 403, "AccessDenied")
    assert_refused(get(f"{buckets.public_url}/private"), 403, "AccessDenied")
    assert_refused(get(f"{buckets.public_url}/storage/v1/b/private/o"), 403, "AccessDenied")
    assert_refused(get(f"{buckets.public_url}{plain.path}", Authorization="Bearer anything"), 403, "AccessDenied")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/private/kartu", "/private/other"),
        ("X-Goog-Expires=300", "X-Goog-Expires=3000"),
        ("X-Goog-SignedHeaders=host", "response-content-type=text%2Fhtml&X-Goog-SignedHeaders=host"),
    ],
)
def test_a_link_that_was_changed_is_refused(buckets: Buckets, old: str, new: str) -> None:
    address = link(buckets)
    assert old in address
    assert_refused(get(address.replace(old, new)), 403, "SignatureDoesNotMatch")


def test_a_link_without_its_account_or_with_a_long_life_is_refused(buckets: Buckets) -> None:
    address = link(buckets)
    account = quote(buckets.account.email, safe="")
    assert_refused(get(address.replace(account, "mallory%40example.org")), 403, "SignatureDoesNotMatch")
    assert_refused(get(address.replace("GOOG4-RSA-SHA256", "GOOG4-HMAC-SHA256")), 400, "InvalidArgument")
    assert_refused(get(address + "&X-Goog-Expires=3000"), 400, "InvalidArgument")


def test_an_expired_link_is_refused(buckets: Buckets) -> None:
    with time_machine.travel(clock.now() - MINUTES - timedelta(seconds=5)):
        address = link(buckets)
    assert_refused(get(address), 400, "ExpiredToken")


def test_a_link_of_the_future_is_refused(buckets: Buckets) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        address = link(buckets)
    assert_refused(get(address), 403, "RequestTimeTooSkewed")


def test_a_link_serves_its_method_alone(buckets: Buckets) -> None:
    assert_refused(requests.put(link(buckets), data=b"x", timeout=10), 403, "SignatureDoesNotMatch")
    assert_refused(requests.delete(link(buckets), timeout=10), 405, "MethodNotAllowed")
    assert requests.head(link(buckets, method="HEAD"), timeout=10).headers["Content-Length"] == "11"
    assert blob(buckets).download_as_bytes() == b"hello world"


def test_an_object_that_is_not_there_is_a_404(buckets: Buckets) -> None:
    assert_refused(get(link(buckets, "nothing")), 404, "NoSuchKey")


def test_a_signed_put_keeps_what_was_signed(buckets: Buckets) -> None:
    address = link(buckets, "put", method="PUT", content_type="image/png", headers=dict(SIZED))
    allowed = {"Content-Type": "image/png", **SIZED}
    assert requests.put(address, data=b"12345", headers=allowed, timeout=10).status_code == 200
    stored = blob(buckets, "put")
    assert stored.download_as_bytes() == b"12345"
    stored.reload()
    assert stored.content_type == "image/png"
    for headers, content, status, code in (
        (allowed, b"x" * 11, 400, "EntityTooLarge"),
        (allowed, b"", 400, "EntityTooSmall"),
        ({**allowed, "Content-Type": "text/html"}, b"x", 403, "SignatureDoesNotMatch"),
        ({**allowed, "x-goog-content-length-range": "1,99"}, b"x", 403, "SignatureDoesNotMatch"),
        ({"Content-Type": "image/png"}, b"x", 400, "MalformedSecurityHeader"),
        ({**allowed, "x-goog-meta-a": "b"}, b"x", 400, "MalformedSecurityHeader"),
    ):
        assert_refused(requests.put(address, data=content, headers=headers, timeout=10), status, code)
    assert blob(buckets, "put").download_as_bytes() == b"12345"


def test_the_front_may_stand_under_a_path(buckets: Buckets) -> None:
    mounted = DispatcherMiddleware(Response("other"), {"/storage": Front(buckets.url, buckets.account)})
    address = urlsplit(link(buckets, base="http://localhost/storage"))
    answer = Browser(mounted).get(address.path, query_string=address.query)
    assert (answer.status_code, answer.text) == (200, "hello world")


def preflight(buckets: Buckets, origin: str, headers: str, method: str = "PUT") -> requests.Response:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }
    return requests.options(f"{buckets.public_url}/private/put", headers=asked, timeout=10)


def test_a_preflight_of_the_portal_is_answered(buckets: Buckets) -> None:
    answer = preflight(buckets, PORTAL, "content-type, x-goog-content-length-range")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == PORTAL
    assert "PUT" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Max-Age"] == "3600"


@pytest.mark.parametrize(
    ("origin", "headers", "method"),
    [
        ("https://elsewhere.example", "content-type", "PUT"),
        (PORTAL, "content-type, x-forgotten", "PUT"),
        (PORTAL, "content-type", "DELETE"),
    ],
)
def test_a_preflight_for_more_than_the_setting_gets_no_permission(
    buckets: Buckets, origin: str, headers: str, method: str
) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(buckets, origin, headers, method).headers


def test_answers_and_refusals_can_be_read_by_the_portal_alone(buckets: Buckets) -> None:
    for address in (link(buckets), f"{buckets.public_url}/private/x"):
        assert get(address, Origin=PORTAL).headers["Access-Control-Allow-Origin"] == PORTAL
        assert "Access-Control-Allow-Origin" not in get(address, Origin="https://elsewhere.example").headers
