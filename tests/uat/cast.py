"""The people and vacancies that scenarios start from, made through the system as far as a scenario needs it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.client import Portal


def vacancy_form(**changed: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "course": "Basis Data",
        "quota": 2,
        "description": "Mendampingi praktikum Basis Data di Laboratorium Terpadu.",
        "requirements": "Lulus Basis Data dengan nilai minimal B.",
        "opens_at": (now - timedelta(minutes=1)).isoformat(),
        "closes_at": (now + timedelta(days=7)).isoformat(),
        "criteria": [{"name": "Nilai Basis Data", "weight": 60}, {"name": "Wawancara", "weight": 40}],
    } | changed


def application_form(student: Portal, **changed: Any) -> dict[str, Any]:
    """With a CV and a transcript uploaded by the student, unless other `documents` are named."""
    documents = [
        {"kind": kind, "upload_id": student.upload("dokumen", samples.pdf(kind), "application/pdf")}
        for kind in ("cv", "transkrip")
        if "documents" not in changed
    ]
    return {
        "email": "budi@mahasiswa.test",
        "whatsapp": "0812-3456-7890",
        "semester": 5,
        "ipk": "3,45",
        "documents": documents,
    } | changed


def contract(student: Any, lecturer: Any, **values: Any) -> Any:
    """A running contract, committed, for scenarios that begin after the activation."""
    with transaction() as db:
        return make.contract(db, student=student, lecturer=lecturer, admin=make.admin(db), **values)
