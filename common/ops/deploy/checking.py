"""`make check-campus`: what no stub proves, asked from outside, each with what to do where it fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.prerequisites import gcloud
from common.ops.deploy.smoke import smoke_test
from common.ops.deploy.target import Target

# Longer than any chain of proxies: what a client writes before it may not count.
_FORGED = ("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4")
_TIMEOUT_SECONDS = 30
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


class Logs(Protocol):
    """What the functions logged lately."""

    def find(self, event: str, **marks: str) -> Mapping[str, Any] | None:
        """The newest line of the event with these marks, of the last three minutes."""


class GoogleLogs:
    """By gcloud, a moment after they were written."""

    def __init__(self, target: Target, commands: Commands) -> None:
        self._target, self._commands = target, commands

    def find(self, event: str, **marks: str) -> Mapping[str, Any] | None:
        wanted = [f'jsonPayload.{name}="{value}"' for name, value in {"event": event, **marks}.items()]
        reading = ("logging", "read", " AND ".join(wanted), "--freshness=3m", "--limit=1", "--format=json")
        found = json.loads(self._commands.find(gcloud(self._target, *reading)) or "[]")
        return found[0]["jsonPayload"] if found else None


@dataclass
class Outside:
    """The campus as a browser meets it: `page` is the portal's address, `api` the API's origin."""

    page: str
    api: str
    logs: Logs
    number: str = ""
    password: str = ""
    patience: float = 60.0
    token: str = field(default="", repr=False)

    @property
    def origin(self) -> str:
        parts = urlsplit(self.page)
        return f"{parts.scheme}://{parts.netloc}"

    def call(self, method: str, path: str, headers: Mapping[str, str] | None = None, **sent: Any) -> Any:
        import requests

        own = {"Origin": self.origin} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        url = (self.api or self.origin) + path
        return requests.request(method, url, headers={**own, **(headers or {})}, timeout=_TIMEOUT_SECONDS, **sent)

    def wait(self, found: Callable[[], Any]) -> Any:
        """What it finds, within the patience; else None."""
        until = time.monotonic() + self.patience
        while not (answer := found()) and time.monotonic() < until:
            time.sleep(min(2.0, self.patience / 10))
        return answer


def check(it: Outside, say: Callable[[str], None]) -> None:
    """All of them. Raises Failed after the last with those that failed."""
    failed = []
    for title, part in _parts(it).items():
        try:
            say(f"  ok    {title}{part(it)}")
        except Failed as fault:
            failed.append(title)
            say(f"  FAIL  {title}: {fault}")
    if not it.number:
        say("  NUMBER=… of a lecturer, whose password is asked for, also proves uploads, signatures, events and mail.")
    if failed:
        raise Failed(f"{len(failed)} parts do not work: {', '.join(failed)}.")


def _parts(it: Outside) -> Mapping[str, Callable[[Outside], str]]:
    always = {
        "page, keys and a public call": _public,
        "the gateway refuses a token that is none": _refusing,
        "the API answers the portal's pages": _sharing,
        "the number of proxies": _proxies,
        "the sweep by the clock": _sweep,
        "a signed link": _link,
    }
    return always | (
        {"signing in": _sign_in, "an upload and its verdict": _upload, "a mail by a signal": _mail} if it.number else {}
    )


def _public(it: Outside) -> str:
    smoke_test(it.page, it.api, False, lambda _: None)
    return ""


def _refusing(it: Outside) -> str:
    answer = it.call("GET", "/v1/profile", {"Authorization": "Bearer none"})
    _require(answer.status_code == 401, f"it answers {answer.status_code}: look at the gateway's configuration")
    return ""


def _sharing(it: Outside) -> str:
    allowed = it.call("GET", "/v1/vacancies").headers.get("Access-Control-Allow-Origin", "")
    _require(not it.api or allowed == it.origin, f"it allows {allowed or 'nobody'}, not {it.origin}: ALLOWED_ORIGIN")
    return ""


def _proxies(it: Outside) -> str:
    """Each front end writes one entry behind those that we made up: so many are to be trusted."""
    mark = uuid4().hex
    it.call("GET", "/v1/vacancies", {"X-Check": mark, "X-Forwarded-For": ", ".join(_FORGED)})
    line = it.wait(lambda: it.logs.find("check", check=mark))
    _require(line is not None, "the function has logged nothing: look whether its log arrives")
    seen, trusted = int(line["hops"]) - len(_FORGED), int(line["trusted"])
    _require(seen == trusted, f"{seen} write into X-Forwarded-For and {trusted} are trusted: trusted_proxies = {seen}")
    return f": {seen}"


def _sweep(it: Outside) -> str:
    line = it.wait(lambda: it.logs.find("queue", queue="messages"))
    _require(
        line is not None, "nothing has looked after the queue: the job deliver-notifications-sweep of Cloud Scheduler"
    )
    return ""


def _link(it: Outside) -> str:
    """What IAM signs opens a file of a bucket that nobody may read."""
    import requests

    shown = it.call("GET", "/v1/vacancies").json().get("items", ())
    vacancy = next((row for row in shown if row["pamphlet"]), None)
    if vacancy is None:
        return ": not tried, since no open vacancy has a pamphlet"
    given = it.call("GET", f"/v1/vacancies/{vacancy['id']}/pamphlet")
    _require(given.ok, f"it answers {given.status_code}: may the account of request-upload sign (signBlob)?")
    file = requests.get(given.json()["url"], timeout=_TIMEOUT_SECONDS)
    _require(file.ok, f"the bucket answers {file.status_code}: {file.text[:200]}")
    return ""


def _sign_in(it: Outside) -> str:
    answer = it.call("POST", "/v1/session", json={"number": it.number, "password": it.password})
    _require(answer.ok, f"it answers {answer.status_code}: {answer.text[:200]}")
    it.token = answer.json()["access_token"]
    role = answer.json()["role"]
    _require(role == "dosen", f"{it.number} is {role}: a lecturer is needed")
    return ""


def _upload(it: Outside) -> str:
    """A policy that IAM signed, the bucket's own CORS, and the event that brings the function to it."""
    import requests

    wanted = {"purpose": "pamflet", "content_type": "image/png", "size": len(_PIXEL)}
    given = it.call("POST", "/v1/uploads", json=wanted)
    _require(given.status_code == 201, f"permission answers {given.status_code}: may the account sign (signBlob)?")
    policy, file = given.json(), {"file": ("check.png", _PIXEL)}
    headers = {"Origin": it.origin}
    sent = requests.post(policy["url"], data=policy["fields"], files=file, headers=headers, timeout=_TIMEOUT_SECONDS)
    _require(sent.ok, f"the bucket answers {sent.status_code}: {sent.text[:200]}")
    allowed = sent.headers.get("Access-Control-Allow-Origin", "")
    _require(allowed in {it.origin, "*"}, f"the bucket allows {allowed or 'nobody'}, not {it.origin}: its CORS")
    began, address = time.monotonic(), f"/v1/uploads/{policy['id']}"
    decided = it.wait(lambda: it.call("GET", address).json().get("state") != "menunggu")
    _require(decided, "no verdict: does Eventarc bring the event (log of process-upload)?")
    return f": verdict after {time.monotonic() - began:.0f} s"


def _mail(it: Outside) -> str:
    """A link to one's own address: a document of Firestore wakes delivery, and the mail server takes it."""
    address = it.call("GET", "/v1/profile").json().get("email")
    _require(bool(address), f"{it.number} has no e-mail address")
    answer = it.call("POST", "/v1/password-links", json={"email": address})
    _require(answer.status_code < 300, f"it answers {answer.status_code}")
    woken = it.wait(lambda: it.logs.find("woken"))
    _require(woken is not None, "no signal: does Eventarc bring documents of Firestore? The sweep sends it in a minute")
    failed = it.logs.find("item_failed", queue="messages")
    _require(failed is None, "a message failed: the log of deliver-notifications says what the server answered")
    return f": the server has taken one to {address}; that it arrives is for you to see"


def _require(fine: bool, fault: str) -> None:
    if not fine:
        raise Failed(fault)
