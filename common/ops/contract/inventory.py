"""The list of functions that Terraform deploys: what each is, needs and may touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.http.declare import Trigger
from common.http.function import Function
from common.ops.contract.rules import require_sound

ENTRY_POINT = "entry"


def document(functions: Mapping[str, Function]) -> dict[str, Any]:
    """Functions by name, and what they take of the database's connections when all run at their most.

    Raises ContractBroken for declarations that contradict each other.
    """
    require_sound(functions)
    return {
        "functions": {name: _entry(function) for name, function in functions.items()},
        "connection_budget": connection_budget(functions),
    }


def connection_budget(functions: Mapping[str, Function]) -> dict[str, Any]:
    """Most connections at once: max_instances x pool of each function that has a database, and their sum."""
    most = {name: function.max_instances * function.pool for name, function in functions.items() if function.database}
    return {"by_function": most, "total": sum(most.values())}


def _entry(function: Function) -> dict[str, Any]:
    """`memory` in MiB, `timeout` in seconds; `secrets` and the keys of `buckets` are names of settings."""
    return {
        "name": function.name,
        "description": function.description,
        "entry_point": ENTRY_POINT,
        "kind": "event" if function.triggers else "http",
        "triggers": [_trigger(trigger) for trigger in function.triggers],
        "memory": function.memory,
        "concurrency": function.concurrency,
        "max_instances": function.max_instances,
        "pool": function.pool,
        "timeout": function.timeout,
        "secrets": sorted(function.secrets),
        "buckets": {bucket: sorted(access) for bucket, access in function.buckets.items()},
        "database": function.database,
        "live": function.live,
    }


def _trigger(trigger: Trigger) -> dict[str, str]:
    """`path` is where the function waits for the event's POST."""
    return {
        "kind": trigger.kind,
        "name": trigger.name,
        "source": trigger.source,
        "path": f"/{trigger.kind}/{trigger.name}",
    }
