"""The gateway's document read back: which operation a method and a path mean, as API Gateway finds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What API Gateway takes when a document says nothing, or nothing above zero.
DEFAULT_DEADLINE_SECONDS = 15.0


class UnknownPath(Exception):
    """No operation has a path like this."""


class UnknownMethod(Exception):
    """The path is known, with other methods; the message is its template."""


@dataclass(frozen=True)
class Operation:
    """What the document says about one method of one path; `deadline` in seconds."""

    address: str
    secured: bool
    deadline: float


@dataclass(frozen=True)
class Address:
    """A path of the document; a placeholder takes one segment that is not empty, a slash at the end does not matter."""

    template: str
    operations: Mapping[str, Operation]

    def matches(self, path: str) -> bool:
        parts = re.split(r"({\w+})", self.template)
        pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
        return re.fullmatch(f"{pattern}/?", path) is not None

    def rank(self) -> tuple[bool, ...]:
        """Written-out segments go before placeholders, from the left."""
        return tuple(segment.startswith("{") for segment in self.template.split("/"))


class Routes:
    """The document as a table."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        found = [Address(path, _operations(item)) for path, item in document["paths"].items()]
        self._addresses = sorted(found, key=Address.rank)

    def find(self, method: str, path: str) -> Operation:
        """The operation of `path`, which is not percent-decoded: `%2F` parts nothing.

        Raises UnknownPath or UnknownMethod.
        """
        matching = [address for address in self._addresses if address.matches(path)]
        for address in matching:
            if method in address.operations:
                return address.operations[method]
        if matching:
            raise UnknownMethod(matching[0].template)
        raise UnknownPath(path)


def _operations(item: Mapping[str, Any]) -> dict[str, Operation]:
    return {method.upper(): _operation(described) for method, described in item.items()}


def _operation(described: Mapping[str, Any]) -> Operation:
    backend = described["x-google-backend"]
    deadline = float(backend.get("deadline", 0))
    return Operation(
        backend["address"],
        bool(described.get("security")),
        deadline if deadline > 0 else DEFAULT_DEADLINE_SECONDS,
    )
