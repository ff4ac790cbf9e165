"""An appointment in a mail, as two other readers of iCalendar find it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import ics
import pytest
import vobject

from common.platform import clock
from common.platform.mail import Appointment, Mail
from common.platform.mail.compose import compose

SENDER = "SI-Aslab <noreply@ubb.ac.id>"
AT = datetime(2026, 12, 2, 2, 30, tzinfo=UTC)
MEETING = Appointment(
    uid="1@ubb.ac.id",
    sequence=7,
    starts_at=AT,
    ends_at=AT + timedelta(minutes=20),
    summary="Wawancara aslab Basis Data; kelas A, B",
    place="Lab Terpadu 2, lantai \N{LATIN SMALL LETTER E WITH ACUTE} " + "panjang " * 12,
)


def carried(mail: Mail) -> tuple[EmailMessage, str]:
    message = message_from_bytes(bytes(compose(mail, SENDER)), policy=SMTP)
    assert isinstance(message, EmailMessage)
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return message, str(part.get_content())


def method_parameter(message: EmailMessage) -> Any:
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return part.get_param("method")


@pytest.mark.parametrize(("cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_two_readers_find_what_was_written(mail: Mail, cancelled: bool, method: str) -> None:
    message, text = carried(replace(mail, appointment=replace(MEETING, cancelled=cancelled)))
    assert message.get_content_type() == "multipart/alternative"
    assert method_parameter(message) == method

    event = vobject.readOne(text)
    assert (event.method.value, event.vevent.uid.value, event.vevent.sequence.value) == (method, "1@ubb.ac.id", "7")
    assert (event.vevent.dtstart.value, event.vevent.dtend.value) == (AT, AT + timedelta(minutes=20))
    assert (event.vevent.summary.value, event.vevent.location.value) == (MEETING.summary, MEETING.place)
    assert event.vevent.status.value == ("CANCELLED" if cancelled else "CONFIRMED")
    assert event.vevent.organizer.value == "mailto:noreply@ubb.ac.id"
    assert event.vevent.organizer.params == {"CN": ["SI-Aslab"]}
    assert (event.vevent.attendee.value, event.vevent.attendee.params) == (f"mailto:{mail.to}", {"RSVP": ["FALSE"]})

    calendar = ics.Calendar(text)
    [found] = calendar.events
    assert (calendar.method, found.uid, found.name, found.location) == (
        method,
        "1@ubb.ac.id",
        MEETING.summary,
        MEETING.place,
    )
    assert (found.begin.datetime, found.end.datetime) == (AT, AT + timedelta(minutes=20))


def test_moments_are_in_utc_whatever_zone_they_come_in(mail: Mail) -> None:
    on_campus = replace(MEETING, starts_at=clock.to_campus(AT), ends_at=None)
    _, text = carried(replace(mail, appointment=on_campus))
    assert "DTSTART:20261202T023000Z" in text.split("\r\n")
    assert "DTEND" not in text
    assert "VTIMEZONE" not in text


def test_a_mail_without_one_has_no_calendar(mail: Mail) -> None:
    assert b"text/calendar" not in bytes(compose(mail, SENDER))


def test_a_sender_without_a_name_is_an_organizer_by_address(mail: Mail) -> None:
    message = message_from_bytes(bytes(compose(replace(mail, appointment=MEETING), "noreply@ubb.ac.id")), policy=SMTP)
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert isinstance(part, EmailMessage)
    assert vobject.readOne(part.get_content()).vevent.organizer.params == {}
