"""The schema's history: up before a deployment, and down again; never at a function's start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(engine: Engine, to: str = "head", users: Mapping[str, str] | None = None) -> None:
    """Bring the schema up to a revision, and the rights of the functions' `users` to it, in one transaction."""
    from alembic import command

    from common.ops.migrations.grants import grant

    with _transaction(engine) as (db, config):
        command.upgrade(config, to)
        grant(db, users or {})


def downgrade(engine: Engine, to: str) -> None:
    """Take the schema back to a revision; `base` leaves nothing."""
    from alembic import command

    with _transaction(engine) as (_, config):
        command.downgrade(config, to)


@contextmanager
def _transaction(engine: Engine) -> Iterator[tuple[Connection, Config]]:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.begin() as db:
        config.attributes["connection"] = db
        yield db, config
