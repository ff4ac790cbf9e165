"""A state, a status or a role is described with the values that it may have: a client compares with no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.documents import Documents

NAMES = {"state", "status", "role", "roles", "actor_role", "language"}


def named(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of a text that is the value of a property, or of each of its items, with the property's name."""
    if isinstance(value, list):
        for inner in value:
            yield from named(inner)
    elif isinstance(value, dict):
        if value.get("type") in ("string", ["string", "null"]):
            yield name, value
        for key, inner in value.get("properties", {}).items():
            yield from named(inner, key)
        for key, inner in value.items():
            if key != "properties":
                yield from named(inner, name if key == "items" else "")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_property_of_that_name_lists_its_values(documents: Documents, name: str) -> None:
    schemas = documents["openapi"]["components"]["schemas"]
    found = [(owner, text) for owner, schema in schemas.items() for key, text in named(schema) if key == name]
    assert found
    assert [owner for owner, text in found if not text.get("enum")] == []
