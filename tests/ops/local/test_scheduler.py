"""The timer calls what is due, at the campus's time, and goes on after a failure."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from threading import Event
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import time_machine
from werkzeug.wrappers import Request, Response

from common.ops.contract.cron import next_time
from common.ops.local.scheduler import Scheduler
from common.ops.local.serving import HttpServer


def test_work_is_done_each_interval_until_the_stop() -> None:
    done: list[float] = []
    scheduler = Scheduler()
    scheduler.every(0.05, lambda: done.append(time.monotonic()), "often")
    with scheduler:
        while len(done) < 3:
            time.sleep(0.01)
    assert min(later - earlier for earlier, later in pairwise(done)) > 0.03
    assert "scheduler often" not in {thread.name for thread in threading.enumerate()}


def test_a_failure_is_logged_and_the_next_time_comes(caplog: pytest.LogCaptureFixture) -> None:
    twice = Event()
    tries: list[int] = []

    def fail() -> None:
        tries.append(1)
        if len(tries) == 2:
            twice.set()
        raise ValueError("not today")

    scheduler = Scheduler()
    scheduler.every(0.02, fail)
    with scheduler:
        assert twice.wait(10)
    assert "The scheduled job fail failed" in caplog.text
    assert "not today" in caplog.text


def test_a_slow_job_delays_no_other_and_never_runs_twice_at_once() -> None:
    slow_may_end, begun, quick, often = Event(), [], [], Event()

    def slow() -> None:
        begun.append(1)
        slow_may_end.wait(10)

    def fast() -> None:
        quick.append(1)
        if begun and len(quick) >= 10:
            often.set()

    scheduler = Scheduler()
    scheduler.every(0.01, slow)
    scheduler.every(0.01, fast)
    with scheduler:
        assert often.wait(10)
        assert len(begun) == 1
        slow_may_end.set()


def test_an_address_gets_the_post_of_cloud_scheduler() -> None:
    asked: list[Request] = []
    arrived = Event()

    def function(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked.append(Request(environ))
        arrived.set()
        return Response(status=204)(environ, start)

    with HttpServer("The function", function) as server, Scheduler() as scheduler:
        scheduler.every(3600, f"{server.url}/sweep", "sweep")
        scheduler.run("sweep")
        assert arrived.is_set()
    assert (asked[0].method, asked[0].path) == ("POST", "/sweep")
    assert asked[0].headers["X-CloudScheduler-JobName"] == "sweep"


def test_two_jobs_of_one_name_are_a_mistake() -> None:
    scheduler = Scheduler()
    scheduler.at("0 2 * * *", list, "night")
    with pytest.raises(ValueError, match="there is a job named night already"):
        scheduler.every(1, list, "night")


def test_a_daily_job_is_due_at_the_campus_hour() -> None:
    before, after = datetime(2026, 11, 23, 18, 59, tzinfo=UTC), datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
    assert next_time("0 2 * * *", before) == after, "02:00 in Jakarta is 19:00 in UTC"
    assert next_time("0 2 * * *", after) == datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


def test_a_daily_job_runs_when_its_hour_comes() -> None:
    done = Event()
    scheduler = Scheduler()
    scheduler.at("0 2 * * *", done.set, "night")
    with time_machine.travel(datetime(2026, 11, 23, 18, 59, 59, 800_000, tzinfo=UTC)), scheduler:
        assert done.wait(10)
