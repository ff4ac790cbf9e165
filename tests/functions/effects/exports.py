"""Scenes of exports: a short list is written at once, a long one by the queue."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import text

from common.platform.db import transaction
from tests.functions.effects.scene import Cast, Scene

_MANY = text(
    "INSERT INTO audit_log (at, actor_role, action, subject_type, subject_id, ip, request_id) "
    "SELECT now(), 'sistem', 'x.y', 'x', :subject, '', '' FROM generate_series(1, 1001)"
)


def export_list(cast: Cast) -> Scene:
    return Scene(cast.views["dosen"], json={"source": "vacancies", "file_type": "xlsx"})


def export_list__of_many(cast: Cast) -> Scene:
    subject = str(uuid4())
    with transaction() as db:
        db.execute(_MANY, {"subject": subject})
    sent = {"source": "audit", "file_type": "csv", "filters": {"subject_id": subject}}
    return Scene(cast.views["admin"], json=sent)
