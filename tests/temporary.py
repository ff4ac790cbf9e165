"""Folders and databases that are there for a test, and gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

from common.ops.local.places import Places
from common.ops.local.postgres import Postgres


@contextmanager
def temporary_places() -> Iterator[Places]:
    """A folder of its own for a set of parts.

    Others may pass through it, which pytest's own temporary folders do not allow: a part that root starts as
    another user has to reach its data.
    """
    root = Path(tempfile.mkdtemp(prefix="si-aslab-"))
    root.chmod(0o711)
    try:
        yield Places(root)
    finally:
        shutil.rmtree(root)


def drop_database(server: Postgres, name: str) -> None:
    """Drop `name`, closing the connections to it; nothing happens when there is none."""
    engine = create_engine(server.url(), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    quoted = engine.dialect.identifier_preparer.quote_identifier(name)
    with engine.connect() as db:
        db.execute(text(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)"))
