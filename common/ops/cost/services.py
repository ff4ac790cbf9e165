"""What is deployed: the functions of the generated list, the paper's one container, and Terraform's database tiers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from common.ops.checkout import CHECKOUT

TERRAFORM: Final = CHECKOUT / "terraform"
MIB_A_GIB: Final = 1024

# A bare function's cold start on Cloud Run. Assumed: Python was seen to take 1.5-2 s without startup boost
# (knmts.com/350, 2024), and the boost doubles the CPU of a start. With another basis all starts change in proportion.
HELLO_SECONDS: Final = 0.75
BOOSTED_CPUS: Final = 2  # what a start is billed with
# Multiples of it: the middles of the table of cold starts in common/docs/cost.md.
ORDINARY, CLIENT, DOCUMENT, RIVAL = 2.8, 3.9, 3.6, 5.0
_DRAWING = {"issue_certificate", "draw_certificates", "process_upload"}
# Cloud Run's default concurrency, and a pool as in Google's sample for SQLAlchemy.
CONTAINER_CONCURRENCY, CONTAINER_POOL = 80, 5

_TIER_LINE = re.compile(r'^\s+"(db-[\w-]+)"\s*=\s*(\d+)$', re.MULTILINE)
_RESERVED = re.compile(r"^\s+\w+_connections\s*=\s*(\d+) #", re.MULTILINE)
_SETTING = re.compile(r'^(tier|scale)\s*=\s*"?([\w-]+)"?$', re.MULTILINE)


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
def _generated() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TERRAFORM / "generated" / "functions.json").read_text(encoding="utf-8"))
    return found


def functions() -> dict[str, Any]:
    """The generated list, by name."""
    found: dict[str, Any] = _generated()["functions"]
    return found


def connection_budget() -> int:
    """Connections that the suite takes at its most, with the instances that are declared."""
    return int(_generated()["connection_budget"]["total"])


def secrets() -> set[str]:
    return {secret for function in functions().values() for secret in function["secrets"]}


@cache
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
    return {
        name: Service(
            name,
            one["concurrency"],
            one["max_instances"] * scale,
            one["memory"] / MIB_A_GIB,
            one["pool"] if one["database"] else 0,
            HELLO_SECONDS * _start(name, one),
        )
        for name, one in functions().items()
    }


def _start(name: str, one: Mapping[str, Any]) -> float:
    if name in _DRAWING:
        return DOCUMENT
    return CLIENT if one["buckets"] or (one["live"] and not one["database"]) else ORDINARY


def container(connections: int) -> Service:
    """Everything in one: as much memory as the hungriest step needs, as many instances as the connections allow."""
    memory = max(function["memory"] for function in functions().values()) / MIB_A_GIB
    instances = max(1, connections // CONTAINER_POOL)
    return Service("container", CONTAINER_CONCURRENCY, instances, memory, CONTAINER_POOL, HELLO_SECONDS * RIVAL)


@cache
def _terraform(path: str) -> str:
    return (TERRAFORM / path).read_text(encoding="utf-8")


def planned(environment: str) -> tuple[str, int]:
    """The database's tier, and how many times the declared instances there may be."""
    found = dict(_SETTING.findall(_terraform(f"environments/{environment}.tfvars")))
    return found["tier"], int(found["scale"])


def reserved_connections() -> int:
    """Those that no function has: Cloud SQL's own, the migration's, an operator's."""
    return sum(int(number) for number in _RESERVED.findall(_terraform("database.tf")))


def connections_of_tiers() -> dict[str, int]:
    """`max_connections` of each tier that can be chosen, the smallest first."""
    return {name: int(connections) for name, connections in _TIER_LINE.findall(_terraform("database.tf"))}
