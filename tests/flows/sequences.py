"""Records who calls which operation of which function and what comes of it, and draws that as sequence diagrams.

After each call what it set off is waited for, so that a run is drawn as any other one is. A line stands for several of
the same kind: neither ids, nor times, nor numbers of rows are in a diagram.
"""

from __future__ import annotations

import json
import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from sqlalchemy import Connection, CursorResult, Delete, Insert, Update
from sqlalchemy.event import listen, remove
from sqlalchemy.sql.visitors import iterate

from common.ops.checkout import CHECKOUT
from common.ops.contract import load_functions
from common.ops.contract.drawings import FOLDER, drawn
from common.ops.local.campus import BUCKETS, Campus
from common.ops.local.host import FunctionHost
from common.ops.local.live_store import EmbeddedLive
from common.platform.db import engine
from common.platform.mail.smtp import Smtp
from common.platform.storage.cloud import CloudStorage
from tests.client import Answer, Portal, operations

# Said by `make diagrams`.
WRITE = os.environ.get("SEQUENCES") == "write"
SEQUENCES = """\
# Sequences

Written by `make diagrams` from what happened while `tests/flows/test_whole_chain.py` ran: who calls which operation of
which function, and what that function does. An arrow to Cloud SQL names the tables that a transaction changed. What
happens again in the same way is drawn once; so is signing in.
"""
ACTIVITIES = """\
# Activities

Written by `make diagrams` from the same run as [the sequences](sequences.md): who does what that changes something,
from an empty campus to a certificate. What else may be done in a state, and by whom: [the states](../states.md).
"""
VISITOR, BROWSER = "pengunjung", "browser"
# What every request keeps for itself, whatever it is about.
BOOKKEEPING = {"idempotency_keys", "sign_in_attempts"}
# Its arrow, by the name of the method: what a function asks of a bucket.
ASKED = {"read": "read", "write": "write", "copy": "copy", "delete": "delete", "read_link": "sign a link"}
_BUCKET = {name: setting.lower() for setting, name in BUCKETS.items()}
_OUTSIDE = {"sql": "Cloud SQL", "firestore": "Firestore", "scheduler": "Cloud Scheduler", "smtp": "SMTP"}
PLACES = _OUTSIDE | {bucket: bucket for bucket in _BUCKET.values()}
_ENDS = re.compile(r"(\w+)--?>>(\w+): .*")
_current: ContextVar[Run | None] = ContextVar("current", default=None)


@dataclass
class Run:
    """One call of a function, and the lines of what it did."""

    function: str
    lines: list[str] = field(default_factory=list)
    by_event: bool = False

    @property
    def changes(self) -> bool:
        return any(f"{self.function}->>sql" in line for line in self.lines)

    @property
    def activity(self) -> str:
        """Who does what: a person asks for an operation, the system for a function."""
        caller, _, asked = self.lines[0].partition("->>")
        return f"sistem: {self.function}" if self.by_event else f"{caller}: {asked.partition(': ')[2]}"

    def does(self, line: str) -> None:
        if line not in self.lines:
            self.lines.append(line)

    def asks(self, whom: str, what: str) -> None:
        self.does(f"{self.function}->>{whom}: {what}")


class Sequences:
    """What has happened, by the steps that a test names."""

    def __init__(self, campus: Campus) -> None:
        self._campus = campus
        self._steps: dict[str, list[Run]] = {}
        self._calling = ("", "")
        self._signed_in: set[str] = set()
        self._inspected: SimpleQueue[Run] = SimpleQueue()

    def step(self, title: str) -> None:
        self._steps[title] = []

    def pages(self) -> dict[Path, str]:
        """By the path in the checkout."""
        shown = {title: list(self._shown(runs)) for title, runs in self._steps.items()}
        sequences = [_sequence(title, [line for run in runs for line in run.lines]) for title, runs in shown.items()]
        return {
            FOLDER / "sequences.md": "\n".join([SEQUENCES, *sequences]),
            FOLDER / "activities.md": "\n".join([ACTIVITIES, _activities(shown)]),
        }

    def _shown(self, runs: Iterable[Run]) -> Iterator[Run]:
        """Those that are drawn."""
        known: set[tuple[str, ...]] = set()
        for run in runs:
            idle = run.by_event and len(run.lines) == 1
            if idle or tuple(run.lines) in known or (run.function == "sign_in" and run.lines[0] in self._signed_in):
                continue
            known.add(tuple(run.lines))
            if run.function == "sign_in":
                self._signed_in.add(run.lines[0])
            yield run

    def begin(self, run: Run) -> None:
        if self._steps:
            self._steps[list(self._steps)[-1]].append(run)

    def compare(self) -> None:
        """With what is committed, which `make diagrams` writes."""
        for page, drawing in self.pages().items():
            file = CHECKOUT / page
            if WRITE:
                file.write_text(drawing, encoding="utf-8")
            assert file.read_text(encoding="utf-8") == drawing, f"{page}: `make diagrams` draws what happens now"

    def wait(self) -> None:
        assert self._campus.events.wait_idle()
        assert self._campus.signals.wait_idle()

    def call(self, view: Portal, operation: str, **given: Any) -> Answer:
        """In place of `Portal.call`, which `_call` is."""
        endpoint = operations()[operation]
        self._calling = (_role_of(view), endpoint.operation_id)
        answer = _call(view, operation, **given)
        self.wait()
        return answer

    def send(self, view: Portal, *given: Any) -> Any:
        self.begin(Run(BROWSER, [f"{_role_of(view)}->>incoming_bucket: the file, by the signed policy"]))
        answer = _send(view, *given)
        # The bucket says so a moment after it has answered.
        self._inspected.get(timeout=20)
        self.wait()
        return answer

    def by_http(self, host: FunctionHost, function: str, environ: Any, start_response: Any) -> Iterable[bytes]:
        """A request by the gateway, or the event of an object."""
        path, status = environ["PATH_INFO"], [""]

        def begin_answer(said: str, *more: Any) -> Any:
            status.append(said)
            return start_response(said, *more)

        if path.startswith("/v1/"):
            role, operation = self._calling
            run = Run(function, [f"{role}->>{function}: {operation}"])
        else:
            run = _by_event(function, path)
        with self._running(run):
            answer = _host_call(host, function, environ, begin_answer)
        if run.by_event:
            self._inspected.put(run)
        if status[-1] >= "4":
            run.does(f"{function}-->>{self._calling[0]}: refused, {status[-1][:3]}")
        return answer

    def by_event(self, host: FunctionHost, function: str, path: str, *given: Any) -> int:
        with self._running(_by_event(function, path)):
            return _host_deliver(host, function, path, *given)

    @contextmanager
    def _running(self, run: Run) -> Iterator[None]:
        self.begin(run)
        before = _current.set(run)
        try:
            yield
        finally:
            _current.reset(before)


