"""The answers that are kept, by person and key, so that the same request again gets the same one."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, LargeBinary, SmallInteger, Table, Text, Uuid

from common.platform.db import metadata

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(None, "at"),
)
