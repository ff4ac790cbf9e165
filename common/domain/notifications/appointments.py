"""The appointment that a mail carries: how it stands in the message's data, and what is made of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, cast
from uuid import UUID

from common.platform.db import JsonObject
from common.platform.settings import settings
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.notifications.rows import MessageRow
    from common.platform.mail import Appointment

    class Kept(TypedDict):
        about: str
        sequence: int
        starts_at: str
        ends_at: str | None
        place: str
        cancelled: bool


_NAME = "appointment"
# Also of one that is cancelled by another message: it is the same event.
_SUMMARY = Text("Wawancara aslab {course}", en="Interview for lab assistant of {course}")


def appointment_data(
    about: UUID, sequence: int, starts_at: str, ends_at: str | None, place: str, *, cancelled: bool = False
) -> JsonObject:
    """To be added to a message's data, with moments as texts.

    All about the same thing are one event, of which the highest number holds.
    """
    kept = {"about": str(about), "sequence": sequence, "place": place, "cancelled": cancelled}
    return {
        _NAME: kept | {"starts_at": starts_at, "ends_at": ends_at},
    }


def appointment_of(message: MessageRow) -> Appointment | None:
    if _NAME not in message.data:
        return None
    # Whoever decides writes data alone: only the worker has a mailer.
    from common.platform.mail import Appointment
    from common.platform.mail.message import domain_of

    kept = cast("Kept", message.data[_NAME])
    ends_at = kept["ends_at"]
    return Appointment(
        uid=f"{kept['about']}@{domain_of(settings().mail_from)}",
        sequence=kept["sequence"],
        starts_at=datetime.fromisoformat(kept["starts_at"]),
        ends_at=datetime.fromisoformat(ends_at) if ends_at else None,
        summary=_SUMMARY.to(message.language).format(course=message.data["course"]),
        place=kept["place"],
        cancelled=kept["cancelled"],
    )
