"""PostgreSQL: one engine, one way to commit, and how a broken database rule becomes a refusal."""

from sqlalchemy import Connection

from common.platform.db.engine import engine
from common.platform.db.metadata import Row, metadata
from common.platform.db.rows import one
from common.platform.db.transaction import on_commit, transaction, translating_constraints

__all__ = ["Connection", "Row", "engine", "metadata", "on_commit", "one", "transaction", "translating_constraints"]
