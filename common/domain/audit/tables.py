"""The audit log; a trigger of the database refuses to change or delete a line of it."""

from sqlalchemy import BigInteger, Column, Identity, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from common.platform.db import metadata
from common.platform.db.columns import moment

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    moment("at"),
    # No foreign key: a line outlives the person it speaks of.
    Column("actor_id", Uuid),
    Column("actor_role", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject_type", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("old", JSONB(none_as_null=True)),
    Column("new", JSONB(none_as_null=True)),
    Column("reason", Text),
    Column("ip", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Index("audit_log_at_id_idx", "at", "id"),
    Index("audit_log_actor_id_at_idx", "actor_id", "at"),
    # Serves the beginning of an action as well as the whole.
    Index("audit_log_action_at_idx", "action", "at", postgresql_ops={"action": "text_pattern_ops"}),
    Index("audit_log_subject_idx", "subject_type", "subject_id"),
)
