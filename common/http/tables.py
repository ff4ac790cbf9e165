"""The answers that are kept, by person and key, so that the same request again gets the same one."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, LargeBinary, SmallInteger, Table, Text, Uuid

from common.platform.db import metadata
from common.platform.db.personal import IMPERSONAL, SUBJECT, Keep, personal

_ANSWERED = personal("to answer the same request the same way", Keep("a day", days=1), "oneself")

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("person_id", Uuid, primary_key=True, info=SUBJECT),
    Column("key", Text, primary_key=True, info=IMPERSONAL),
    Column("request", Text, nullable=False, info=_ANSWERED),
    Column("status", SmallInteger, nullable=False),
    Column("content_type", Text, nullable=False, info=IMPERSONAL),
    Column("answer", LargeBinary, nullable=False, info=_ANSWERED),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(None, "at"),
)
