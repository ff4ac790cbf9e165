"""What was sent: how long, in which form, and what is wrong with it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from marshmallow import Schema

from common.http.declare import Endpoint
from common.http.load import read
from common.platform.auth import PUBLIC
from common.platform.errors import Invalid
from common.platform.fields import Form, LabelledInteger, LabelledList, LabelledString
from common.platform.text import Text
from tests.http.requests import endpoint, request

MEBIBYTE = 1024 * 1024
LABEL = Text("Kursi", en="Chairs")


class Chairs(Form):
    name = LabelledString(LABEL)
    rows = LabelledList(LabelledInteger(LABEL, least=1, most=9), LABEL, load_default=None)


class Which(Form):
    limit = LabelledInteger(LABEL, least=1, most=9, load_default=5, in_query=True)


def handler() -> None: ...


def chairs(body: type[Schema] | None = Chairs, query: type[Schema] | None = None) -> Endpoint:
    return endpoint(handler, PUBLIC, body=body, query=query)


def sent(data: bytes, content_type: str = "application/json") -> Any:
    return read(chairs(), request(data=data, content_type=content_type))


def of_length(length: int) -> bytes:
    start, end = b'{"name": "A"', b"}"
    return start + b" " * (length - len(start) - len(end)) + end


def test_what_comes_without_its_length_is_counted_as_it_is_read() -> None:
    """A chunked body; the server says where it ends."""

    def chunked(length: int) -> Any:
        unknown = request(
            input_stream=BytesIO(of_length(length)),
            content_type="application/json",
            environ_overrides={"wsgi.input_terminated": True},
        )
        unknown.environ.pop("CONTENT_LENGTH", None)
        return read(chairs(), unknown)

    assert chunked(MEBIBYTE).body["name"] == "A"
    assert chunked(MEBIBYTE + 1).fault.code == "too_large"


def test_a_body_of_a_mebibyte_is_read_and_a_longer_one_is_not() -> None:
    assert sent(of_length(MEBIBYTE)).body["name"] == "A"
    longer = sent(of_length(MEBIBYTE + 1))
    assert (longer.fault.code, longer.body) == ("too_large", {})


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
def test_json_is_read(content_type: str) -> None:
    form = sent(b'{"name": " A "}', content_type)
    form.require()
    assert form.body == {"name": "A", "rows": None}


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/a+json"])
def test_json_of_another_kind_is_malformed(content_type: str) -> None:
    assert sent(b'{"name": "A"}', content_type).fault.code == "malformed_request"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'"A"', b"\xff", b"[" * 200_000], ids=range(7))
def test_what_is_no_object_is_malformed(data: bytes) -> None:
    fault = sent(data).fault
    assert fault.code == "malformed_request"


def test_each_wrong_value_is_named_by_its_path() -> None:
    form = sent(json.dumps({"name": "", "rows": [1, 0]}).encode())
    with pytest.raises(Invalid) as wrong:
        form.require()
    assert set(wrong.value.fields) == {"name", "rows.1"}


def test_what_nobody_asked_for_is_not_read() -> None:
    form = read(chairs(body=None), request(path="/v1/chairs?limit=0", data=b"{"))
    assert (form.body, form.query, form.fault) == ({}, {}, None)


@pytest.mark.parametrize(("query", "limit"), [("", 5), ("?limit=9", 9)])
def test_the_query_is_read_beside_the_body(query: str, limit: int) -> None:
    form = read(chairs(query=Which), request(path=f"/v1/chairs{query}", json={"name": "A"}))
    assert (form.body["name"], form.query, form.fault) == ("A", {"limit": limit}, None)


def test_a_wrong_query_is_named_and_nothing_is_loaded() -> None:
    form = read(chairs(query=Which), request(path="/v1/chairs?limit=0", json={"name": "A"}))
    assert isinstance(form.fault, Invalid)
    assert (set(form.fault.fields), form.body, form.query) == ({"limit"}, {}, {})
