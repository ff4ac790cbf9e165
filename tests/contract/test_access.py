"""What a function may do in the database follows from what its code does there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from common.http.function import Function
from common.ops.contract import load_functions
from common.ops.contract.access import document
from common.ops.contract.reached import NotDerived
from common.ops.contract.rules import ContractBroken
from common.ops.migrations.grants import declared
from common.ops.migrations.schema import metadata
from common.platform.db import without_secrets

AddFunction = Callable[[str, str], None]

HEAD = """
    '''Counts the chairs of the laboratory.'''
    from sqlalchemy import delete, insert, select, update
    from sqlalchemy.dialects.postgresql import insert as upsert
    from common.domain.audit.tables import audit_log
    from common.domain.notifications.tables import messages
    from common.domain.people import tables
    from common.domain.people.tables import people as persons
    from common.domain.recruitment.tables import criteria, scores
    from common.platform.db import without_secrets
    from common.platform.auth import PUBLIC, Role
    from common.platform.queue import TASKS
    from common.http import Call, Event, endpoint, on_schedule, serve

    SEATS = (criteria.c.id, criteria.c.name)

    def count(db, which=persons.c.id):
        from common.domain.uploads.tables import uploads
"""
SHOWN = """
    @endpoint("GET", "/v1/chairs", roles=PUBLIC)
    def show_chairs(call: Call) -> None:
        '''How many there are.'''
        count(call.db)
"""
ADMINS = """
    @endpoint("GET", "/v1/chairs/owners", roles={Role.ADMIN})
    def show_owners(call: Call) -> None:
        '''Whose they are.'''
        count(call.db)
"""
ADDED = """
    @endpoint("POST", "/v1/chairs", roles={Role.ADMIN}, status=204)
    def add_chair(call: Call) -> None:
        '''One more.'''
"""
AT_NIGHT = """
    @on_schedule("0 0 * * *")
    def at_night(event: Event) -> None:
        '''Each night.'''
        count(None)