_call, _send = Portal.call, Portal.send
_host_call, _host_deliver = FunctionHost.call, FunctionHost.deliver


@contextmanager
def recording(campus: Campus, patch: pytest.MonkeyPatch) -> Iterator[Sequences]:
    kept = Sequences(campus)
    for owner, name, instead in (
        (Portal, "call", kept.call),
        (Portal, "send", kept.send),
        (FunctionHost, "call", kept.by_http),
        (FunctionHost, "deliver", kept.by_event),
    ):
        patch.setattr(owner, name, _method(instead))
    for name, what in ASKED.items():
        _observe(patch, CloudStorage, name, lambda run, bucket, *_, w=what: run.asks(_BUCKET[bucket], w))
    _observe(patch, EmbeddedLive, "signal", lambda run, topic: run.asks("firestore", f"signal: {topic}"))
    _observe(patch, EmbeddedLive, "add_item", lambda run, *_: run.asks("firestore", "inbox"))
    _observe(patch, Smtp, "send", lambda run, *_: run.asks("smtp", "mail"))
    with ExitStack() as heard:
        for event, hear in (("after_execute", _changed), ("commit", _committed), ("rollback", _undone)):
            listen(engine(), event, hear)
            heard.callback(remove, engine(), event, hear)
        kept.wait()
        yield kept


def _method(instead: Callable[..., Any]) -> Callable[..., Any]:
    """A function, which becomes a method where it is put into a class."""
    return lambda view, *given, **named: instead(view, *given, **named)


def _observe(patch: pytest.MonkeyPatch, owner: type, name: str, record: Callable[..., None]) -> None:
    before = getattr(owner, name)

    def observed(this: Any, *given: Any, **named: Any) -> Any:
        if run := _current.get():
            record(run, *given)
        return before(this, *given, **named)

    patch.setattr(owner, name, observed)


def _changed(db: Connection, statement: Any, _many: Any, _one: Any, _how: Any, result: CursorResult[Any]) -> None:
    """A statement that changes rows, or one with others in it that do."""
    if _current.get() and result.rowcount:
        changed = {str(part.table) for part in iterate(statement) if isinstance(part, Insert | Update | Delete)}
        db.info.setdefault("changed", set()).update(changed)


def _committed(db: Connection) -> None:
    changed = db.info.pop("changed", set()) - BOOKKEEPING
    if (run := _current.get()) and changed:
        run.asks("sql", ", ".join(sorted(changed)))


def _undone(db: Connection) -> None:
    db.info.pop("changed", None)


def _role_of(view: Portal) -> str:
    if not view.token:
        return VISITOR
    claims = view.token.split(".")[1]
    return str(json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["role"])


def _by_event(function: str, path: str) -> Run:
    _, kind, handler = path.split("/", 2)
    origin = {"schedule": "scheduler", "document": "firestore", "upload": "incoming_bucket"}[kind]
    return Run(function, [f"{origin}->>{function}: {handler}"], by_event=True)


def _sequence(title: str, lines: Sequence[str]) -> str:
    sides = (_ENDS.fullmatch(line) for line in lines)
    found = dict.fromkeys(one for side in sides if side for one in side.groups())
    functions = [name for name in found if name in load_functions()]
    people = [name for name in found if not {name} & {*functions, *PLACES}]
    named = [f"    actor {name}" for name in people]
    named += [f"    participant {name}" for name in functions]
    named += [f"    participant {name} as {words}" for name, words in PLACES.items() if name in found]
    return drawn(title, ["sequenceDiagram", *named, *(f"    {line}" for line in lines)])


def _activities(steps: Mapping[str, Sequence[Run]]) -> str:
    """A chain through boxes, one for each step, of what changes something."""
    lines, chain = ["flowchart TD"], []
    for number, (title, runs) in enumerate(steps.items(), 1):
        done = dict.fromkeys(run.activity for run in runs if run.changes)
        lines.append(f'    subgraph step{number}["{title}"]')
        for activity in done:
            chain.append(f"a{len(chain) + 1}")
            lines.append(f'        {chain[-1]}["{activity}"]')
        lines.append("    end")
    return drawn("The whole chain", [*lines, *(f"    {before} --> {after}" for before, after in pairwise(chain))])
