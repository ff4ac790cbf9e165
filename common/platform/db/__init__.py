"""PostgreSQL: one engine, one way to commit, and how a broken database rule becomes a refusal."""

from sqlalchemy import Connection

from common.platform.db.columns import without_secrets
from common.platform.db.engine import engine
from common.platform.db.few import if_few, is_one_of
from common.platform.db.metadata import Expression, JsonObject, Query, Row, metadata
from common.platform.db.rows import all_of, as_view, columns_of, maybe, one, value, view, views
from common.platform.db.transaction import (
    on_commit,
    reading,
    transaction,
    translating_constraints,
    translating_references,
)

__all__ = [
    "Connection",
    "Expression",
    "JsonObject",
    "Query",
    "Row",
    "all_of",
    "as_view",
    "columns_of",
    "engine",
    "if_few",
    "is_one_of",
    "maybe",
    "metadata",
    "on_commit",
    "one",
    "reading",
    "transaction",
    "translating_constraints",
    "translating_references",
    "value",
    "view",
    "views",
    "without_secrets",
]
