"""A list that is too long to be exported at once."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import text

from common.platform.db import transaction

_MANY = text(
    "INSERT INTO audit_log (at, actor_role, action, subject_type, subject_id, ip, request_id) "
    "SELECT now(), 'sistem', 'x.y', 'x', :subject, '', '' FROM generate_series(1, 1001)"
)


def a_long_log() -> str:
    """1001 lines of the audit log about one subject, whose id it is."""
    subject = str(uuid4())
    with transaction() as db:
        db.execute(_MANY, {"subject": subject})
    return subject
