"""An interview as an event of the applicant's calendar: set, moved, or cancelled by what is decided else (SEL-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.notifications.appointments import appointment_data
from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from common.platform.db import JsonObject

if TYPE_CHECKING:
    from common.domain.recruitment.rows import ApplicationRow


def is_ahead(application: ApplicationRow) -> bool:
    """Whether the applicant still expects to be interviewed."""
    invited = application.state == ApplicationState.INTERVIEW
    return invited and application.interview_at is not None and application.interview_at > clock.now()


def appointment(application: ApplicationRow, new: ApplicationState, data: JsonObject, step: int) -> JsonObject:
    """What the message about a step adds to the calendar, or takes from it; steps are numbered one after the other."""
    if new == ApplicationState.INTERVIEW:
        ends_at = data.get("ends_at")
        at, until = str(data["at"]), str(ends_at) if ends_at else None
        return appointment_data(application.id, step, at, until, str(data["place"]))
    return cancelled_appointment(application, step)


def cancelled_appointment(application: ApplicationRow, step: int) -> JsonObject:
    """Of an interview that is over, or that there never was, nothing is cancelled."""
    if not is_ahead(application) or application.interview_at is None:
        return {}
    at, place = application.interview_at.isoformat(), application.interview_place or ""
    return appointment_data(application.id, step, at, None, place, cancelled=True)
