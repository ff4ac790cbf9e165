"""The functions' users can do the functions' work and no more, each signed in as itself.

That the rights are enough is shown by all the other tests, in which every function acts as its own user.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from common.ops import migrations
from common.ops.migrations.grants import Access, NotGranted, declared
from tests.ops.migrations.conftest import FORMER, MIGRATOR, USERS, Login

CHANGING, READING, PUBLIC = USERS["apply"], USERS["read_reports"], USERS["browse_vacancies"]
INSUFFICIENT = "42501"
EVERY_RIGHT = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")
ALL_BUT = {"audit_log", "alembic_version"}


def may(db: Connection, user: str, table: str) -> set[str]:
    """What somebody may do with a whole table, as the server itself sees it."""
    asked = text("SELECT has_table_privilege(:user, :table, :right)")
    return {right for right in EVERY_RIGHT if db.scalar(asked, {"user": user, "table": table, "right": right})}


def refused(login: Login, user: str, statement: str) -> str:
    """PostgreSQL's code for why; nothing of the statement stays."""
    with login(user).connect() as db:
        try:
            db.exec_driver_sql(statement)
        except DBAPIError as fault:
            return _code(fault)
    return "it went through"


def _code(fault: DBAPIError) -> str:
    return str(fault.orig.args[0]["C"]) if fault.orig else ""


@pytest.fixture
def owner(login: Login) -> Iterator[Connection]:
    with login(MIGRATOR).connect() as db:
        yield db


def test_the_migration_gets_along_without_any_attribute(owner: Connection) -> None:
    """So that the test is one: in Cloud SQL a user that signs in by IAM has none."""
    mine = owner.execute(text("SELECT * FROM pg_roles WHERE rolname = current_user")).mappings().one()
    held = {name for name, value in mine.items() if value is True}
    assert held == {"rolinherit", "rolcanlogin"}


def test_who_changes_something_may_change_rows_and_nothing_else(owner: Connection) -> None:
    tables = set(inspect(owner).get_table_names()) - ALL_BUT
    assert len(tables) > 15
    for user in (CHANGING, USERS["sign_in"], USERS["keep_house"]):
        for table in tables:
            assert may(owner, user, table) == {"SELECT", "INSERT", "UPDATE", "DELETE"}, table


def test_who_only_reads_may_read_and_leave_a_line_in_the_log(owner: Connection) -> None:
    tables = set(inspect(owner).get_table_names()) - ALL_BUT
    for table in tables:
        assert may(owner, READING, table) == {"SELECT"}, table


@pytest.mark.parametrize("user", [CHANGING, READING])
def test_the_log_can_be_added_to_and_read_by_whoever_knows_people(owner: Connection, user: str) -> None:
    assert may(owner, user, "audit_log") == {"SELECT", "INSERT"}
    assert may(owner, user, "alembic_version") == set()


def test_public_pages_see_what_is_public(owner: Connection) -> None:
    whole = {table for table in inspect(owner).get_table_names() if may(owner, PUBLIC, table)}
    assert whole == {"vacancies", "criteria", "co_lecturers", "certificates"}
    assert {right for table in whole for right in may(owner, PUBLIC, table)} == {"SELECT"}
    columns = text("SELECT attname FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0")
    seen = text("SELECT has_column_privilege(:user, 'people', :column, 'SELECT')")
    held = [column for column in owner.scalars(columns) if owner.scalar(seen, {"user": PUBLIC, "column": column})]
    assert sorted(held) == ["id", "name"]


NOBODYS = [
    "CREATE TABLE more (id int)",
    "CREATE TEMPORARY TABLE more (id int)",
    "CREATE SCHEMA more",
    "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE people ADD COLUMN more int",
    "DROP TABLE people",
    "TRUNCATE people CASCADE",
    "TRUNCATE audit_log",
    "UPDATE audit_log SET reason = ''",
    "DELETE FROM audit_log",
    "SELECT * FROM alembic_version",
    "UPDATE alembic_version SET version_num = ''",
    f'SET ROLE "{MIGRATOR}"',
    "ALTER TABLE people OWNER TO CURRENT_USER",
    "CREATE ROLE more",
    "SELECT pg_read_file('PG_VERSION')",
]


