"""Everything that names one person, found by the tables' own declarations, so that none is forgotten.

1. A row is one's own where a `SUBJECT` column names one, or where it must belong to an own row.
2. Of a row that only says who did something, the columns that say nothing of another person are given.
3. Credentials are never given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, TableClause, column, or_, select, table, true

from common.domain import audit
from common.platform.auth import Actor
from common.platform.db import Connection, JsonObject, Query, views
from common.platform.db.personal import AnyColumn, is_credential, names_subject, personal_of

_PEOPLE, _LOG = "people", "audit_log"
# Of a table; an admin of many years has more lines in the log than an answer can hold.
MOST_ROWS = 10_000
# In a message: a link that sets a password goes to the mailbox alone, and not to a browser that was left open.
LINK = "link"
# For a day, copies of answers that one has had, and guesses at a number, which are a stranger's as likely; and of tasks
# the filters of lists that one has asked for.
LEFT_OUT = frozenset({"idempotency_keys", "sign_in_attempts", "tasks"})
Rows = Sequence[Mapping[str, object]]


def own_data(db: Connection, actor: Actor) -> dict[str, Rows]:
    """The rows by their table; that they were taken is written into the audit log."""
    me = actor.person_id
    found = defaultdict[str, list[dict[str, object]]](list)
    for name, query in _queries(me):
        rows: Rows = views(db, query.limit(MOST_ROWS))
        found[name] += map(dict, rows)
    for row in found["messages"]:
        row["data"] = {name: value for name, value in cast("JsonObject", row["data"]).items() if name != LINK}
    for row in found["audit_log"]:
        row["ip"] = row["ip"] if row["actor_id"] == me else ""
    audit.record(db, actor, "person.data_taken", "person", me)
    return {name: given for name, given in found.items() if given}


def named_tables() -> set[str]:
    """The tables that are looked through."""
    return {name for name, _ in _queries(UUID(int=0))}


def _queries(person_id: UUID) -> Iterator[tuple[str, Query]]:
    # The step shows other things far more often, and does not import every table for them.
    from common.domain.privacy.catalogue import metadata

    own: dict[str, ColumnElement[bool]] = {}
    light = {of.name: _light(of) for of in metadata.sorted_tables if of.name not in LEFT_OUT}
    for of in metadata.sorted_tables:
        if (here := light.get(of.name)) is None:
            continue
        if mine := list(_own(of, light, own, person_id)):
            own[of.name] = or_(*mine)
            given = [here.c[one.name] for one in of.columns if not is_credential(one)]
            yield of.name, _newest(of, select(*given).where(own[of.name]))
        if done := [here.c[one.name] == person_id for one in of.columns if _says_who(one)]:
            given = [here.c[one.name] for one in of.columns if not personal_of(one)]
            yield of.name, _newest(of, select(*given).where(or_(*done), *(which.is_not(true()) for which in mine)))


def _own(
    of: Table, light: Mapping[str, TableClause], own: Mapping[str, ColumnElement[bool]], person_id: UUID
) -> Iterator[ColumnElement[bool]]:
    here = light[of.name]
    if of.name == _PEOPLE:
        yield here.c.id == person_id
    if of.name == _LOG:
        yield (here.c.subject_type == "person") & (here.c.subject_id == str(person_id))
    for one in of.columns:
        if names_subject(one):
            yield here.c[one.name] == person_id
        for key in one.foreign_keys:
            parent = key.column.table.name
            # What may belong to nothing, or to a row of its own table, says no more than that the two are alike.
            if parent in own and parent not in (_PEOPLE, of.name) and not one.nullable:
                yield here.c[one.name].in_(select(light[parent].c.id).where(own[parent]))


def _newest(of: Table, wanted: Query) -> Query:
    """The log is numbered; what has ids by chance stays in any order."""
    return wanted.order_by(column("id").desc()) if of.name == _LOG else wanted


def _says_who(one: AnyColumn) -> bool:
    """Who did something with the row, which is not theirs for that."""
    return not names_subject(one) and any(key.column.table.name == _PEOPLE for key in one.foreign_keys)


def _light(of: Table) -> TableClause:
    """The table without its secrets: rights follow from what is named (decision 0019)."""
    return table(of.name, *(column(one.name, one.type) for one in of.columns if not one.info.get("secret")))
