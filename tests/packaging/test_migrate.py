"""The migration job, run from the staged tree as the job runs it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from common.ops.local.campus import Campus
from common.ops.local.places import free_port
from common.ops.local.postgres import Postgres
from common.ops.local.users import users
from common.ops.migrations.schema import metadata
from common.ops.recovery.places import Bucket
from common.platform.settings import settings
from common.platform.storage.cloud import client
from tests.packaging.serving import function_environment, guarded
from tests.rights import url_as
from tests.temporary import drop_database

NAME, COPIES = "migrated", "copies-of-the-job"
BOSS = ("first-admin", "--number", "198001012005011001", "--name", "Rina Wulandari", "--email", "Rina@kampus.test")

Job = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def job(staged: Path, postgres: Postgres, tmp_path: Path) -> Iterator[Job]:
    """Runs the program with these arguments, on a database that is empty at first."""
    postgres.create_database(NAME)
    own = function_environment() | postgres.environment(NAME)

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [*guarded(tmp_path, "main", str(staged)), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=own | environment, check=False)

    yield run
    drop_database(postgres, NAME)


@pytest.fixture
def migrated(job: Job, postgres: Postgres) -> Iterator[Engine]:
    done = job(FUNCTION_USERS=json.dumps(users()))
    assert done.returncode == 0, done.stderr
    engine = create_engine(postgres.url(NAME))
    yield engine
    engine.dispose()


def rows(engine: Engine, statement: str) -> list[Any]:
    with engine.connect() as db:
        return list(db.execute(text(statement)).all())


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """What it said when it failed."""
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    return line


def test_the_job_brings_an_empty_database_up_and_may_run_again(migrated: Engine, job: Job) -> None:
    made = set(inspect(migrated).get_table_names())
    assert made >= {table.name for table in metadata.sorted_tables} | {"alembic_version"}
    assert job(FUNCTION_USERS=json.dumps(users())).returncode == 0
    assert job().returncode == 0, "on one machine there are no users to name"


def test_the_functions_users_have_their_rights_from_it(migrated: Engine, postgres: Postgres) -> None:
    changing = create_engine(url_as(users()["apply"], postgres.url(NAME)))
    asked = "SELECT has_table_privilege('applications', 'UPDATE'), has_table_privilege('people', 'UPDATE')"
    assert rows(changing, asked) == [(True, False)]
    changing.dispose()


def test_the_first_admin_gets_a_link_by_mail(migrated: Engine, job: Job) -> None:
    done = job(*BOSS)
    assert done.returncode == 0, done.stderr
    [admin] = rows(migrated, "SELECT name, role, email, password_hash, active FROM people")
    assert admin == ("Rina Wulandari", "admin", "rina@kampus.test", None, True)
    [(recipient, state, link)] = rows(migrated, "SELECT recipient, state, data->>'link' FROM messages")
    assert (recipient, state) == ("rina@kampus.test", "antre")
    assert "/kata-sandi#" in link
    assert rows(migrated, "SELECT actor_role, action FROM audit_log") == [("sistem", "person.added")]


def test_a_link_that_an_operator_hands_over_sets_the_first_password(migrated: Engine, job: Job) -> None:
    """All that the job sees of it is its digest; and it may be asked for again as long as it was not used."""
    assert job(*BOSS).returncode == 0
    for kept in ("a" * 64, "b" * 64):
        done = job(*BOSS, "--digest", kept)
        assert done.returncode == 0, done.stderr
    assert {"a" * 64, "b" * 64} < {kept for (kept,) in rows(migrated, "SELECT digest FROM password_links")}
    migrated.dispose()
    assert len(rows(migrated, "SELECT id FROM people")) == 1


def test_who_is_there_already_is_told_so_in_one_line(migrated: Engine, job: Job) -> None:
    assert job(*BOSS).returncode == 0
    assert one_line(job(*BOSS)).startswith("number: ")
    assert one_line(job(*BOSS, "--number", "2")).startswith("email: ")
    assert len(rows(migrated, "SELECT id FROM people")) == 1


def test_what_no_form_would_take_is_told_in_one_line(migrated: Engine, job: Job) -> None:
    assert (
        one_line(job(*BOSS, "--email", "rina", "--name", " "))
        == "name: Name is required; email: The e-mail address is not valid"
    )
    assert rows(migrated, "SELECT id FROM people") == []


def test_an_option_that_is_missing_is_named(job: Job) -> None:
    done = job("first-admin", "--number", "1")
    assert done.returncode == 2
    assert "--name, --email" in done.stderr


def test_users_that_nobody_made_are_named_and_the_schema_stays(job: Job, postgres: Postgres) -> None:
    line = one_line(job(FUNCTION_USERS='{"apply": "nobody@kampus.iam"}'))
    assert line == "FUNCTION_USERS names users that the database does not have: nobody@kampus.iam"
    engine = create_engine(postgres.url(NAME))
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_list_that_cannot_be_read_is_told_in_one_line(job: Job) -> None:
    assert one_line(job(FUNCTION_USERS="apply")).startswith("FUNCTION_USERS is no JSON")


def test_a_database_that_is_not_there_is_told_in_one_line(job: Job, postgres: Postgres) -> None:
    for arguments in ((), BOSS):
        nobody = postgres.url(NAME).replace(str(postgres.port), str(free_port()))
        assert "connect" in one_line(job(*arguments, DATABASE_URL=nobody))


def test_who_does_not_own_the_schema_is_told_in_one_line(migrated: Engine, job: Job, postgres: Postgres) -> None:
    stranger = url_as(users()["apply"], postgres.url(NAME))
    assert one_line(job(DATABASE_URL=stranger)) == "The database refused: permission denied for table alembic_version"


def test_the_way_back_is_in_the_image(migrated: Engine, job: Job, buckets_here: dict[str, str]) -> None:
    done = job("put-right", "--at", "2026-11-29T03:00:00Z", **buckets_here)
    assert done.returncode == 0, done.stderr
    assert "0 messages count as sent before" in done.stdout
    assert one_line(job("put-right", "--at", "yesterday")).startswith("'yesterday' is no moment")
    done = job("backup-out", "--to", f"gs://{COPIES}/here", **buckets_here)
    assert done.returncode == 0, done.stderr
    assert Bucket(COPIES, "here").names() >= {"manifest.json", "database/people.csv"}


@pytest.fixture
def buckets_here(campus: Campus) -> Iterator[dict[str, str]]:
    """The settings that lead the job to the campus's bucket server, and a bucket for copies."""
    client().create_bucket(COPIES)
    here = settings()
    names = ("storage_emulator_host", "private_bucket", "certificate_bucket")
    yield {name.upper(): str(getattr(here, name)) for name in names}
    copies = client().bucket(COPIES)
    # A bucket with more than 256 files is not deleted with them.
    for blob in copies.list_blobs():
        blob.delete()
    copies.delete()
