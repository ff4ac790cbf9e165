"""The outbox, which is also the ledger: a row is a message that was sent, or still has to be."""

from sqlalchemy import Column, Index, Table, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from common.domain.notifications.states import Channel, MessageState
from common.platform.db import metadata
from common.platform.db.columns import key, moment, one_of, reference, search_index, words
from common.platform.db.personal import IMPERSONAL, SUBJECT, Keep, personal
from common.platform.queue import Queue, columns, due_index

MESSAGES_KEPT = Keep("a year after it was written", days=365)

_SENT = personal("to notify, and to show what was sent", MESSAGES_KEPT, "the recipient, admins")

messages = Table(
    "messages",
    metadata,
    key(),
    words("event", comment="what happened, e.g. application.accepted:<step id>", info=IMPERSONAL),
    words("channel"),
    words("recipient", comment="address, number in E.164 or person id", info=_SENT),
    reference("person_id", "people", nullable=True, index=True, info=SUBJECT),
    words("kind", comment="which text", info=IMPERSONAL),
    words("language", info=IMPERSONAL),
    Column("data", JSONB, nullable=False, info=_SENT),
    words("attachment", nullable=True, comment="object in the certificate bucket", info=IMPERSONAL),
    words("state"),
    *columns(info=_SENT),
    moment("sent_at", nullable=True),
    words("provider_id", nullable=True, info=IMPERSONAL),
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
