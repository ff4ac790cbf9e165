"""The audit log; a trigger of the database refuses to change or delete a line of it, but for `audit/erasing.py`."""

from sqlalchemy import BigInteger, Column, Identity, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from common.platform.db import metadata
from common.platform.db.columns import moment
from common.platform.db.personal import IMPERSONAL, SUBJECT, Keep, personal

ADDRESS = "address"
"""The type of a subject that is an address itself."""
ADDRESS_KEPT = Keep("a year", days=365)
VALUES_KEPT = Keep("as long as what the line speaks of: until an application or an account is erased")

_FROM = personal("to find out who misused an account", ADDRESS_KEPT, "admins")
_CHANGED = personal("to show who changed what", VALUES_KEPT, "admins")

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    moment("at"),
    # No foreign key: a line outlives the person it speaks of.
    Column("actor_id", Uuid, info=SUBJECT),
    Column("actor_role", Text, nullable=False, info=IMPERSONAL),
    Column("action", Text, nullable=False, info=IMPERSONAL),
    Column("subject_type", Text, nullable=False, info=IMPERSONAL),
    # An id, or the address that was slowed down.
    Column("subject_id", Text, nullable=False, info=_FROM),
    Column("old", JSONB(none_as_null=True), info=_CHANGED),
    Column("new", JSONB(none_as_null=True), info=_CHANGED),
    Column("reason", Text, info=_CHANGED),
    Column("ip", Text, nullable=False, info=_FROM),
    Column("request_id", Text, nullable=False, info=IMPERSONAL),
    Index("audit_log_at_id_idx", "at", "id"),
    Index("audit_log_actor_id_at_idx", "actor_id", "at"),
    # Serves the beginning of an action as well as the whole.
    Index("audit_log_action_at_idx", "action", "at", postgresql_ops={"action": "text_pattern_ops"}),
    Index("audit_log_with_address_idx", "at", postgresql_where=text("ip <> ''")),
    Index("audit_log_subject_idx", "subject_type", "subject_id"),
)
