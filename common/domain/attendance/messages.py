"""What aslab are told about their attendances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from common.domain.assistants.tables import contracts
from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.states import Channel
from common.domain.people.tables import people
from common.domain.recruitment.tables import vacancies
from common.platform.db import Connection
from common.platform.text import Text

_INBOX = (Channel.INBOX,)
_INBOX_AND_MAIL = (Channel.INBOX, Channel.EMAIL)


def tell_photo_refused(db: Connection, attendance: Any, why: Text) -> None:
    """The attendance is gone with its photo: it has to be sent again."""
    aslab = db.execute(_aslab().where(contracts.c.id == attendance.contract_id)).one()
    data = _about(aslab, attendance) | {"reason": why.to(aslab.language)}
    notify(db, Recipient.of(aslab), "photo_refused", f"photo_refused:{attendance.id}", data, channels=_INBOX)


def tell_rejected(db: Connection, attendance: Any, reason: str) -> None:
    """With the reason; the first time one correction may be sent."""
    aslab = db.execute(_aslab().where(contracts.c.id == attendance.contract_id)).one()
    data = _about(aslab, attendance) | {"reason": reason}
    kind = "correction_rejected" if attendance.corrections else "attendance_rejected"
    notify(db, Recipient.of(aslab), kind, f"{kind}:{attendance.id}", data, channels=_INBOX_AND_MAIL)


def tell_approved(db: Connection, approved: Iterable[Any]) -> None:
    """One notice an aslab, however many of his attendances were approved at once (VER-06)."""
    by_contract: dict[UUID, list[Any]] = defaultdict(list)
    for attendance in approved:
        by_contract[attendance.contract_id].append(attendance)
    by_person: dict[UUID, list[tuple[Any, list[Any]]]] = defaultdict(list)
    for aslab in db.execute(_aslab().where(contracts.c.id.in_(by_contract)).order_by(vacancies.c.course)).all():
        by_person[aslab.id].append((aslab, by_contract[aslab.contract_id]))
    for own in by_person.values():
        _tell_approved(db, own)


def _tell_approved(db: Connection, own: list[tuple[Any, list[Any]]]) -> None:
    aslab = own[0][0]
    rows = [attendance for _, attendances in own for attendance in attendances]
    days = sorted(row.day.isoformat() for row in rows)
    data = {
        "name": aslab.name,
        "course": ", ".join(dict.fromkeys(row.course for row, _ in own)),
        "count": len(rows),
        "first_on": days[0],
        "last_on": days[-1],
    }
    # An attendance is approved only once, so the first of them names the event.
    event = f"attendance_approved:{min(row.id for row in rows)}"
    notify(db, Recipient.of(aslab), "attendance_approved", event, data, channels=_INBOX)


def _aslab() -> Select[Any]:
    return (
        select(people, contracts.c.id.label("contract_id"), vacancies.c.course)
        .select_from(contracts)
        .join(people, people.c.id == contracts.c.student_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
    )


def _about(aslab: Any, attendance: Any) -> dict[str, Any]:
    return {"name": aslab.name, "course": aslab.course, "day": attendance.day.isoformat()}
