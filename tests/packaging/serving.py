"""A function out of the staged tree, running as it would in the cloud, and a client for it."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from http.client import HTTPConnection
from pathlib import Path
from shutil import copy
from typing import Any

from common.ops.checkout import CHECKOUT
from common.ops.local.places import HOST, free_port
from common.ops.local.processes import Process
from common.platform.settings import Settings
from tests.packaging.guard import MODULES
from tests.packaging.pins import refused_modules

GUARD = Path(__file__).with_name("guard.py")
LIVE_STORE = CHECKOUT / "common/ops/local/live_store.py"
_QUIET = {"DATABASE_POOL_SIZE": "1", "WAKE_DELIVERY": "false", "THREADS": "2"}


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def guarded(work: Path, *arguments: str) -> list[str]:
    """The command of the guard; `work` is where it keeps the list of what is refused."""
    refused = work / "refused.json"
    refused.write_text(json.dumps(refused_modules()))
    return [sys.executable, "-I", str(GUARD), str(refused), *arguments]


class Served(Process):
    """The functions framework on the staged tree `folder`, where `python` has what is pinned and no more."""

    def __init__(self, step: str, folder: Path, python: Path, work: Path, **environment: str) -> None:
        self.port = free_port()
        nothing_refused = work / "refused.json"
        nothing_refused.write_text("[]")
        serving = ("serve", str(folder), step, str(self.port), stand_ins(work))
        super().__init__(
            step,
            [str(python), "-I", str(GUARD), str(nothing_refused), *serving],
            log=work / f"{step}.log",
            ready=lambda: answers(self.port),
            environment=function_environment() | {"LIVE_STORE": f"{LIVE_STORE.stem}:EmbeddedLive"} | environment,
        )

    def ask(self, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> Answer:
        return ask(self.port, method, path, body, token, **headers)

    def modules(self) -> set[str]:
        """Those that it holds by now."""
        return set(self.ask("GET", MODULES).json)


def answers(port: int) -> bool:
    """Whether somebody takes connections at `port`; unlike a try to bind, asking takes the port from nobody."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def function_environment() -> dict[str, str]:
    """The settings of this place, for a function that has one connection and wakes nobody."""
    names = {field.name.upper() for field in fields(Settings)} & set(os.environ)
    return {name: os.environ[name] for name in names} | _QUIET


def stand_ins(work: Path) -> str:
    """A folder with the store that stands in for Firestore: the tree holds nothing of the local cloud."""
    folder = work / "stand_ins"
    folder.mkdir(exist_ok=True)
    copy(LIVE_STORE, folder)
    return str(folder)


def ask(port: int, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> Answer:
    """One request over a connection of its own; `body` goes as JSON."""
    sent: Mapping[str, str] = headers | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None
    if body is not None:
        data, sent = json.dumps(body).encode(), {"Content-Type": "application/json", **sent}
    connection = HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request(method, path, data, dict(sent))
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers.get_content_type(), answer.read())
    finally:
        connection.close()
