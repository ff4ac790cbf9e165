"""The schema's history: up before a deployment, and down again; never at a function's start."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

if TYPE_CHECKING:
    from alembic.config import Config

# The oldest revision whose code goes on with the newest schema. All that came since only expands it, which
# tests/ops/migrations/test_expanding.py checks. A migration that takes something away moves it.
BORNE_SINCE = "0017"


def upgrade(engine: Engine, to: str = "head", users: Mapping[str, str] | None = None) -> str | None:
    """Bring the schema up to a revision, and the rights of the functions' `users` to it.

    The rights have a transaction of their own: a migration may commit on its way (`concurrently`). What a run that
    broke off has left undone is done by the next one. Users that are not there are named before anything is changed.
    A schema that a newer version made stays, if it bears this version, else NotBorne is raised; its revision.
    """
    from alembic import command

    from common.ops.migrations.grants import grant, require_known
    from common.ops.migrations.newer import mark, require_borne

    with engine.begin() as db:
        require_known(db, users or {})
        newer = require_borne(db, knows)
    if not newer:
        with engine.connect() as db:
            command.upgrade(_config(db), to)
    with engine.begin() as db:
        if not newer:
            mark(db, BORNE_SINCE)
        grant(db, users or {})
    return newer


def knows(revision: str) -> bool:
    """Whether this version has the revision."""
    from alembic.script import ScriptDirectory

    found = ScriptDirectory(str(Path(__file__).parent)).walk_revisions()
    return revision in {each.revision for each in found}


def downgrade(engine: Engine, to: str) -> None:
    """Take the schema back to a revision, in one transaction; `base` leaves nothing."""
    from alembic import command

    with engine.begin() as db:
        command.downgrade(_config(db), to)


def _config(db: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = db
    return config
