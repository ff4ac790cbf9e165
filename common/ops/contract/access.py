"""How much each function has to do with the database, by what it declares."""

from __future__ import annotations

from collections.abc import Mapping

from common.http.function import Function
from common.ops.migrations.grants import Access


def document(functions: Mapping[str, Function]) -> dict[str, str]:
    """The access of each function that has a database, for the migration job, which knows no function."""
    return {name: access(function) for name, function in functions.items() if function.database}


def access(function: Function) -> Access:
    """A read never writes, but a refused one leaves a trace, and so does a document that was opened."""
    if function.triggers or any(endpoint.method != "GET" for endpoint in function.endpoints):
        return Access.CHANGES
    return Access.PUBLIC if all(endpoint.public for endpoint in function.endpoints) else Access.READS
