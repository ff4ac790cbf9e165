"""Certificates that wait to be drawn: when it is tried again, when it is given up, and how that is undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, update

from common.domain import audit
from common.domain.certificates.tables import certificates
from common.domain.notifications.queue import wake
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, on_commit
from common.platform.log import log
from common.platform.outside import OUR_FAULT, WAITS
from common.platform.text import Text

_WHY = Text(f"Sertifikat gagal dibuat: {OUR_FAULT}", en=f"The certificate could not be made: {OUR_FAULT.en}")
NO_FAULT = {"draw_next_at": None, "draw_failed_at": None, "draw_error": None, "draw_error_en": None}


def to_be_drawn() -> ColumnElement[bool]:
    """Issued, neither drawn nor revoked nor given up, and not to wait any longer."""
    c = certificates.c
    open_ones = c.stored_at.is_(None) & c.revoked_at.is_(None) & c.draw_failed_at.is_(None)
    return open_ones & or_(c.draw_next_at.is_(None), c.draw_next_at <= clock.now())


def postpone(db: Connection, certificate: Any, fault: Exception) -> None:
    """Another try after 1, 5 and 30 minutes, as for a message; then none until an admin asks for it."""
    failures, now = certificate.draw_attempts, clock.now()
    values = {"draw_attempts": failures + 1, "draw_error": str(_WHY), "draw_error_en": _WHY.en}
    if failures < len(WAITS):
        log.warning("certificate %s could not be drawn", certificate.id, exc_info=fault)
        values["draw_next_at"] = now + WAITS[failures]
    else:
        log.error(
            "certificate %s was given up: it cannot be drawn",
            certificate.id,
            exc_info=fault,
            extra={"event": "certificate_given_up"},
        )
        values["draw_failed_at"] = now
    db.execute(update(certificates).where(certificates.c.id == certificate.id).values(values))


def draw_again(db: Connection, actor: Actor, certificate: Any) -> None:
    """One that was given up, with all its tries; the number stays."""
    afresh = {"draw_attempts": 0, **NO_FAULT}
    db.execute(update(certificates).where(certificates.c.id == certificate.id).values(afresh))
    audit.record(db, actor, "certificate.drawn_again", "certificate", certificate.id)
    on_commit(db, wake_drawing)


def wake_drawing() -> None:
    """Signal that something is to be drawn."""
    wake("certificates")