@pytest.mark.parametrize("user", [CHANGING, READING, PUBLIC])
@pytest.mark.parametrize("statement", [*NOBODYS, "ALTER TABLE audit_log DISABLE TRIGGER audit_log_is_append_only"])
def test_what_no_function_may(login: Login, user: str, statement: str) -> None:
    assert refused(login, user, statement) == INSUFFICIENT


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO academic_periods (name, starts_on, ends_on) VALUES ('2026', '2026-01-01', '2026-06-01')",
        "UPDATE people SET name = ''",
        "DELETE FROM sessions",
        "SELECT id FROM people FOR UPDATE",
        "SELECT nextval('application_steps_id_seq')",
    ],
)
def test_who_only_reads_writes_nothing(login: Login, statement: str) -> None:
    for user in (READING, PUBLIC):
        assert refused(login, user, statement) == INSUFFICIENT
    assert refused(login, CHANGING, statement) == "it went through"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT email FROM people",
        "SELECT * FROM people",
        "SELECT ipk FROM applications",
        "SELECT * FROM sessions",
        "SELECT * FROM refresh_tokens",
        "SELECT * FROM messages",
        "SELECT * FROM audit_log",
        "INSERT INTO audit_log (at) VALUES (now())",
    ],
)
def test_public_pages_see_nothing_personal(login: Login, statement: str) -> None:
    assert refused(login, PUBLIC, statement) == INSUFFICIENT
    assert refused(login, USERS["check_certificate"], statement) == INSUFFICIENT


def test_a_table_of_a_later_revision_is_for_all_but_the_public(login: Login) -> None:
    with login(MIGRATOR).begin() as db:
        db.exec_driver_sql("CREATE TABLE later (id serial PRIMARY KEY)")
    statement = "INSERT INTO later DEFAULT VALUES"
    assert refused(login, CHANGING, statement) == INSUFFICIENT
    migrations.upgrade(login(MIGRATOR), users=USERS)
    assert refused(login, CHANGING, statement) == "it went through"
    assert refused(login, READING, "SELECT * FROM later") == "it went through"
    assert refused(login, PUBLIC, "SELECT * FROM later") == INSUFFICIENT
    with login(MIGRATOR).begin() as db:
        db.exec_driver_sql("DROP TABLE later")


def test_who_is_no_longer_in_the_list_loses_every_right(login: Login) -> None:
    migrations.upgrade(login(MIGRATOR), users=USERS | {"apply": FORMER})
    assert refused(login, FORMER, "SELECT * FROM people") == "it went through"
    assert refused(login, CHANGING, "SELECT * FROM people") == INSUFFICIENT
    migrations.upgrade(login(MIGRATOR), users=USERS | {"browse_vacancies": FORMER})
    assert refused(login, FORMER, "SELECT name FROM people") == "it went through"
    migrations.upgrade(login(MIGRATOR), users=USERS)
    for statement in (
        "SELECT name FROM people",
        "SELECT * FROM vacancies",
        "SELECT nextval('application_steps_id_seq')",
    ):
        assert refused(login, FORMER, statement) == INSUFFICIENT


def test_a_function_that_only_reads_from_now_on_loses_the_rest(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(declared(), "apply", Access.READS)
        migrations.upgrade(login(MIGRATOR), users=USERS)
        assert refused(login, CHANGING, "DELETE FROM sessions") == INSUFFICIENT
    migrations.upgrade(login(MIGRATOR), users=USERS)
    assert refused(login, CHANGING, "DELETE FROM sessions") == "it went through"


def test_without_users_nothing_is_granted_or_taken(login: Login, owner: Connection) -> None:
    before = owner.execute(text("SELECT relname, relacl FROM pg_class")).all()
    migrations.upgrade(login(MIGRATOR))
    owner.rollback()
    assert owner.execute(text("SELECT relname, relacl FROM pg_class")).all() == before


@pytest.mark.parametrize(
    ("users", "told"),
    [
        ({"applyy": CHANGING}, "FUNCTION_USERS names functions without a database: applyy"),
        ({"apply": "nobody@awan.iam"}, "FUNCTION_USERS names users that the database does not have: nobody@awan.iam"),
    ],
)
def test_a_list_that_fits_nothing_changes_nothing(login: Login, users: dict[str, str], told: str) -> None:
    with pytest.raises(NotGranted, match=told):
        migrations.upgrade(login(MIGRATOR), users=users)
    assert refused(login, CHANGING, "SELECT * FROM people") == "it went through"
