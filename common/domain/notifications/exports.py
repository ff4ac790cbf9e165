"""The ledger of messages as a sheet: a row for each message on its channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from common.domain.notifications.queries import message_page
from common.domain.notifications.schemas import MessageQuery
from common.domain.notifications.states import Channel, MessageState
from common.platform.auth import Actor, Role
from common.platform.db import Connection
from common.platform.sheets.exports import Column, Export, Kind
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.notifications.forms import MessageQueryForm
    from common.platform.sheets.exports import RowPage

_STATES = {
    MessageState.QUEUED: Text("Antre", en="Queued"),
    MessageState.SENT: Text("Terkirim", en="Sent"),
    MessageState.FAILED: Text("Gagal", en="Failed"),
}
_CHANNELS = {
    Channel.EMAIL: Text("Email", en="E-mail"),
    Channel.WHATSAPP: Text("WhatsApp", en="WhatsApp"),
    Channel.INBOX: Text("Kotak masuk", en="Inbox"),
}


def _messages(db: Connection, actor: Actor, language: str, wanted: MessageQueryForm) -> RowPage:
    """A line of the list shows all its channels; here each of them is a row."""
    found = message_page(db, language, **wanted)
    items: list[Mapping[str, object]] = [{**line, **one} for line in found["items"] for one in line["messages"]]
    return {"items": items, "next": found["next"]}


MESSAGES = Export(
    "messages",
    Text("Pesan", en="Messages"),
    frozenset({Role.ADMIN}),
    MessageQuery,
    (
        Column("created_at", Text("Dibuat", en="Written"), Kind.MOMENT),
        Column("name", Text("Penerima", en="Recipient"), width=32),
        Column("channel", Text("Saluran", en="Channel"), words=_CHANNELS),
        Column("recipient", Text("Alamat", en="Address"), width=32),
        Column("subject", Text("Pesan", en="Message"), width=48),
        Column("state", Text("Status", en="State"), words=_STATES),
        Column("attempts", Text("Percobaan", en="Tries"), Kind.NUMBER, width=11),
        Column("sent_at", Text("Dikirim", en="Sent at"), Kind.MOMENT),
        Column("error", Text("Galat", en="Error"), width=40),
    ),
    _messages,
)
