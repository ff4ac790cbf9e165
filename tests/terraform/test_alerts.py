"""Each alert's condition becomes true by the lines of a bad day, and stays silent on those of a good one.

Our own lines go through the metrics of terraform/monitoring.tf; what Google counts by itself (requests, events,
connections) is made of its own lines as its documents describe them. The service that evaluates is not here.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from common.ops.checkout import CHECKOUT
from tests.terraform.promql import Sample, evaluate

FOLDER = CHECKOUT / "terraform"
TEXT = (FOLDER / "monitoring.tf").read_text(encoding="utf-8")
RUN = {"monitored_resource": "cloud_run_revision"}
NOW, MINUTE = 7 * 86400.0, 60.0
TIMES = [NOW - 86400, NOW - 3600, *(NOW - MINUTE * n for n in range(30, -1, -1))]


def queries() -> dict[str, str]:
    """As Terraform fills them in for the smallest tier."""
    functions = json.loads((FOLDER / "generated/functions.json").read_text())["functions"]
    people = "|".join(name.replace("_", "-") for name, row in functions.items() if row["kind"] == "http")
    tiers = json.loads((FOLDER / "connections.json").read_text())["tiers"]
    filled = {
        "local.run": 'monitored_resource="cloud_run_revision"',
        "local.asked_by_people": people,
        "var.project": "campus",
        "google_sql_database_instance.aslab.name": "aslab",
        "floor(0.8 * local.tiers[var.tier])": str(int(0.8 * tiers["db-f1-micro"])),
    }
    found = re.findall(r'^ {4}"(.+)" = \{\n {6}query = "(.*)"$', TEXT, re.MULTILINE)
    fill = re.compile(r"\$\{(.*?)\}")
    plain = {name: query.replace('\\"', '"').replace("\\\\", "\\") for name, query in found}
    return {name: fill.sub(lambda match: filled[match[1]], query) for name, query in plain.items()}


QUERIES = queries()
FIELDS = dict(re.findall(r'^ {4}(queue_\w+) = \{\n {6}field = "(\w+)"', TEXT, re.MULTILINE))
STEPS = {
    name: [float(step) for step in steps.split(",")]
    for name, steps in re.findall(r"^ {4}(queue_\w+) = \{.*?steps = \[(.*?)\]", TEXT, re.MULTILINE | re.DOTALL)
}
COUNTED = re.findall(r'^ {4}(\w+) += \{ event = "(\w+)", queue = "(\w*)"', TEXT, re.MULTILINE)


@dataclass
class Day:
    """Lines at moments, and the samples that come of them. A counter is there from the day before, at zero."""

    samples: list[Sample] = field(default_factory=list)

    def counter(self, metric: str, labels: dict[str, str], at: Iterable[float], each: float = 1) -> None:
        """One more at each of `at`."""
        grown = Counter(at)
        height = 0.0
        for moment in TIMES:
            height += each * sum(count for one, count in grown.items() if one == moment)
            self.samples.append(Sample(metric, labels, moment, height))

    def gauge(self, metric: str, labels: dict[str, str], value: float) -> None:
        self.samples += [Sample(metric, labels, moment, value) for moment in TIMES]

    def histogram(self, metric: str, labels: dict[str, str], bounds: list[float], value: float) -> None:
        """One observation a minute."""
        for bound in [*bounds, float("inf")]:
            self.counter(f"{metric}_bucket", labels | {"le": str(bound)}, TIMES if value <= bound else ())
        self.counter(f"{metric}_count", labels, TIMES)

    def logs(self, line: dict[str, Any], at: Iterable[float] = TIMES[2:]) -> None:
        """Our own line, at each of the moments, through the metrics on the log."""
        moments = list(at)
        for name, event, queue in COUNTED:
            if line["event"] == event and queue in {"", line.get("queue")}:
                self.counter(f"logging_googleapis_com:user_{name}", RUN, moments)
        if line["event"] == "queue":
            labels = RUN | {label: line[label] for label in ("queue", "lane")}
            for name, value in FIELDS.items():
                self.histogram(f"logging_googleapis_com:user_{name}", labels, STEPS[name], line[value])

    def requests(self, status: int, at: Iterable[float], each: float = 1) -> None:
        """Cloud Run's own lines of requests."""
        labels = {"service_name": "sign-in", "response_code": str(status), "response_code_class": f"{status // 100}xx"}
        self.counter("run_googleapis_com:request_count", RUN | labels, at, each)


def queue(age: float = 20, share: float = 0, lane: str = "email", name: str = "messages") -> dict[str, Any]:
    return {"event": "queue", "queue": name, "lane": lane, "oldest_seconds": age, "failed_share": share}


