"""What each function may do in the database, granted anew at the end of every upgrade and in its transaction.

Each function signs in as a user of its own. The rights go to these users themselves, which only needs the owner of the
tables. A role for a group needs CREATEROLE, and Cloud SQL gives that to no user that signs in by IAM.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, inspect, text

_DECLARED = Path(__file__).with_name("access.json")


class Access(StrEnum):
    """How much a function has to do with the data; which one has which is generated from the declarations."""

    PUBLIC = "public"  # shows everybody what is meant for everybody
    READS = "reads"  # reads, and leaves lines in the audit log
    CHANGES = "changes"


class NotGranted(Exception):
    """The list of users does not fit the functions or the database; the message is for a person."""


# No address, number or password of anybody, and no table that a later revision brings.
_PUBLIC = {
    "applications": "SELECT (vacancy_id, state)",
    "certificates": "SELECT",
    "co_lecturers": "SELECT",
    "criteria": "SELECT",
    "people": "SELECT (id, name)",
    "vacancies": "SELECT",
}
_ALEMBIC = "alembic_version"
# The log's trigger refuses to change a line; without the right nobody comes as far, and nobody can switch it off.
_LOG, _LOG_RIGHTS = "audit_log", "SELECT, INSERT"
_RIGHTS = {Access.READS: "SELECT", Access.CHANGES: "SELECT, INSERT, UPDATE, DELETE"}

_NOBODY_IN_PARTICULAR = ("CREATE ON SCHEMA public", "TEMPORARY ON DATABASE {database}")
_GRANTEES = text(
    """SELECT DISTINCT rolname
    FROM pg_class, aclexplode(relacl) AS given JOIN pg_roles ON pg_roles.oid = given.grantee
    WHERE relnamespace = 'public'::regnamespace AND given.grantee <> relowner"""
)


def grant(db: Connection, users: Mapping[str, str]) -> None:
    """`users` maps functions to their database users; another user loses every right to a table.

    Without any nothing is done: on one machine every function is the owner. Raises NotGranted.
    """
    if not users:
        return
    _require_known(db, users)
    _revoke(db, {*_former(db), *users.values()})
    for access in Access:
        holders = [user for function, user in users.items() if declared()[function] == access]
        if holders:
            _grant(db, access, _names(db, holders))


@cache
def declared() -> dict[str, str]:
    """The access of each function that has a database."""
    found: dict[str, str] = json.loads(_DECLARED.read_text(encoding="utf-8"))
    return found


def rights(access: str, table: str) -> str:
    """What an access may do with a table, in GRANT's words; empty for nothing."""
    if access == Access.PUBLIC:
        return _PUBLIC.get(table, "")
    if table == _ALEMBIC:
        return ""
    return _LOG_RIGHTS if table == _LOG else _RIGHTS[Access(access)]


def _require_known(db: Connection, users: Mapping[str, str]) -> None:
    strange = sorted(users.keys() - declared().keys())
    if strange:
        raise NotGranted(f"FUNCTION_USERS names functions without a database: {', '.join(strange)}")
    there = set(db.scalars(text("SELECT rolname FROM pg_roles")))
    absent = sorted({*users.values()} - there)
    if absent:
        raise NotGranted(f"FUNCTION_USERS names users that the database does not have: {', '.join(absent)}")


def _former(db: Connection) -> set[str]:
    return set(db.scalars(_GRANTEES))


def _revoke(db: Connection, users: Iterable[str]) -> None:
    names = _names(db, users)
    for kind in ("TABLES", "SEQUENCES"):
        _run(db, f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {names}")
    database = _names(db, [db.scalar(text("SELECT current_database()")) or ""])
    for right in _NOBODY_IN_PARTICULAR:
        _run(db, f"REVOKE {right.format(database=database)} FROM PUBLIC")


def _grant(db: Connection, access: Access, names: str) -> None:
    found = sorted((rights(access, table), table) for table in inspect(db).get_table_names("public"))
    for given, tables in groupby(found, key=lambda one: one[0]):
        if given:
            _run(db, f"GRANT {given} ON {_names(db, [table for _, table in tables])} TO {names}")
    if access == Access.CHANGES:
        _run(db, f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {names}")


def _names(db: Connection, names: Iterable[str]) -> str:
    """Quoted: a user is called like an address."""
    return ", ".join(map(db.dialect.identifier_preparer.quote_identifier, sorted(names)))


def _run(db: Connection, statement: str) -> None:
    db.exec_driver_sql(statement)
