"""The functions' users can do the functions' work and no more, each signed in as itself.

That the rights are enough is shown by all the other tests, in which every function acts as its own user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from common.ops import migrations
from common.ops.migrations.grants import NotGranted, declared
from tests.ops.migrations.conftest import FORMER, MIGRATOR, USERS, Login

CHANGING, READING, PUBLIC = USERS["apply"], USERS["read_reports"], USERS["browse_vacancies"]
INSUFFICIENT = "42501"
EVERY_RIGHT = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")


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


HELD = text("""
    SELECT rolname, relname, privilege_type, NULL AS attname
    FROM pg_class, aclexplode(relacl) JOIN pg_roles ON pg_roles.oid = grantee
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND grantee <> relowner
    UNION ALL
    SELECT rolname, relname, privilege_type, attname
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid, aclexplode(attacl)
    JOIN pg_roles ON pg_roles.oid = grantee
    WHERE relnamespace = 'public'::regnamespace AND grantee <> relowner
""")


def words(rights: str) -> set[tuple[str, str | None]]:
    """`SELECT (id, name), INSERT` as pairs of a right and a column, which is None for the whole table."""
    found = re.findall(r"([A-Z]+)(?: \(([^)]*)\))?", rights)
    return {(right, column or None) for right, columns in found for column in columns.split(", ")}


def test_the_database_grants_what_is_derived_from_the_code_and_nothing_else(owner: Connection) -> None:
    functions = {user: function for function, user in USERS.items()}
    held: dict[str, dict[str, set[tuple[str, str | None]]]] = {function: {} for function in USERS}
    for user, table, right, column in owner.execute(HELD):
        held[functions[user]].setdefault(table, set()).add((right, column))
    assert held == {name: {table: words(of) for table, of in rights.items()} for name, rights in declared().items()}


def test_whoever_leaves_lines_in_the_log_can_add_to_it_alone(owner: Connection) -> None:
    assert may(owner, CHANGING, "audit_log") == {"INSERT"}
    assert may(owner, READING, "audit_log") == {"SELECT", "INSERT"}
    for user in USERS.values():
        assert may(owner, user, "alembic_version") == set()
    # What erases personal data changes lines, and a trigger lets it do that alone.
    changing = {user for user in USERS.values() if not may(owner, user, "audit_log") <= {"SELECT", "INSERT"}}
    assert changing == {USERS["keep_house"]}
    assert may(owner, USERS["keep_house"], "audit_log") == {"SELECT", "INSERT", "UPDATE"}


DECODES = USERS["process_upload"]
OF_PEOPLE = {"people", "sessions", "refresh_tokens", "password_links", "sign_in_attempts", "idempotency_keys"}


def test_what_decodes_the_files_of_strangers_changes_no_account(owner: Connection) -> None:
    """J of the faults: a file that takes this function over must not become a password."""
    assert {table for table in OF_PEOPLE if may(owner, DECODES, table)} == set()


def test_only_what_checks_passwords_sees_their_hashes(owner: Connection, login: Login) -> None:
    asked = text("SELECT has_column_privilege(:user, 'people', 'password_hash', 'SELECT')")
    sees = {function for function, user in USERS.items() if owner.scalar(asked, {"user": user})}
    assert sees == {"sign_in", "manage_profile"}
    assert refused(login, DECODES, "SELECT name, email, language FROM people") == "it went through"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET password_hash = ''",
        "UPDATE people SET id = id",
        "INSERT INTO people (number) VALUES ('1')",
        "DELETE FROM people",
        "SELECT id FROM people FOR UPDATE",
        "SELECT password_hash FROM people",
        "SELECT 1 FROM people ORDER BY password_hash",
        "TABLE people",
        *(f"{change} {table}" for table in sorted(OF_PEOPLE - {"people"}) for change in ("DELETE FROM", "TABLE")),
        "UPDATE sessions SET role = 'admin'",
        "INSERT INTO sessions DEFAULT VALUES",
        "INSERT INTO refresh_tokens DEFAULT VALUES",
        "INSERT INTO password_links DEFAULT VALUES",
        "UPDATE certificates SET number = ''",
        "UPDATE contracts SET state = ''",
        "UPDATE applications SET state = ''",
        "TABLE messages",
        "UPDATE messages SET recipient = ''",
        "TABLE audit_log",
    ],
)
def test_it_is_refused(login: Login, statement: str) -> None:
    assert refused(login, DECODES, statement) == INSUFFICIENT


@pytest.mark.parametrize("way", ["UPDATE", "INSERT"])
def test_a_password_is_set_by_one_function_and_erased_by_another(owner: Connection, way: str) -> None:
    asked = text("SELECT has_column_privilege(:user, 'people', 'password_hash', :way)")
    setting = {function for function, user in USERS.items() if owner.scalar(asked, {"user": user, "way": way})}
    assert setting == ({"manage_profile", "keep_house"} if way == "UPDATE" else set())


def test_public_pages_see_what_is_public(owner: Connection) -> None:
    whole = {table for table in inspect(owner).get_table_names() if may(owner, PUBLIC, table)}
    assert whole == {"vacancies", "criteria", "co_lecturers"}
    assert {right for table in whole for right in may(owner, PUBLIC, table)} == {"SELECT"}
    assert set(declared()["check_certificate"]) == {"certificates"}
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
    ("statement", "by"),
    [
        (
            "INSERT INTO academic_periods (name, starts_on, ends_on) VALUES ('2026', '2026-01-01', '2026-06-01')",
            "manage_periods",
        ),
        ("UPDATE people SET name = ''", "manage_users"),
        ("DELETE FROM sessions", "keep_house"),
        ("SELECT id FROM people FOR UPDATE", "activate_aslab"),
        ("SELECT nextval('application_steps_id_seq')", "apply"),
    ],
)
def test_who_only_reads_writes_nothing(login: Login, statement: str, by: str) -> None:
    for user in (READING, PUBLIC, DECODES):
        assert refused(login, user, statement) == INSUFFICIENT
    assert refused(login, USERS[by], statement) == "it went through"


def test_a_lock_takes_the_key_and_no_other_column(login: Login) -> None:
    assert refused(login, USERS["activate_aslab"], "UPDATE people SET name = ''") == INSUFFICIENT


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


def test_a_table_that_no_function_knows_is_for_none(login: Login) -> None:
    with login(MIGRATOR).begin() as db:
        db.exec_driver_sql("CREATE TABLE later (id serial PRIMARY KEY)")
    migrations.upgrade(login(MIGRATOR), users=USERS)
    for user in USERS.values():
        assert refused(login, user, "SELECT * FROM later") == INSUFFICIENT
    with login(MIGRATOR).begin() as db:
        db.exec_driver_sql("DROP TABLE later")


def test_an_earlier_revision_grants_what_there_is(login: Login) -> None:
    migrations.downgrade(login(MIGRATOR), "0004")
    migrations.upgrade(login(MIGRATOR), "0004", users=USERS)
    assert refused(login, CHANGING, "SELECT * FROM applications") == "it went through"
    assert refused(login, CHANGING, "SELECT email FROM people") == "it went through"
    assert refused(login, CHANGING, "SELECT password_hash FROM people") == INSUFFICIENT
    migrations.upgrade(login(MIGRATOR), users=USERS)
    assert refused(login, CHANGING, "SELECT number_double FROM people") == "it went through"
    assert refused(login, USERS["draw_certificates"], "SELECT * FROM tasks") == "it went through"


def test_who_is_no_longer_in_the_list_loses_every_right(login: Login) -> None:
    migrations.upgrade(login(MIGRATOR), users=USERS | {"apply": FORMER})
    assert refused(login, FORMER, "SELECT name FROM people") == "it went through"
    assert refused(login, CHANGING, "SELECT name FROM people") == INSUFFICIENT
    migrations.upgrade(login(MIGRATOR), users=USERS | {"browse_vacancies": FORMER})
    assert refused(login, FORMER, "SELECT name FROM people") == "it went through"
    migrations.upgrade(login(MIGRATOR), users=USERS)
    for statement in (
        "SELECT name FROM people",
        "SELECT * FROM vacancies",
        "SELECT nextval('application_steps_id_seq')",
    ):
        assert refused(login, FORMER, statement) == INSUFFICIENT


def test_a_function_that_does_less_from_now_on_loses_the_rest(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    statement = "UPDATE applications SET state = state"
    with monkeypatch.context() as patch:
        patch.setitem(declared(), "apply", {"applications": "SELECT"})
        migrations.upgrade(login(MIGRATOR), users=USERS)
        assert refused(login, CHANGING, statement) == INSUFFICIENT
        assert refused(login, CHANGING, "SELECT name FROM people") == INSUFFICIENT
    migrations.upgrade(login(MIGRATOR), users=USERS)
    assert refused(login, CHANGING, statement) == "it went through"


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
    assert refused(login, CHANGING, "SELECT name FROM people") == "it went through"
