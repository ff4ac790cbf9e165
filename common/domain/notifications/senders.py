"""Handing one message over to the sender of its channel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from common.domain.notifications.appointments import appointment_of
from common.domain.notifications.states import Channel
from common.domain.notifications.template import Words, fill
from common.domain.notifications.texts import TEMPLATES
from common.platform.content_types import PDF
from common.platform.mail import Attachment, Mail, Mailer, mailer, message_id
from common.platform.outside import Alarm, Outage, Permanent
from common.platform.queue import Held
from common.platform.settings import settings
from common.platform.text import Text
from common.platform.whatsapp import MissingTemplate, WhatsApp, whatsapp

if TYPE_CHECKING:
    from common.domain.notifications.rows import MessageRow

_SWITCHED_OFF = Text("WhatsApp tidak diaktifkan", en="WhatsApp is not switched on")
_NO_ATTACHMENT = Text("lampiran tidak ditemukan", en="the attachment was not found")


@dataclass(frozen=True)
class Senders:
    """For one run of the delivery: mail goes over a few connections that stay open."""

    mailer: Mailer
    whatsapp: WhatsApp | None

    def hand_over(self, message: MessageRow) -> str | None:
        """The provider's id, if it gives one; raises an `OutsideFault` when the message was not taken."""
        template = TEMPLATES[message.kind]
        words = fill(template, message.data, message.language)
        if message.channel == Channel.WHATSAPP:
            return self._whatsapp(message, words)
        if message.channel == Channel.EMAIL:
            self._mail(message, words)
        else:
            _put_into_inbox(message, words, template.role or "")
        return None

    def _mail(self, message: MessageRow, words: Words) -> None:
        attachments = _attachments(message.attachment, words.file_name)
        to, key = message.recipient, message_id(message.id)
        meeting = appointment_of(message)
        self.mailer.send(Mail(to, words.subject, words.mail, key, attachments, message.language, meeting))

    def _whatsapp(self, message: MessageRow, words: Words) -> str:
        if self.whatsapp is None:
            raise Permanent(_SWITCHED_OFF)
        try:
            return self.whatsapp.send(message.recipient, words.short, message.kind, words.parameters, message.language)
        except MissingTemplate as fault:
            # An admin has to register it; what has other templates goes on.
            raise Held(fault) from fault


@contextmanager
def senders() -> Iterator[Senders]:
    with mailer() as one:
        yield Senders(one, whatsapp())


def _put_into_inbox(message: MessageRow, words: Words, role: str) -> None:
    """The item has the message's id, so that a second time changes nothing."""
    from common.platform.live import InboxItem, live

    item = InboxItem(
        id=str(message.id),
        kind=message.kind,
        title=words.subject,
        body=words.body,
        link=words.path,
        role=str(role),
        created_at=message.created_at,
        expires_at=message.created_at + timedelta(days=settings().inbox_days),
    )
    live().add_item(message.recipient, item)


def _attachments(name: str | None, file_name: str) -> tuple[Attachment, ...]:
    if name is None:
        return ()
    from common.platform.storage import NoSuchObject, storage

    try:
        data = storage().read(settings().certificate_bucket, name)
    except NoSuchObject as fault:
        raise Permanent(_NO_ATTACHMENT) from fault
    except (Outage, Alarm) as fault:
        raise Held(fault) from fault
    return (Attachment(file_name, PDF, data),)
