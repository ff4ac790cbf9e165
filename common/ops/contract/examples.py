"""What is sent and what comes back, once for each operation. `make examples` takes it from the tests."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final, Literal

from common.http.declare import Endpoint
from common.ops.checkout import CHECKOUT

FILE: Final = CHECKOUT / "common/ops/contract/examples.json"
Part = Literal["request", "answer"]


def example(endpoint: Endpoint, part: Part) -> dict[str, Any]:
    """As a member of a media type; nothing for an operation that has none yet."""
    known = examples().get(endpoint.operation_id, {})
    return {"example": known[part]} if part in known else {}


@cache
def examples() -> dict[str, dict[str, Any]]:
    """By the operation's id: `request` where it has a body, `answer` where it is JSON."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found
