"""The outbox, which is also the ledger: a row is a message that was sent, or still has to be."""

from sqlalchemy import Column, Index, Table, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from common.domain.notifications.states import Channel, MessageState
from common.platform.db import metadata
from common.platform.db.columns import key, moment, one_of, reference, search_index, words
from common.platform.queue import Queue, columns, due_index

messages = Table(
    "messages",
    metadata,
    key(),
    words("event", comment="what happened, e.g. application.accepted:<step id>"),
    words("channel"),
    words("recipient", comment="address, number in E.164 or person id"),
    reference("person_id", "people", nullable=True, index=True),
    words("kind", comment="which text"),
    words("language"),
    Column("data", JSONB, nullable=False),
    words("attachment", nullable=True, comment="object in the certificate bucket"),
    words("state"),
    *columns(),
    moment("sent_at", nullable=True),
    words("provider_id", nullable=True),
    Column("resend_id", Uuid, nullable=True, comment="which sending of many again it was part of last"),
    one_of("channel", Channel),
    one_of("state", MessageState),
    UniqueConstraint("event", "channel", "recipient", name="one_message_per_event_and_channel"),
    due_index("messages", "channel"),
    Index("messages_created_at_id_idx", "created_at", "id"),
    Index("messages_channel_created_at_id_idx", "channel", "created_at", "id"),
    Index("messages_resend_id_idx", "resend_id", postgresql_where=text("resend_id IS NOT NULL")),
    Index("messages_failed_idx", "created_at", "id", postgresql_where=text("state = 'gagal'")),
    Index(
        "messages_repeatable_idx",
        "channel",
        "expires_at",
        postgresql_where=text("state = 'gagal' AND withdrawn_at IS NULL"),
    ),
    Index("messages_queued_idx", "created_at", "id", postgresql_where=text("state = 'antre'")),
    Index("messages_resent_idx", "queued_at", postgresql_where=text("resend_id IS NOT NULL")),
    Index("messages_undelivered_idx", "kind", "event", postgresql_where=text("state <> 'terkirim'")),
)
search_index("messages", messages.c.recipient, messages.c.data["name"].astext)

MESSAGES = Queue(messages, lane="channel", done=MessageState.SENT)
