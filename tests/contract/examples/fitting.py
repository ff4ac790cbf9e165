"""Whether an example is one: there where something is sent or comes back, and as its schema says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from tests.contract.documents import operations

JSON = "application/json"


def unfit(description: dict[str, Any], examples: dict[str, dict[str, Any]]) -> dict[str, str]:
    """What is wrong, by the id of the operation."""
    found: dict[str, str] = {}
    for _, _, operation in operations(description):
        known = examples.get(operation["operationId"], {})
        schemas = dict(_schemas(operation))
        if known.keys() != schemas.keys():
            found[operation["operationId"]] = f"has {sorted(known)}, should have {sorted(schemas)}"
        elif wrong := [
            f"{part} at {error.json_path}: {error.message[:200]}"
            for part, schema in schemas.items()
            for error in _validator(description, schema).iter_errors(known[part])
        ]:
            found[operation["operationId"]] = wrong[0]
    return found


def _schemas(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of what has one in JSON."""
    if body := operation.get("requestBody"):
        yield "request", body["content"][JSON]["schema"]
    answered = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    if JSON in answered.get("content", {}):
        yield "answer", answered["content"][JSON]["schema"]


def _validator(description: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": description["components"]})
