"""Messages to aslab about their attendances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select

from common.domain.assistants.tables import contracts
from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.states import Channel
from common.domain.people.tables import people
from common.domain.recruitment.tables import vacancies
from common.platform.db import Connection, Query, all_of, one, without_secrets
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.attendance.rows import AttendanceRow
    from common.domain.people.rows import PersonRow

    class Aslab(PersonRow, Protocol):
        """Whose attendances they are, by one contract."""

        contract_id: UUID
        course: str


_INBOX = (Channel.INBOX,)
_INBOX_AND_MAIL = (Channel.INBOX, Channel.EMAIL)


def notify_photo_refused(db: Connection, attendance: AttendanceRow, why: Text) -> None:
    """The attendance is gone with its photo: it has to be sent again."""
    aslab: Aslab = one(db, _aslab().where(contracts.c.id == attendance.contract_id))
    data = _about(aslab, attendance) | {"reason": why.to(aslab.language)}
    notify(db, Recipient.of(aslab), "photo_refused", f"photo_refused:{attendance.id}", data, channels=_INBOX)


def notify_rejected(db: Connection, attendance: AttendanceRow, reason: str) -> None:
    """With the reason; the first time one correction may be sent."""
    aslab: Aslab = one(db, _aslab().where(contracts.c.id == attendance.contract_id))
    data = _about(aslab, attendance) | {"reason": reason}
    kind = "correction_rejected" if attendance.corrections else "attendance_rejected"
    notify(db, Recipient.of(aslab), kind, f"{kind}:{attendance.id}", data, channels=_INBOX_AND_MAIL)


def notify_taken_back(db: Connection, attendance: AttendanceRow, reason: str) -> None:
    """With the reason; unless it was corrected before, one correction may be sent."""
    aslab: Aslab = one(db, _aslab().where(contracts.c.id == attendance.contract_id))
    data = _about(aslab, attendance) | {"reason": reason}
    kind = "correction_rejected" if attendance.corrections else "approval_taken_back"
    notify(db, Recipient.of(aslab), kind, f"{kind}:{attendance.id}", data, channels=_INBOX_AND_MAIL)


def notify_approved(db: Connection, approved: Iterable[AttendanceRow]) -> None:
    """One notice an aslab, however many of their attendances were approved at once (VER-06)."""
    by_contract: dict[UUID, list[AttendanceRow]] = defaultdict(list)
    for attendance in approved:
        by_contract[attendance.contract_id].append(attendance)
    by_person: dict[UUID, list[tuple[Aslab, list[AttendanceRow]]]] = defaultdict(list)
    wanted = _aslab().where(contracts.c.id.in_(by_contract)).order_by(vacancies.c.course)
    everybody: Sequence[Aslab] = all_of(db, wanted)
    for aslab in everybody:
        by_person[aslab.id].append((aslab, by_contract[aslab.contract_id]))
    for own in by_person.values():
        _notify_approved(db, own)


def _notify_approved(db: Connection, own: list[tuple[Aslab, list[AttendanceRow]]]) -> None:
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
    # An attendance is approved once, and once more after its correction: so the first of them names the event.
    first = min(rows, key=lambda row: row.id)
    event = f"attendance_approved:{first.id}" + (":corrected" if first.corrections else "")
    notify(db, Recipient.of(aslab), "attendance_approved", event, data, channels=_INBOX)


def _aslab() -> Query:
    return (
        select(*without_secrets(people), contracts.c.id.label("contract_id"), vacancies.c.course)
        .select_from(contracts)
        .join(people, people.c.id == contracts.c.student_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
    )


def _about(aslab: Aslab, attendance: AttendanceRow) -> dict[str, str]:
    return {"name": aslab.name, "course": aslab.course, "day": attendance.day.isoformat()}
