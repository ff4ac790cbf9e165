"""An appointment as iCalendar (RFC 5545), to be carried by a mail (RFC 6047)."""

from __future__ import annotations

from datetime import UTC
from email.utils import parseaddr

from common.platform import clock
from common.platform.mail.message import Appointment

_PRODUCT = "-//SI-Aslab//SI-Aslab//ID"


def method_of(appointment: Appointment) -> str:
    return "CANCEL" if appointment.cancelled else "REQUEST"


def icalendar_text(appointment: Appointment, organizer: str, attendee: str) -> str:
    """Moments are in UTC, so that no description of a time zone has to come along. No answer is asked for."""
    # Loaded by the first mail that has one: most have none, and it reads the zone database.
    from icalendar import Calendar, Event, vCalAddress

    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", appointment.starts_at.astimezone(UTC))
    if appointment.ends_at:
        event.add("dtend", appointment.ends_at.astimezone(UTC))
    event.add("summary", appointment.summary)
    event.add("location", appointment.place)
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    name, address = parseaddr(organizer)
    by = vCalAddress(f"mailto:{address}")
    if name:
        by.params["CN"] = name
    event.add("organizer", by)
    to = vCalAddress(f"mailto:{attendee}")
    to.params["RSVP"] = "FALSE"
    event.add("attendee", to)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method_of(appointment))
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
