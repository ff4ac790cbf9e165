"""What is asked of a warm server, over one of its connections: the same again, one thing each, or a chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie

from common.ops.local.places import HOST

_GOOD = {200, 201}


@dataclass(frozen=True)
class Request:
    """`chained` is the name of the cookie that each answer replaces; the first of them is in `cookie`."""

    method: str
    path: str
    token: str = ""
    body: Mapping[str, object] = field(default_factory=dict)
    chained: str = ""
    cookie: str = ""


# The requests of a connection, by its number, and how many there shall be.
Asked = Callable[[int, int], Sequence[Request]]


def again(path: str, token: str = "") -> Asked:
    """The same question."""
    return lambda _, times: [Request("GET", path, token)] * times


def each(requests: Sequence[Request], connections: int) -> Asked:
    """Every one of `requests` once, shared out over the connections."""
    return lambda number, times: requests[number::connections][:times]


def chain(path: str, name: str, cookies: Sequence[str]) -> Asked:
    """Each with the cookie that the answer before has set; `cookies` are the first, one for each connection."""
    kept = [Request("POST", path, chained=name, cookie=cookie) for cookie in cookies]
    return lambda number, times: [kept[number]] * times


class Connection:
    """A line to a server that stays open, and what its answers have set."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self._line, self._cookies = HTTPConnection(HOST, port, timeout=30), cookies

    def ask(self, request: Request) -> None:
        """Send it, and read the answer to its end. Ends the bench when it is no good one."""
        headers = {"Authorization": f"Bearer {request.token}"} if request.token else {}
        if request.chained:
            headers["Cookie"] = f"{request.chained}={self._cookies.get(request.cookie, request.cookie)}"
        body = json.dumps(request.body) if request.body else None
        self._line.request(
            request.method, request.path, body, headers | ({"Content-Type": "application/json"} if body else {})
        )
        answer = self._line.getresponse()
        content = answer.read()
        if answer.status not in _GOOD:
            raise SystemExit(f"{request.method} {request.path} answered {answer.status}: {content[:300]!r}")
        if request.chained:
            self._cookies[request.cookie] = SimpleCookie(answer.headers["Set-Cookie"])[request.chained].value

    def close(self) -> None:
        self._line.close()
