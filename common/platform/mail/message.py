"""What a message is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from common.platform.settings import settings


@dataclass(frozen=True)
class Attachment:
    file_name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Appointment:
    """What a calendar adds, moves or, `cancelled`, takes away by its `uid`; it follows the highest `sequence` alone."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime | None
    summary: str
    place: str
    cancelled: bool = False


@dataclass(frozen=True)
class Mail:
    """`body` is plain text with an empty line between paragraphs; `language` is what it is written in (`id`, `en`)."""

    to: str
    subject: str
    body: str
    message_id: str
    attachments: tuple[Attachment, ...] = ()
    language: str = "id"
    appointment: Appointment | None = None


def message_id(outbox_id: object) -> str:
    """The Message-ID of an outbox row: the same on each try, so that a doubled message can be recognised."""
    return f"<{outbox_id}@{domain_of(settings().mail_from)}>"


def domain_of(sender: str) -> str:
    """`ubb.ac.id` of `SI-Aslab <noreply@ubb.ac.id>`."""
    return sender.rpartition("@")[2].rstrip("> ")
