"""PostgreSQL: one engine, one way to commit, and how a broken database rule becomes a refusal."""

from sqlalchemy import Connection

from common.db.engine import engine
from common.db.metadata import Row, metadata
from common.db.rows import one
from common.db.transaction import on_commit, refusing, transaction

__all__ = ["Connection", "Row", "engine", "metadata", "on_commit", "one", "refusing", "transaction"]