"""
END = "    entry = serve(__name__)\n"
OPEN = ", ".join(sorted(column.name for column in without_secrets(metadata.tables["people"])))
PEOPLE, KEY = {"people": f"SELECT ({OPEN})"}, "(application_id, criterion_id)"


def derived(add_function: AddFunction, name: str, *parts: str) -> Mapping[str, str]:
    add_function(name, HEAD + "".join(parts) + END)
    return document(load_functions())[name]


@pytest.mark.parametrize(
    ("number", "line", "expected"),
    [
        (0, "db.execute(select(criteria.c.id))", {"criteria": "SELECT"}),
        (1, "db.execute(select(*SEATS))", {"criteria": "SELECT"}),
        (2, "db.execute(select(uploads))", {"uploads": "SELECT"}),
        (3, "db.execute(audit_log.insert().values(action=''))", {"audit_log": "SELECT (id), INSERT"}),
        (4, "db.execute(update(criteria).values(name=''))", {"criteria": "UPDATE"}),
        (5, "db.execute(update(criteria).where(criteria.c.id == 1))", {"criteria": "SELECT, UPDATE"}),
        (6, "db.execute(delete(tables.sessions))", {"sessions": "DELETE"}),
        (7, "db.execute(select(criteria).with_for_update())", {"criteria": "SELECT, UPDATE (id)"}),
        (
            8,
            "wanted = select(criteria, scores); wanted.with_for_update(of=scores)",
            {"criteria": "SELECT", "scores": f"SELECT, UPDATE {KEY}"},
        ),
        (
            9,
            "for table in (criteria, scores): db.execute(delete(table))",
            {"people": f"SELECT ({OPEN}), DELETE"} | dict.fromkeys(("criteria", "scores"), "SELECT, DELETE"),
        ),
        (10, "upsert(scores).on_conflict_do_update(set_={})", {"scores": f"SELECT {KEY}, INSERT, UPDATE"}),
        (11, "upsert(scores).on_conflict_do_nothing()", {"scores": f"SELECT {KEY}, INSERT"}),
        (
            14,
            "upsert(messages).on_conflict_do_nothing()",
            {"messages": "SELECT (channel, event, id, recipient), INSERT"},
        ),
        (12, "TASKS.claim('x', 1)", {"tasks": "SELECT, UPDATE"}),
        (13, "criteria = db; criteria.insert()", {}),
    ],
)
def test_each_statement_gives_the_right_it_needs(
    add_function: AddFunction, number: int, line: str, expected: dict[str, str]
) -> None:
    made = derived(add_function, f"count_chairs_{number}", f"        {line}\n", AT_NIGHT)
    assert made == PEOPLE | expected


@pytest.mark.parametrize(
    ("number", "line", "expected"),
    [
        (0, "select(persons)", "SELECT"),
        (1, "select(criteria, tables.people)", "SELECT"),
        (2, "update(persons).returning(persons)", f"SELECT, UPDATE ({OPEN})"),
        (3, "select(persons.c)", "SELECT"),
        (4, "select(persons.c.password_hash)", "SELECT"),
        (5, "select(persons.alias().c.password_hash)", "SELECT"),
        (6, "show(persons)", "SELECT"),
        (7, "select(*without_secrets(persons))", f"SELECT ({OPEN})"),
        (8, "select(tables.people.c.name, persons.alias('other').c.id)", f"SELECT ({OPEN})"),
        (9, "select(criteria).select_from(criteria.join(persons, persons.c.id == 1))", f"SELECT ({OPEN})"),
        (10, "update(persons).values(password_hash='')", f"SELECT ({OPEN}), UPDATE"),
    ],
)
def test_a_secret_is_read_by_who_names_it_or_the_whole_table(
    add_function: AddFunction, number: int, line: str, expected: str
) -> None:
    made = derived(add_function, f"count_secrets_{number}", f"        {line}\n", AT_NIGHT)
    assert made["people"] == expected


def test_the_hash_of_a_password_is_no_open_column() -> None:
    assert "password_hash" not in OPEN
    assert {"id", "name", "email"} <= set(OPEN.split(", "))


def test_who_asks_a_session_reads_it_and_may_leave_a_line_in_the_log(add_function: AddFunction) -> None:
    made = derived(add_function, "show_chair_owners", "        pass\n", ADMINS)
    assert made == PEOPLE | {"audit_log": "SELECT (id), INSERT", "contracts": "SELECT", "sessions": "SELECT"}


def test_who_may_be_asked_twice_keeps_the_answer(add_function: AddFunction) -> None:
    made = derived(add_function, "add_chairs", "        pass\n", ADDED)
    assert made["idempotency_keys"] == "SELECT, INSERT"


def test_a_public_page_sees_names_alone(add_function: AddFunction) -> None:
    assert derived(add_function, "show_chairs", "        pass\n", SHOWN) == {"people": "SELECT (id, name)"}


def test_a_public_page_that_would_see_more_is_no_contract(add_function: AddFunction) -> None:
    with pytest.raises(ContractBroken, match="its pages are public and it reads sessions"):
        derived(add_function, "show_all_chairs", "        select(tables.sessions)\n", SHOWN)


@pytest.mark.parametrize("line", ["delete(call.table)", "call.wanted.with_for_update()"])
def test_a_statement_has_to_say_its_table(add_function: AddFunction, line: str) -> None:
    name = f"lose_chairs_{len(line)}"
    with pytest.raises(NotDerived, match=rf"functions\.{name}\.main\.lost, line \d+: name the table"):
        derived(add_function, name, f"        lost(db)\n    def lost(call):\n        {line}\n", AT_NIGHT)


def test_who_has_no_database_has_no_rights_in_it(functions: dict[str, Function]) -> None:
    assert not functions["read_inbox"].database
    assert set(document(functions)) == set(functions) - {"read_inbox"}


def test_the_migration_knows_what_is_derived(functions: dict[str, Function]) -> None:
    assert declared() == document(functions)
