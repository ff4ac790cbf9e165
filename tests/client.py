"""A client of the system, as the browser is one: it speaks in operations and goes through the gateway.

An answer that the contract does not promise fails the test: another status, or a refusal with an undeclared code.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, ClassVar, Self

import requests
from argon2 import PasswordHasher

from common.http.declare import Endpoint
from common.ops.contract import load_functions
from common.ops.local.campus import Campus
from common.ops.local.scheduler import Scheduler, Work
from common.ops.local.serving import loopback_client
from common.ops.local.triggers import schedule
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories as make

PASSWORD = "kata-sandi-uji"
# The gateway's own refusals come before any function.
GATEWAY = {401, 404, 405, 413, 504}


@cache
def password_hash() -> str:
    """One that is checked in no time: people sign in thousands of times, and few tests are about how long it takes."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@cache
def operations() -> dict[str, Endpoint]:
    """Every declared operation by its handler's name."""
    found = [endpoint for function in load_functions().values() for endpoint in function.endpoints]
    return {endpoint.name: endpoint for endpoint in found}


class Answer:
    """What came back; attributes of the JSON by subscription."""

    def __init__(self, response: requests.Response) -> None:
        self.response, self.status, self.headers = response, response.status_code, response.headers

    @property
    def json(self) -> Any:
        return self.response.json()

    def __getitem__(self, key: str) -> Any:
        return self.json[key]

    @property
    def code(self) -> str:
        return str(self.json.get("code", ""))

    @property
    def title(self) -> str:
        return str(self.json["title"])

    @property
    def fields(self) -> dict[str, str]:
        """Field to message, of a refusal with field errors."""
        return {error["field"]: error["message"] for error in self.json.get("errors", [])}


class DueNow(Scheduler):
    """A timer that does now what is due each minute, and nothing else."""

    def every(self, seconds: float, work: Work, name: str = "") -> None:
        assert callable(work)
        work()

    def at(self, line: str, work: Work, name: str = "") -> None:
        pass


class Portal:
    """The system from outside; `as_` gives a person's own view of it.

    Who is in `heard` hears each declared answer.
    """

    heard: ClassVar[list[Callable[[Endpoint, Answer], None]]] = []

    def __init__(self, campus: Campus) -> None:
        self.campus, self.url = campus, campus.url
        self.token = ""
        self.cookie = ""
        self.device = ""
        self.language = "id"

    @contextmanager
    def awake(self) -> Iterator[Self]:
        """With delivery woken by signals, as in the cloud; at the end what is under way is waited for."""
        self.campus.outbox.clear()
        os.environ["WAKE_DELIVERY"] = "true"
        settings.cache_clear()
        try:
            yield self
        finally:
            os.environ["WAKE_DELIVERY"] = "false"
            settings.cache_clear()
            assert self.campus.events.wait_idle()
            assert self.campus.signals.wait_idle()
            self.sweep()

    def sweep(self) -> None:
        """What Cloud Scheduler does each minute: deliver whatever is due, draw whatever waits."""
        schedule(self.campus.host, DueNow(), sweep_seconds=0)

    def new(self, role: str, **values: Any) -> Any:
        """A person with a password, committed."""
        with transaction() as db:
            return make.person(db, role, **{"password_hash": password_hash()} | values)  # type: ignore[arg-type]

    def as_(self, person: Any, role: str | None = None) -> Self:
        """Signed in as `person`; in `role` when the person has two."""
        view = type(self)(self.campus)
        signed_in = view.call("sign_in", json={"number": person.number, "password": PASSWORD})
        view.hold(signed_in)
        if role and signed_in["role"] != role:
            view.hold(view.call("choose_role", json={"role": role}))
        return view

    def hold(self, signed_in: Answer) -> None:
        """Keep the access token and the cookies, as the browser would."""
        self.token = signed_in["access_token"]
        given = signed_in.response.cookies
        self.cookie = f"aslab_refresh={given['aslab_refresh']}" if "aslab_refresh" in given else ""
        if "aslab_device" in given:
            self.device = f"aslab_device={given['aslab_device']}"

    def call(
        self,
        operation: str,
        *,
        json: Any = None,
        query: dict[str, Any] | None = None,
        expect: int | set[int] | None = None,
        headers: dict[str, str] | None = None,
        **path: Any,
    ) -> Answer:
        """Call an operation; `expect` is its declared success unless it is given: one status, or each of several."""
        endpoint = operations()[operation]
        sent = {"Accept-Language": self.language, **(headers or {})}
        if self.token and "Authorization" not in sent:
            sent["Authorization"] = f"Bearer {self.token}"
        cookies = "; ".join(filter(None, (self.cookie, self.device)))
        if cookies and "Cookie" not in sent and re.match(r"/v1/session(/|$)", endpoint.path):
            sent["Cookie"] = cookies
        address = self.url.replace("localhost", "127.0.0.1") + endpoint.path.format(**path)
        with loopback_client() as http:
            answer = Answer(http.request(endpoint.method, address, json=json, params=query, headers=sent, timeout=70))
        self._require_declared(endpoint, answer, endpoint.status if expect is None else expect)
        for hear in self.heard:
            hear(endpoint, answer)
        return answer

    def _require_declared(self, endpoint: Endpoint, answer: Answer, expected: int | set[int]) -> None:
        allowed = {expected} if isinstance(expected, int) else expected
        assert answer.status in allowed, f"{endpoint.name}: {answer.status} {answer.response.text[:500]}"
        if answer.response.headers.get("Content-Type") == "application/problem+json":
            declared = {(problem.status, problem.code) for problem in endpoint.problems()}
            assert (answer.status, answer.code) in declared, f"{endpoint.name} does not declare {answer.code}"
        elif answer.status >= 400:
            assert answer.status in GATEWAY, f"{endpoint.name}: {answer.response.text[:200]}"

    def upload(self, purpose: str, content: bytes, content_type: str, *, name: str = "berkas") -> str:
        """Ask for permission, send the file straight to the bucket, wait for the verdict; the upload's id."""
        wanted = {"purpose": purpose, "content_type": content_type, "size": len(content)}
        permission = self.call("request_upload", json=wanted)
        self.send(permission, content, name)
        self.verdict(permission["id"])
        return str(permission["id"])

    def send(self, permission: Answer, content: bytes, name: str = "berkas") -> requests.Response:
        file = {"file": (name, content)}
        with loopback_client() as http:
            return http.post(permission["url"], data=permission["fields"], files=file, timeout=30)

    def verdict(self, upload_id: str, seconds: float = 20) -> Answer:
        """The inspected upload."""
        until = time.monotonic() + seconds
        while True:
            answer = self.call("show_upload", upload_id=upload_id)
            if answer["state"] != "menunggu":
                return answer
            assert time.monotonic() < until, "the upload was never judged"
            time.sleep(0.05)

    def fetch(self, url: str) -> requests.Response:
        """A link that was handed out, without any credential."""
        with loopback_client() as http:
            return http.get(url, timeout=30)
