"""Writing the outbox: in the transaction of the decision, one row an event, channel and recipient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from common.domain.notifications.states import Channel
from common.domain.notifications.tables import MESSAGES, messages
from common.domain.notifications.template import Template
from common.domain.notifications.texts import check
from common.platform.db import Connection, JsonObject, on_commit
from common.platform.queue import Priority, fresh, wake
from common.platform.settings import settings
from common.platform.text import Text

if TYPE_CHECKING:

    class Reachable(Protocol):
        """What is asked of a row of `people`."""

        @property
        def id(self) -> UUID: ...

        @property
        def email(self) -> str | None: ...

        @property
        def whatsapp(self) -> str | None: ...

        @property
        def language(self) -> str: ...

        @property
        def whatsapp_wanted(self) -> bool: ...


EVERYWHERE = (Channel.EMAIL, Channel.WHATSAPP, Channel.INBOX)
BY_MAIL = (Channel.EMAIL,)
_SWITCHED_OFF = Text("penerima mematikan WhatsApp", en="the recipient switched WhatsApp off")


@dataclass(frozen=True)
class Recipient:
    """Where one person is reached; a channel without an address is left out."""

    person_id: UUID
    email: str | None = None
    whatsapp: str | None = None
    language: str = "id"
    whatsapp_wanted: bool = True

    @classmethod
    def of(cls, person: Reachable) -> Recipient:
        """From a row of `people`."""
        return cls(person.id, person.email, person.whatsapp, person.language, person.whatsapp_wanted)

    def address(self, channel: Channel) -> str | None:
        if channel == Channel.EMAIL:
            return self.email
        if channel == Channel.WHATSAPP:
            return self.whatsapp if self.whatsapp_wanted and settings().whatsapp_provider else None
        return str(self.person_id)


@dataclass(frozen=True)
class Notice:
    """That `event` happened, as template `kind` filled with `data`; `priority` is the template's unless it is given."""

    to: Recipient
    kind: str
    event: str
    data: JsonObject
    channels: Iterable[Channel] = EVERYWHERE
    attachment: str | None = None
    expires_at: datetime | None = None
    priority: Priority | None = None

    def rows(self) -> Iterator[dict[str, object]]:
        """One for each channel on which the recipient is reached. Raises LookupError."""
        template = check(self.kind, self.data)
        priority = self.priority or _priority(template, self.expires_at)
        for channel in BY_MAIL if template.secret else self.channels:
            if address := self.to.address(channel):
                yield {
                    "event": self.event,
                    "channel": channel,
                    "recipient": address,
                    "person_id": self.to.person_id,
                    "kind": self.kind,
                    "language": self.to.language,
                    "data": dict(self.data),
                    "attachment": self.attachment if channel == Channel.EMAIL else None,
                    **fresh(priority, self.expires_at),
                }


def notify(
    db: Connection,
    to: Recipient,
    kind: str,
    event: str,
    data: JsonObject,
    *,
    channels: Iterable[Channel] = EVERYWHERE,
    attachment: str | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Queue for `to` that `event` happened, as template `kind` filled with `data`. The same event again adds nothing.

    What is out of date at `expires_at` is not sent from then on.
    Raises LookupError for a kind without words and for data that do not fill them.
    """
    notify_all(db, [Notice(to, kind, event, data, channels, attachment, expires_at)])


def notify_all(db: Connection, notices: Iterable[Notice]) -> None:
    """As `notify`, for many in one statement."""
    add_messages(db, [row for notice in notices for row in notice.rows()])


def add_messages(db: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Rows of notices in one statement; what stands there already stays as it is."""
    if rows:
        db.execute(insert(messages).values(rows).on_conflict_do_nothing(constraint="one_message_per_event_and_channel"))
        on_commit(db, wake_delivery)


def withdraw(db: Connection, events: Iterable[str], reason: Text) -> None:
    """What was not delivered of `events` is never sent, with `reason` in the ledger."""
    MESSAGES.withdraw(db, messages.c.event.in_(tuple(events)), reason)


def withdraw_whatsapp(db: Connection, person_id: UUID) -> None:
    """Who switches WhatsApp off gets nothing by it from then on: also not what waits, or could be sent again."""
    mine = (messages.c.person_id == person_id) & (messages.c.channel == Channel.WHATSAPP)
    MESSAGES.withdraw(db, mine, _SWITCHED_OFF)


def forget_messages(db: Connection, person_id: UUID) -> None:
    """Sent or not: the person is deleted."""
    db.execute(delete(messages).where(messages.c.person_id == person_id))


def wake_delivery() -> None:
    """Signal that something waits."""
    wake("messages")


def _priority(template: Template, expires_at: datetime | None) -> Priority:
    if template.secret:
        return Priority.URGENT
    return Priority.DATED if expires_at else Priority.NORMAL
