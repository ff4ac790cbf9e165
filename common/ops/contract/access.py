"""What each function may do with each table: what its code does, and what comes with what it declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, UniqueConstraint

from common.http import idempotency, transaction
from common.http.function import Function
from common.ops.contract.definitions import Name
from common.ops.contract.reached import EVERY_TABLE, Use, uses
from common.ops.contract.rules import ContractBroken
from common.ops.migrations.schema import metadata
from common.platform.db.columns import is_secret, without_secrets

Rights = Mapping[str, str]
"""A table's name to what GRANT calls its rights."""

_ADMITTED: list[Name] = [(transaction.__name__, transaction.opened.__name__)]
_REPEATED: list[Name] = [(idempotency.__name__, one.__name__) for one in (idempotency.replayed, idempotency.remember)]
# What the public pages may show of tables in which addresses, numbers or marks stand as well.
_SHOWN = {"applications": ("vacancy_id", "state"), "people": ("id", "name"), "uploads": ("id", "stored_type")}
_PUBLIC = {*_SHOWN, "certificates", "co_lecturers", "criteria", "vacancies"}
_WRITTEN = {Use.INSERT: "INSERT", Use.UPDATE: "UPDATE", Use.DELETE: "DELETE"}


def document(functions: Mapping[str, Function]) -> dict[str, Rights]:
    """The rights of each function that has a database, for the migration job, which knows no function.

    Raises ContractBroken for a public page that would see more than is public.
    """
    return {name: rights(function) for name, function in functions.items() if function.database}


def rights(function: Function) -> Rights:
    found = dict(uses(_roots(function)))
    looked_up = found.pop(EVERY_TABLE, set())
    used = {name: found.get(name, set()) | looked_up for name in metadata.tables}
    if _is_public(function):
        return _public(function, {name for name, of in used.items() if of})
    return {name: ", ".join(_words(name, of)) for name, of in sorted(used.items()) if of}


def _roots(function: Function) -> Iterator[Name]:
    handlers = [endpoint.handler for endpoint in function.endpoints]
    handlers += [trigger.handler for trigger in function.triggers]
    yield from ((function.module, handler.__name__) for handler in handlers)
    if function.endpoints and not _is_public(function):
        yield from _ADMITTED
    if any(endpoint.repeatable_by_key for endpoint in function.endpoints):
        yield from _REPEATED


def _is_public(function: Function) -> bool:
    """Whether it only shows everybody what is meant for everybody."""
    shows = all(endpoint.public and endpoint.method == "GET" for endpoint in function.endpoints)
    return shows and not function.triggers


def _public(function: Function, tables: set[str]) -> Rights:
    if more := sorted(tables - _PUBLIC):
        raise ContractBroken([f"{function.name}: its pages are public and it reads {', '.join(more)}"])
    return {name: f"SELECT ({', '.join(_SHOWN[name])})" if name in _SHOWN else "SELECT" for name in sorted(tables)}


def _words(table: str, used: set[Use]) -> Iterator[str]:
    """Of a table that is not read an insert still gets the new key; of one that is not changed a lock takes the key."""
    key = list(metadata.tables[table].primary_key.columns)
    if Use.READ_SECRETS in used or (Use.READ in used and not _has_secrets(table)):
        yield "SELECT"
    elif Use.READ in used:
        yield f"SELECT ({_names(without_secrets(metadata.tables[table]))})"
    elif used & {Use.INSERT, Use.COMPARE}:
        yield f"SELECT ({_names(key + (_unique(table) if Use.COMPARE in used else []))})"
    yield from (_written(table, use, used) for use in _WRITTEN if use in used)
    if Use.LOCK in used and Use.UPDATE not in used:
        yield f"UPDATE ({_names(key)})"


def _written(table: str, use: Use, used: set[Use]) -> str:
    """Whoever does not write a secret may not write it: neither into a new row nor into one that is there."""
    if use == Use.DELETE or Use.WRITE_SECRETS in used or not _has_secrets(table):
        return _WRITTEN[use]
    return f"{_WRITTEN[use]} ({_names(without_secrets(metadata.tables[table]))})"


def _has_secrets(table: str) -> bool:
    return any(map(is_secret, metadata.tables[table].columns))


def _unique(table: str) -> list[Column[Any]]:
    rules = metadata.tables[table].constraints
    return [column for rule in rules if isinstance(rule, UniqueConstraint) for column in rule.columns]


def _names(columns: Iterable[Column[Any]]) -> str:
    return ", ".join(sorted({column.name for column in columns}))
