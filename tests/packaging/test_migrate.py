"""The archive of the migration job, run as the job runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from sqlalchemy import create_engine, inspect

from common.build.functions import MIGRATE
from common.local.postgres import Postgres
from common.schema import metadata
from tests.packaging.serving import function_environment, guarded


def test_the_job_brings_an_empty_database_up_and_may_run_again(
    unpacked: dict[str, Path], postgres: Postgres, tmp_path: Path
) -> None:
    postgres.create_database("migrated")
    environment = function_environment() | postgres.environment("migrated")
    for _ in range(2):
        command = guarded(tmp_path, "main", str(unpacked[MIGRATE]))
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
    engine = create_engine(postgres.url("migrated"))
    made = set(inspect(engine).get_table_names())
    engine.dispose()
    postgres.drop_database("migrated")
    assert made >= {table.name for table in metadata.sorted_tables} | {"alembic_version"}
