"""A plugin of pytest: keeps one call of each operation that went well, and writes it at the end."""

from __future__ import annotations

import json
from typing import Any

from common.http.declare import Endpoint
from common.ops.contract import load_functions, openapi
from common.ops.contract.examples import FILE, examples
from tests.client import Answer, Portal
from tests.contract.examples.fitting import JSON, unfit
from tests.contract.examples.harmless import Harmless

_heard: dict[str, dict[str, Any]] = {}


def pytest_configure() -> None:
    Portal.heard.append(hear)


def pytest_sessionfinish() -> None:
    """An example that fits stays as it is; what is no longer an operation goes."""
    described = openapi.document(load_functions())
    wanting = unfit(described, examples())
    ids = {operation["operationId"] for item in described["paths"].values() for operation in item.values()}
    kept = {name: known for name, known in examples().items() if name in ids - wanting.keys()}
    found = {name: _heard[name] for name in wanting if name in _heard}
    FILE.write_text(json.dumps(kept | found, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def hear(endpoint: Endpoint, answer: Answer) -> None:
    """The fullest one that is no longer than a page."""
    if answer.status != endpoint.status:
        return
    parts = {}
    if endpoint.body:
        parts["request"] = json.loads(answer.response.request.body or "null")
    if isinstance(endpoint.returns, type) and answer.headers.get("Content-Type", "").startswith(JSON):
        parts["answer"] = answer.json
    harmless = Harmless(*parts.values())
    new = {part: harmless.of(message) for part, message in parts.items()}
    before = len(json.dumps(_heard.get(endpoint.operation_id, "")))
    if endpoint.operation_id not in _heard or before < len(json.dumps(new)) < 3_000:
        _heard[endpoint.operation_id] = new
