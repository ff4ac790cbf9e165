"""What each function may do in the database, granted anew at the end of every upgrade and in its transaction.

Each function signs in as a user of its own. The rights go to these users themselves, which only needs the owner of the
tables. A role for a group needs CREATEROLE, and Cloud SQL gives that to no user that signs in by IAM.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

_DECLARED = Path(__file__).with_name("access.json")


_RIGHT = re.compile(r"([A-Z]+)(?: \(([^)]*)\))?")


class NotGranted(Exception):
    """The list of users does not fit the functions or the database; the message is for a person."""


_NOBODY_IN_PARTICULAR = ("CREATE ON SCHEMA public", "TEMPORARY ON DATABASE {database}")
_GRANTEES = text(
    """SELECT DISTINCT rolname
    FROM pg_class, aclexplode(relacl) AS given JOIN pg_roles ON pg_roles.oid = given.grantee
    WHERE relnamespace = 'public'::regnamespace AND given.grantee <> relowner"""
)
# Of a column whose default is a sequence; an identity needs no right of its own.
_SEQUENCES = text(
    """SELECT DISTINCT sequence.relname
    FROM pg_depend JOIN pg_class AS sequence ON sequence.oid = objid AND sequence.relkind = 'S'
    WHERE deptype = 'a' AND refobjid = ANY (SELECT oid FROM pg_class WHERE relname = ANY (:tables)
    AND relnamespace = 'public'::regnamespace)"""
)


def grant(db: Connection, users: Mapping[str, str]) -> None:
    """`users` maps functions to their database users, all of them known; another user loses every right to a table.

    Without any nothing is done.
    """
    if not users:
        return
    _revoke(db, {*_former(db), *users.values()})
    there = _columns(db)
    for function, user in sorted(users.items()):
        possible = {table: _possible(words, there.get(table, set())) for table, words in declared()[function].items()}
        _grant(db, user, {table: words for table, words in possible.items() if words})


@cache
def declared() -> dict[str, dict[str, str]]:
    """Of each function that has a database its rights to each table, in GRANT's words; derived from its code."""
    found: dict[str, dict[str, str]] = json.loads(_DECLARED.read_text(encoding="utf-8"))
    return found


def require_known(db: Connection, users: Mapping[str, str]) -> None:
    """Raises NotGranted for functions that have no database, and for users that the database does not have."""
    strange = sorted(users.keys() - declared().keys())
    if strange:
        raise NotGranted(f"FUNCTION_USERS names functions without a database: {', '.join(strange)}")
    there = set(db.scalars(text("SELECT rolname FROM pg_roles")))
    absent = sorted({*users.values()} - there)
    if absent:
        raise NotGranted(f"FUNCTION_USERS names users that the database does not have: {', '.join(absent)}")


def _former(db: Connection) -> set[str]:
    return set(db.scalars(_GRANTEES))


def _columns(db: Connection) -> Mapping[str, set[str]]:
    """The columns of each table that this revision of the schema has."""
    found = inspect(db).get_multi_columns("public")
    return {table: {column["name"] for column in columns} for (_, table), columns in found.items()}


def _possible(words: str, there: set[str]) -> str:
    """The rights without the columns, or the table, that come with a later revision."""
    kept = []
    for right, columns in _RIGHT.findall(words):
        named = [name for name in columns.split(", ") if name in there]
        if named or (there and not columns):
            kept.append(f"{right} ({', '.join(named)})" if columns else right)
    return ", ".join(kept)


def _revoke(db: Connection, users: Iterable[str]) -> None:
    names = _names(db, users)
    for kind in ("TABLES", "SEQUENCES"):
        _run(db, f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {names}")
    database = _names(db, [db.scalar(text("SELECT current_database()")) or ""])
    for right in _NOBODY_IN_PARTICULAR:
        _run(db, f"REVOKE {right.format(database=database)} FROM PUBLIC")


def _grant(db: Connection, user: str, rights: Mapping[str, str]) -> None:
    name = _names(db, [user])
    for table, words in rights.items():
        _run(db, f"GRANT {words} ON {_names(db, [table])} TO {name}")
    inserted = [table for table, words in rights.items() if "INSERT" in words]
    if sequences := db.scalars(_SEQUENCES, {"tables": inserted}).all():
        _run(db, f"GRANT USAGE ON SEQUENCE {_names(db, sequences)} TO {name}")


def _names(db: Connection, names: Iterable[str]) -> str:
    """Quoted: a user is called like an address."""
    return ", ".join(map(db.dialect.identifier_preparer.quote_identifier, sorted(names)))


def _run(db: Connection, statement: str) -> None:
    db.exec_driver_sql(statement)
