"""A finished object reaches its function as a CloudEvent, though the function may be slow to take it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import requests
from cloudevents.http import CloudEvent, from_http
from werkzeug.wrappers import Request, Response

from common.ops.local.buckets import Buckets
from common.ops.local.events import EventDelivery, ObjectFinalized, post_event
from common.ops.local.places import Places, free_port
from common.ops.local.pubsub import Publisher
from common.ops.local.serving import HttpServer

EVENT = ObjectFinalized(
    bucket="incoming",
    name="incoming/kartu 100% ü.jpg",
    generation="1700000000000000",
    contentType="image/jpeg",
    size="7",
    time="2026-11-23T10:00:00Z",
    id="abc",
)


@dataclass
class Function:
    """Takes events, after it has refused `refusals` of them."""

    refusals: int = 0
    asked: int = 0
    events: list[CloudEvent] = field(default_factory=list)
    url: str = ""

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        self.asked += 1
        if self.asked <= self.refusals:
            return Response("not yet", 503)(environ, start)
        self.events.append(from_http(dict(request.headers), request.get_data()))
        return Response(status=204)(environ, start)


@pytest.fixture
def function() -> Iterator[Function]:
    function = Function()
    with HttpServer("The function", function) as server:
        function.url = server.url
        yield function


def test_an_event_has_the_form_of_eventarc(function: Function) -> None:
    assert post_event(function.url, EVENT)
    (event,) = function.events
    assert event["type"] == "google.cloud.storage.object.v1.finalized"
    assert event["source"] == "//storage.googleapis.com/projects/_/buckets/incoming"
    assert event["specversion"] == "1.0"
    assert (event["id"], event["time"]) == ("abc", "2026-11-23T10:00:00Z")
    assert event["subject"] == "objects/incoming/kartu%20100%25%20%C3%BC.jpg"
    data: dict[str, Any] = event.data
    assert {name: data[name] for name in ("bucket", "name", "generation", "contentType", "size")} == {
        name: value for name, value in EVENT.items() if name not in ("time", "id")
    }


def test_an_event_is_posted_until_it_is_taken(function: Function) -> None:
    function.refusals = 2
    assert post_event(function.url, EVENT, pauses=(0.01, 0.01, 0.01))
    assert (function.asked, len(function.events)) == (3, 1)


def test_an_event_that_nobody_takes_is_given_up_and_logged(
    function: Function, caplog: pytest.LogCaptureFixture
) -> None:
    function.refusals = 100
    assert not post_event(function.url, EVENT, pauses=(0.01, 0.01))
    assert function.asked == 3
    assert "incoming/kartu 100% ü.jpg was not taken" in caplog.text
    assert "503 not yet" in caplog.text


def test_a_function_that_is_not_up_is_a_failure_like_any_other(caplog: pytest.LogCaptureFixture) -> None:
    assert not post_event(f"http://127.0.0.1:{free_port()}", EVENT, pauses=())
    assert "was not taken" in caplog.text


def test_the_pauses_grow(function: Function) -> None:
    function.refusals = 3
    waited: list[float] = []
    assert post_event(function.url, EVENT, pause=waited.append)
    assert waited == sorted(set(waited))
    assert len(waited) == 3


def test_each_event_goes_where_its_bucket_is_wanted(function: Function) -> None:
    delivery = EventDelivery(lambda event: function.url if event["bucket"] == "incoming" else None)
    with delivery:
        delivery.submit(EVENT)
        delivery.submit(ObjectFinalized(**{**EVENT, "bucket": "private"}))
        assert delivery.wait_idle()
    assert [event.data["bucket"] for event in function.events] == ["incoming"]


def test_the_stop_does_not_wait_for_the_next_try(function: Function) -> None:
    function.refusals = 100
    delivery = EventDelivery(lambda event: function.url, pauses=(60.0,))
    begun = time.monotonic()
    with delivery:
        delivery.submit(EVENT)
        while not function.asked:
            time.sleep(0.01)
    assert time.monotonic() - begun < 10


def test_one_delivery_outlives_a_route_that_fails(function: Function, caplog: pytest.LogCaptureFixture) -> None:
    def route(event: ObjectFinalized) -> str:
        if event["id"] == "bad":
            raise ValueError("no way")
        return function.url

    with EventDelivery(route, threads=1) as delivery:
        delivery.submit(ObjectFinalized(**{**EVENT, "id": "bad"}))
        delivery.submit(EVENT)
        assert delivery.wait_idle()
    assert len(function.events) == 1
    assert "no way" in caplog.text


def test_a_write_to_a_bucket_calls_the_function_once(fresh_places: Places, function: Function) -> None:
    with (
        EventDelivery(lambda event: function.url) as delivery,
        Publisher(delivery.submit) as publisher,
        Buckets(fresh_places, ["incoming"], publisher=publisher.address) as buckets,
    ):
        address = f"{buckets.url}/upload/storage/v1/b/incoming/o?uploadType=media&name=a"
        requests.post(address, data=b"content", timeout=10).raise_for_status()
        requests.delete(f"{buckets.url}/storage/v1/b/incoming/o/a", timeout=10).raise_for_status()
        while not function.events:
            time.sleep(0.01)
        assert delivery.wait_idle()
    assert [(event.data["name"], event.data["size"]) for event in function.events] == [("a", "7")]
