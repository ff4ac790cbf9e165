"""Delivery: what is due is handed over once, also when several sweeps run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from common.domain.notifications.senders import Senders, senders
from common.domain.notifications.states import Channel
from common.domain.notifications.tables import MESSAGES
from common.domain.notifications.texts import TEMPLATES
from common.platform import clock
from common.platform.db import JsonObject
from common.platform.queue import Done, Lane, work_off
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.notifications.rows import MessageRow

# Each message waits four times for the server's answer.
_MAIL_CONNECTIONS = 6
LANES = (
    Lane(Channel.EMAIL, Text("Email gagal", en="E-mail failed"), at_once=_MAIL_CONNECTIONS),
    Lane(Channel.WHATSAPP, Text("WhatsApp gagal", en="WhatsApp failed")),
    Lane(Channel.INBOX, Text("Kotak masuk gagal", en="Inbox failed")),
)


def deliver_due(limit: int = 20, seconds: float = 45) -> int:
    """Until nothing is due or the time is used; how many were tried. Channels take turns, `limit` messages each."""
    with senders() as sender:
        return work_off(MESSAGES, LANES, partial(_deliver, sender), limit=limit, seconds=seconds).tried


def _deliver(sender: Senders, message: MessageRow) -> Done:
    provider_id = sender.hand_over(message)
    return Done({"sent_at": clock.now(), "provider_id": provider_id, **_without_secret(message)})


def _without_secret(message: MessageRow) -> JsonObject:
    """The link that sets a password does not stay in the ledger."""
    if not TEMPLATES[message.kind].secret:
        return {}
    return {"data": {name: value for name, value in message.data.items() if name != "link"}}
