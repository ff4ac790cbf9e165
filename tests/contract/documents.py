"""The three documents, and ways to look through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from common.http.function import Function
from common.ops.contract import gateway, inventory, openapi

Documents = dict[str, dict[str, Any]]
METHODS = {"get", "post", "put", "patch", "delete", "options"}
MAKERS = {"openapi": openapi.document, "gateway": gateway.document, "inventory": inventory.document}


def make_documents(functions: dict[str, Function]) -> Documents:
    return {name: make(functions) for name, make in MAKERS.items()}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation of each."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert method in METHODS
            yield path, method, operation


def texts(value: Any) -> Iterator[str]:
    """Every string anywhere in a document, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
