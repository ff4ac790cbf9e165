"""Scenes of exports: a short list is written at once, a long one by the queue."""

from __future__ import annotations

from tests.domain.reports.exported import a_long_log
from tests.functions.effects.scene import Cast, Scene


def export_list(cast: Cast) -> Scene:
    return Scene(cast.views["dosen"], json={"source": "vacancies", "file_type": "xlsx"})


def export_list__of_many(cast: Cast) -> Scene:
    sent = {"source": "audit", "file_type": "csv", "filters": {"subject_id": a_long_log()}}
    return Scene(cast.views["admin"], json=sent)
