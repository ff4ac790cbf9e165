"""What happens outside, brought to the functions that declared it: objects, documents, times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from wsgiref.types import StartResponse, WSGIEnvironment

from common.http.declare import Trigger
from common.ops.contract import load_functions
from common.ops.local.events import ObjectFinalized
from common.ops.local.host import FunctionHost
from common.ops.local.scheduler import Scheduler
from common.platform.settings import settings

# Cloud Scheduler's shortest interval is a minute; at a desk nobody wants to wait that long for a mail.
_EVERY_MINUTE = "* * * * *"


class EventDoor:
    """A WSGI application by which events are posted: `/<function>/<kind>/<handler>`."""

    def __init__(self, host: FunctionHost) -> None:
        self._host = host

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        _, function, path = environ["PATH_INFO"].split("/", 2)
        if function not in self._host:
            start_response("404 Not Found", [])
            return [b""]
        return self._host.call(function, {**environ, "PATH_INFO": f"/{path}", "SCRIPT_NAME": ""}, start_response)


def upload_route(door: Callable[[], str]) -> Callable[[ObjectFinalized], str | None]:
    """Where the event of a new object goes: to the function that declared its bucket, or nowhere."""

    def route(event: ObjectFinalized) -> str | None:
        for function, trigger in _triggers("upload"):
            if getattr(settings(), trigger.source) == event["bucket"]:
                return f"{door()}/{function}/{trigger.kind}/{trigger.name}"
        return None

    return route


def on_signal(host: FunctionHost, topic: str) -> None:
    """A signal document was created: every function that listens is called."""
    for function, trigger in _triggers("document"):
        _deliver(host, function, trigger, {"topic": topic})


def schedule(host: FunctionHost, timer: Scheduler, *, sweep_seconds: float) -> None:
    """Enter every declared time into the timer; what is due each minute runs each `sweep_seconds`."""
    for function, trigger in _triggers("schedule"):
        work, name = partial(_deliver, host, function, trigger, {}), f"{function}.{trigger.name}"
        if trigger.source == _EVERY_MINUTE:
            timer.every(sweep_seconds, work, name)
        else:
            timer.at(trigger.source, work, name)


def _triggers(kind: str) -> Iterator[tuple[str, Trigger]]:
    for name, function in load_functions().items():
        for trigger in function.triggers:
            if trigger.kind == kind:
                yield name, trigger


def _deliver(host: FunctionHost, function: str, trigger: Trigger, body: Mapping[str, str]) -> None:
    status = host.deliver(function, f"/{trigger.kind}/{trigger.name}", dict(body))
    if status >= 300:
        raise RuntimeError(f"{function} answered {status}")
