"""Eventarc on one machine: a finished object is posted to a function as a CloudEvent until it is taken."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Condition, Event, Thread
from typing import TypedDict
from urllib.parse import quote

from common.ops.local.parts import Part
from common.ops.local.serving import loopback_client

log = logging.getLogger(__name__)

TYPE = "google.cloud.storage.object.v1.finalized"
# Seconds before the second, third ... try. Eventarc goes on for a day; here a fault should show in a minute.
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
_SECONDS = 120.0


class ObjectFinalized(TypedDict):
    """A new object, or a new generation of one. Numbers are text, as 64-bit numbers are in Google's JSON."""

    bucket: str
    name: str
    generation: str
    contentType: str
    size: str
    time: str
    id: str


def cloud_event(event: ObjectFinalized) -> tuple[dict[str, str], bytes]:
    """Headers and body of the CloudEvent in binary content mode, as Eventarc sends them for Cloud Storage."""
    bucket, moment = event["bucket"], event["time"]
    headers = {
        "ce-id": event["id"],
        "ce-type": TYPE,
        "ce-source": f"//storage.googleapis.com/projects/_/buckets/{bucket}",
        "ce-subject": _header(f"objects/{event['name']}"),
        "ce-time": moment,
        "ce-specversion": "1.0",
        "ce-bucket": bucket,
        "content-type": "application/json",
    }
    data = {name: event[name] for name in ("bucket", "name", "generation", "contentType", "size")}
    body = {"kind": "storage#object", **data, "timeCreated": moment, "updated": moment}
    return headers, json.dumps(body).encode()


def _header(text: str) -> str:
    """What lies outside printable ASCII is percent-encoded in a header (CloudEvents, HTTP binding 3.1.3.2)."""
    return quote(text, safe="".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%'))


def post_event(
    url: str,
    event: ObjectFinalized,
    *,
    pauses: Sequence[float] = PAUSES,
    pause: Callable[[float], object] | None = None,
) -> bool:
    """Posts `event` to `url` until it is taken (2xx), at most once more than there are `pauses` (seconds).

    Whether it was taken; that it was not is logged. `pause` waits, and ends the tries when it answers true.
    """
    wait = pause or Event().wait
    for seconds in (*pauses, None):
        answer = _post(url, event)
        if answer is None:
            return True
        if seconds is None or wait(seconds):
            break
    log.error("The event of %s/%s was not taken by %s: %s", event["bucket"], event["name"], url, answer)
    return False


def _post(url: str, event: ObjectFinalized) -> str | None:
    """None when the event was taken, else what was answered."""
    from requests import RequestException

    headers, body = cloud_event(event)
    with loopback_client() as client:
        try:
            reply = client.post(url, data=body, headers=headers, timeout=_SECONDS)
        except RequestException as failure:
            return str(failure)
    return None if reply.ok else f"{reply.status_code} {reply.text[:200]}"


class EventDelivery(Part):
    """Posts events in threads of its own. `route` names the URL for an event, or None when nobody wants it."""

    def __init__(
        self, route: Callable[[ObjectFinalized], str | None], *, threads: int = 2, pauses: Sequence[float] = PAUSES
    ) -> None:
        self._route, self._threads, self._pauses = route, threads, pauses
        self._queue: SimpleQueue[ObjectFinalized | None] = SimpleQueue()
        self._workers: list[Thread] = []
        self._stopping, self._changed = Event(), Condition()
        self._open = 0

    def start(self) -> None:
        self._stopping.clear()
        self._workers = [Thread(target=self._work, name="events", daemon=True) for _ in range(self._threads)]
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        """Ends the tries that are under way; what waits is dropped."""
        self._stopping.set()
        for _ in self._workers:
            self._queue.put(None)
        for worker in self._workers:
            worker.join()
        self._workers = []

    def submit(self, event: ObjectFinalized) -> None:
        with self._changed:
            self._open += 1
        self._queue.put(event)

    def wait_idle(self, timeout: float = 30.0) -> bool:
        """Waits until every submitted event was taken or given up; False after `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._open == 0, timeout)

    def _work(self) -> None:
        while (event := self._queue.get()) is not None:
            try:
                self._deliver(event)
            except Exception:
                log.exception("The event of %s/%s was lost", event["bucket"], event["name"])
            finally:
                with self._changed:
                    self._open -= 1
                    self._changed.notify_all()

    def _deliver(self, event: ObjectFinalized) -> None:
        if not self._stopping.is_set() and (url := self._route(event)):
            post_event(url, event, pauses=self._pauses, pause=self._stopping.wait)
