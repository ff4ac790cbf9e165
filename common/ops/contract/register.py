"""The register of processing, as UU 27/2022 asks for one: made from what the tables declare and the rights grant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Table

from common.http.function import Function
from common.ops.contract import access
from common.ops.migrations.schema import metadata
from common.platform.db.personal import Personal, is_credential, personal_of

PAGE = Path("common/docs/processing-register.md")
_HEAD = """\
# Register of processing

Written by `make contract` from the tables (`common/platform/db/personal.py`): each column that holds personal data, why
it is kept, how long, and who reads it. The steps are those that have the right to read it in the database. What is
over is erased every night ([decision 0030](decisions/0030-personal-data-by-declaration.md)); copies for a restore keep
it for as long as [the runbook](runbook/restore.md) says. `*` marks what is never handed out, to its owner either.
"""
_COLUMNS = "| data | why | how long | people who read it |\n|---|---|---|---|"


def page(functions: Mapping[str, Function]) -> str:
    rights = access.document(functions)
    tables = sorted(metadata.tables.values(), key=lambda table: table.name)
    return "\n".join([_HEAD, *(part for table in tables for part in _section(table, rights))])


def _section(table: Table, rights: Mapping[str, access.Rights]) -> Iterator[str]:
    """Nothing for a table that holds nothing personal. Columns of one declaration share a line."""
    groups: defaultdict[Personal, list[str]] = defaultdict(list)
    for column in table.columns:
        if found := personal_of(column):
            groups[found].append(f"{column.name}{' *' if is_credential(column) else ''}")
    if groups:
        lines = [f"| {', '.join(names)} | {it.why} | {it.keep.text} | {it.readers} |" for it, names in groups.items()]
        readers = sorted(step for step, granted in rights.items() if _reads(granted.get(table.name, "")))
        yield "\n".join([f"## {table.name}", "", _COLUMNS, *lines, "", f"Steps: {', '.join(readers)}.", ""])


def _reads(words: str) -> bool:
    """More than its key, which an insert gets back."""
    return words.startswith("SELECT") and not words.startswith("SELECT (id)")
