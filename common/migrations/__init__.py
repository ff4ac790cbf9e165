"""The schema's history: up before a deployment, and down again; never at a function's start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the schema up to a revision, in one transaction."""
    from alembic import command

    _run(engine, lambda config: command.upgrade(config, to))


def downgrade(engine: Engine, to: str) -> None:
    """Take the schema back to a revision; `base` leaves nothing."""
    from alembic import command

    _run(engine, lambda config: command.downgrade(config, to))


def _run(engine: Engine, step: Callable[[Config], None]) -> None:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.begin() as db:
        config.attributes["connection"] = db
        step(config)