def item_failed(name: str) -> dict[str, Any]:
    return {"event": "item_failed", "queue": name, "lane": "email" if name == "messages" else "draw_certificate"}


LATELY = [NOW - MINUTE * n for n in range(9, -1, -1)]
PROBE = "monitoring_googleapis_com:uptime_check_check_passed"
UPTIME = {"monitored_resource": "uptime_url", "check_id": "api"}
DELAY = ("run_googleapis_com:request_latencies", RUN | {"service_name": "sign-in"}, [100.0, 1000.0, 3000.0, 10000.0])
WAITING = ("pubsub_googleapis_com:subscription_oldest_unacked_message_age", {"subscription_id": "eventarc-upload"})
SCHEDULED = {"monitored_resource": "cloud_scheduler_job", "severity": "ERROR", "job_id": "deliver-notifications-sweep"}
BACKENDS = ("cloudsql_googleapis_com:database_postgresql_num_backends", {"database_id": "campus:aslab"})
DISK = "cloudsql_googleapis_com:database_disk_utilization"

Lines = Callable[[Day], None]


def both(*lines: Lines) -> Lines:
    def all_of_them(day: Day) -> None:
        for line in lines:
            line(day)

    return all_of_them


# By alert: a day on which it has to come, and one that looks like it.
DAYS: dict[str, tuple[Lines, Lines]] = {
    "Portal or API cannot be reached": (
        lambda day: day.gauge(PROBE, UPTIME, 0),
        lambda day: day.gauge(PROBE, UPTIME, 1),
    ),
    "More than 2 % of the requests fail": (
        both(lambda day: day.requests(200, LATELY, 20), lambda day: day.requests(503, LATELY)),
        both(lambda day: day.requests(200, LATELY, 1), lambda day: day.requests(500, LATELY[:3])),
    ),
    "One request in twenty takes longer than 3 s": (
        lambda day: day.histogram(*DELAY, 9000),
        lambda day: day.histogram(*DELAY, 900),
    ),
    "Messages or certificates wait for more than ten minutes": (
        lambda day: day.logs(queue(age=900, lane="whatsapp")),
        lambda day: day.logs(queue(age=240)),
    ),
    "Nothing has looked after the outbox for ten minutes": (
        lambda day: day.logs(queue(name="tasks", lane="draw_certificate")),
        lambda day: day.logs(queue()),
    ),
    "More than one message in twenty fails": (
        both(lambda day: day.logs(queue(share=0.3)), lambda day: day.logs(item_failed("messages"), LATELY)),
        both(lambda day: day.logs(queue(share=0.3)), lambda day: day.logs(item_failed("messages"), LATELY[:4])),
    ),
    "A channel or a certificate needs an admin": (
        both(
            lambda day: day.logs({"event": "lane_needs_admin", "queue": "messages", "lane": "email"}, LATELY[:1]),
            lambda day: day.logs(item_failed("tasks"), ()),
        ),
        both(
            lambda day: day.logs({"event": "lane_needs_admin", "queue": "messages"}, ()),
            lambda day: day.logs(item_failed("tasks"), ()),
        ),
    ),
    "Requests are turned away for want of instances": (
        lambda day: day.requests(429, LATELY, 10),
        lambda day: day.requests(429, LATELY[-1:], 2),
    ),
    "Events are not taken": (lambda day: day.gauge(*WAITING, 1000), lambda day: day.gauge(*WAITING, 60)),
    "Scheduled work fails": (
        lambda day: day.counter("logging_googleapis_com:log_entry_count", SCHEDULED, LATELY),
        lambda day: day.counter("logging_googleapis_com:log_entry_count", SCHEDULED, LATELY[:2]),
    ),
    "The database is short of connections": (
        lambda day: day.gauge(*BACKENDS, 38),
        lambda day: day.gauge(*BACKENDS, 25),
    ),
    "The database's disk is nearly full": (
        lambda day: day.gauge(DISK, {}, 0.95),
        lambda day: day.gauge(DISK, {}, 0.5),
    ),
}


def test_every_alert_has_its_two_days() -> None:
    assert DAYS.keys() == QUERIES.keys()


@pytest.mark.parametrize("alert", DAYS)
def test_an_alert_comes_on_the_day_it_is_for(alert: str) -> None:
    bad, good = Day(), Day()
    DAYS[alert][0](bad)
    assert evaluate(QUERIES[alert], bad.samples, NOW), "the lines of a bad day leave it silent"
    DAYS[alert][1](good)
    assert not evaluate(QUERIES[alert], good.samples, NOW), "the lines of a good day bring it"
