"""For which day an attendance counts: the campus's calendar and the server's clock decide."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from common.domain.attendance.errors import DayInFuture, DayOutsideContract, LateReasonMissing, TooLate
from common.platform import clock
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.attendance.forms import NewAttendanceForm
    from common.domain.attendance.policy import Terms

    class When(TypedDict):
        """The columns of an attendance that say when."""

        day: date
        taken_at: datetime | None
        recorded_at: datetime
        late_entry: bool
        late_reason: str | None
        delayed: bool


# A photo that took longer from the camera to the server was sent later, by a queue on the phone.
_ON_TIME = timedelta(minutes=5)


def validated_day(contract: Terms, form: NewAttendanceForm) -> When:
    """The columns of an attendance that say when. Raises DayInFuture, TooLate, DayOutsideContract, LateReasonMissing.

    An earlier day needs a reason, unless the phone says that the photo was taken on it and only arrived later.
    """
    when = _when(form)
    day = when["day"]
    _require_allowed(contract, day, clock.today())
    if when["late_entry"] and not when["late_reason"] and not _taken_on(day, when["taken_at"]):
        raise LateReasonMissing()
    return when


def today_by(form: NewAttendanceForm) -> When | None:
    """The same for an attendance of today, which needs no look at the contract; None for another day."""
    when = _when(form)
    return when if when["day"] == clock.today() else None


def _when(form: NewAttendanceForm) -> When:
    now, today = clock.now(), clock.today()
    day = form.get("day") or today
    taken = form.get("taken_at")
    taken_at = min(taken, now) if taken else None
    late = day < today
    return {
        "day": day,
        "taken_at": taken_at,
        "recorded_at": now,
        "late_entry": late,
        "late_reason": form.get("late_reason") if late else None,
        "delayed": bool(taken_at and now - taken_at > _ON_TIME),
    }


def _require_allowed(contract: Terms, day: date, today: date) -> None:
    if day > today:
        raise DayInFuture()
    if not contract.starts_on <= day <= contract.ends_on:
        raise DayOutsideContract()
    most = settings().late_attendance_days
    if (today - day).days > most:
        raise TooLate(days=most)


def _taken_on(day: date, taken_at: datetime | None) -> bool:
    return taken_at is not None and clock.campus_day(taken_at) == day
