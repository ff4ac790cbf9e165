"""What runs on Cloud Run: the suite, as its generated list says, or the paper's one container."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from common.contract.product import CHECKOUT

LIST: Final = CHECKOUT / "terraform" / "generated" / "functions.json"
MIB_A_GIB: Final = 1024

# A bare function's cold start on Cloud Run. Assumed: Python was seen to take 1.5-2 s without startup boost
# (knmts.com/350, 2024), and the boost doubles the CPU of a start. With another basis all starts change in proportion.
HELLO_SECONDS: Final = 0.75
BOOSTED_CPUS: Final = 2  # what a start is billed with
# Multiples of it: the middles of the README's table of cold starts.
ORDINARY, CLIENT, DOCUMENT, RIVAL = 2.8, 3.9, 3.6, 5.0
_DRAWING = {"issue_certificate", "draw_certificates", "process_upload"}

# Cloud Run's default concurrency, and a pool as in Google's sample for SQLAlchemy.
CONTAINER_CONCURRENCY, CONTAINER_POOL = 80, 5
RIVAL_GIB: Final = 0.5  # four workers of 97 MiB each, as measured, and room


@dataclass(frozen=True)
class Service:
    """`memory` in GiB, `start` in seconds; `pool` connections an instance."""

    name: str
    concurrency: int
    instances: int
    memory: float
    pool: int
    start: float


@cache
def functions() -> dict[str, Any]:
    """The generated list, by name."""
    found: dict[str, Any] = json.loads(LIST.read_text(encoding="utf-8"))["functions"]
    return found


def connection_budget() -> int:
    """Connections that the suite takes at its most, with the instances that are declared."""
    return int(json.loads(LIST.read_text(encoding="utf-8"))["connection_budget"]["total"])


def secrets() -> set[str]:
    return {secret for function in functions().values() for secret in function["secrets"]}


def schedules() -> dict[str, list[str]]:
    """Cron lines by function."""
    found = {
        name: [trigger["source"] for trigger in function["triggers"] if trigger["kind"] == "schedule"]
        for name, function in functions().items()
    }
    return {name: lines for name, lines in found.items() if lines}


def http(step: str) -> bool:
    """Whether people wait for it, through the gateway."""
    return bool(functions()[step]["kind"] == "http")


def suite(scale: int = 1) -> dict[str, Service]:
    """Each function with `scale` times the instances that it declares."""
    return {name: _service(name, one, scale) for name, one in functions().items()}


def _service(name: str, one: Mapping[str, Any], scale: int) -> Service:
    return Service(
        name,
        one["concurrency"],
        one["max_instances"] * scale,
        one["memory"] / MIB_A_GIB,
        one["pool"] if one["database"] else 0,
        HELLO_SECONDS * _kind(name, one),
    )


def _kind(name: str, one: Mapping[str, Any]) -> float:
    if name in _DRAWING:
        return DOCUMENT
    return CLIENT if one["buckets"] or (one["live"] and not one["database"]) else ORDINARY


def container(connections: int) -> Service:
    """Everything in one: as much memory as the hungriest step needs, as many instances as the connections allow."""
    memory = max(function["memory"] for function in functions().values()) / MIB_A_GIB
    instances = max(1, connections // CONTAINER_POOL)
    return Service("container", CONTAINER_CONCURRENCY, instances, memory, CONTAINER_POOL, HELLO_SECONDS * RIVAL)
