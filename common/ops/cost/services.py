"""What is deployed: the functions of the generated list, the paper's one container, and Terraform's database tiers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from common.ops.checkout import CHECKOUT
from common.ops.lazily import lazily

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

_GENERATED: Final[dict[str, Any]] = lazily(lambda: json.loads((TERRAFORM / "generated/functions.json").read_bytes()))
_CONNECTIONS: Final[dict[str, Any]] = lazily(lambda: json.loads((TERRAFORM / "connections.json").read_bytes()))
FUNCTIONS: Final[dict[str, dict[str, Any]]] = lazily(lambda: _GENERATED["functions"])
# With the instances that are declared.
CONNECTION_BUDGET: Final[int] = lazily(lambda: _GENERATED["connection_budget"]["total"])
# `max_connections` of each tier that can be chosen, the smallest first.
TIERS: Final[dict[str, int]] = lazily(lambda: _CONNECTIONS["tiers"])
# Connections that no function has: Cloud SQL's own, the migration's, an operator's.
RESERVED_CONNECTIONS: Final[int] = lazily(lambda: _CONNECTIONS["reserved"] + _CONNECTIONS["other"])

# People wait for these.
HTTP: Final = lazily(lambda: {name for name, one in FUNCTIONS.items() if one["kind"] == "http"})
SECRETS: Final = lazily(lambda: {secret for one in FUNCTIONS.values() for secret in one["secrets"]})
SCHEDULES: Final[dict[str, list[str]]] = lazily(  # cron lines by function
    lambda: {
        name: lines
        for name, one in FUNCTIONS.items()
        if (lines := [trigger["source"] for trigger in one["triggers"] if trigger["kind"] == "schedule"])
    }
)


@dataclass(frozen=True)
class Service:
    """`memory` in GiB, `start` in seconds; `pool` connections an instance."""

    name: str
    concurrency: int
    instances: int
    memory: float
    pool: int
    start: float


def suite(scale: int = 1) -> dict[str, Service]:
    """Each function with `scale` times the instances that it declares."""
    return {name: _service(name, one, scale) for name, one in FUNCTIONS.items()}


def _service(name: str, one: Mapping[str, Any], scale: int) -> Service:
    memory, pool = one["memory"] / MIB_A_GIB, one["pool"] if one["database"] else 0
    client = one["buckets"] or (one["live"] and not one["database"])
    start = HELLO_SECONDS * (DOCUMENT if name in _DRAWING else CLIENT if client else ORDINARY)
    return Service(name, one["concurrency"], one["max_instances"] * scale, memory, pool, start)


def container(connections: int) -> dict[str, Service]:
    """One for every step: as much memory as the hungriest needs, as many instances as the connections allow."""
    memory = max(one["memory"] for one in FUNCTIONS.values()) / MIB_A_GIB
    instances = max(1, connections // CONTAINER_POOL)
    one = Service("container", CONTAINER_CONCURRENCY, instances, memory, CONTAINER_POOL, HELLO_SECONDS * RIVAL)
    return dict.fromkeys(FUNCTIONS, one)


def planned(environment: str) -> tuple[str, int]:
    """The database's tier, and how many times the declared instances there may be."""
    text = (TERRAFORM / f"environments/{environment}.tfvars").read_text(encoding="utf-8")
    found = dict(re.findall(r'^(tier|scale)\s*=\s*"?([\w-]+)"?$', text, re.MULTILINE))
    return found["tier"], int(found["scale"])
