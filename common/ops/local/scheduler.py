"""Cloud Scheduler on one machine: calls functions or addresses at their times."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread

from common.ops.contract.cron import next_time
from common.ops.local.parts import Part
from common.ops.local.serving import loopback_client
from common.platform import clock

log = logging.getLogger(__name__)

Work = Callable[[], object] | str
_SECONDS = 300.0
_PATIENCE_SECONDS = 5.0
# A machine that slept, or a clock that was set, is noticed after so long.
_LOOK_SECONDS = 30.0


@dataclass(frozen=True)
class Job:
    """Work with the rule by which its next time follows from a moment."""

    name: str
    work: Callable[[], object]
    next_after: Callable[[datetime], datetime] = field(repr=False)


class Scheduler(Part):
    """A timer. Each job has a thread of its own: a slow one delays no other, and never runs twice at once.

    What a job raises is logged and does not end it. `work` that is a URL gets an empty POST as Cloud Scheduler's.
    """

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._threads: list[Thread] = []
        self._stopping = Event()

    def every(self, seconds: float, work: Work, name: str = "") -> None:
        """Call `work` each `seconds`, the first time one interval after the start."""
        self._add(work, name, lambda moment: moment + timedelta(seconds=seconds))

    def at(self, line: str, work: Work, name: str = "") -> None:
        """Call `work` whenever the cron `line` is due by the campus's clock."""
        self._add(work, name, partial(next_time, line))

    def start(self) -> None:
        self._stopping.clear()
        self._threads = [
            Thread(target=self._keep, args=(job,), name=f"scheduler {job.name}", daemon=True)
            for job in self._jobs.values()
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """No job begins any more; one that is running is waited for, but not for long."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(_PATIENCE_SECONDS)
        self._threads = []

    def run(self, name: str) -> None:
        """Do a job's work now, whatever its time; raises what it raises."""
        self._jobs[name].work()

    def _add(self, work: Work, name: str, next_after: Callable[[datetime], datetime]) -> None:
        name = name or (work if isinstance(work, str) else getattr(work, "__name__", "job"))
        if name in self._jobs:
            raise ValueError(f"there is a job named {name} already")
        called = partial(_post, work, name) if isinstance(work, str) else work
        self._jobs[name] = Job(name, called, next_after)

    def _keep(self, job: Job) -> None:
        due = job.next_after(clock.now())
        while not self._stopping.wait(min(_LOOK_SECONDS, max(0.0, (due - clock.now()).total_seconds()))):
            if clock.now() >= due:
                due = job.next_after(clock.now())
                _do(job)


def _do(job: Job) -> None:
    try:
        job.work()
    except Exception:
        log.exception("The scheduled job %s failed", job.name)


def _post(url: str, name: str) -> None:
    headers = {"X-CloudScheduler": "true", "X-CloudScheduler-JobName": name, "User-Agent": "Google-Cloud-Scheduler"}
    with loopback_client() as client:
        client.post(url, headers=headers, timeout=_SECONDS).raise_for_status()
