"""The schema's history: up before a deployment, and down again; never at a function's start."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(engine: Engine, to: str = "head", users: Mapping[str, str] | None = None) -> None:
    """Bring the schema up to a revision, and the rights of the functions' `users` to it.

    The rights have a transaction of their own: a migration may commit on its way (`concurrently`). What a run that
    broke off has left undone is done by the next one. Users that are not there are named before anything is changed.
    """
    from alembic import command

    from common.ops.migrations.grants import grant, require_known

    with engine.begin() as db:
        require_known(db, users or {})
    with engine.connect() as db:
        command.upgrade(_config(db), to)
    with engine.begin() as db:
        grant(db, users or {})


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
