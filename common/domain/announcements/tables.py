"""An announcement, and how far it was spread: its messages stand in the ledger, as all others do."""

from sqlalchemy import Column, Index, Integer, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from common.domain.announcements.states import Audience
from common.platform.db import metadata
from common.platform.db.columns import key, moment, one_of, reference, words
from common.platform.db.personal import IMPERSONAL

announcements = Table(
    "announcements",
    metadata,
    key(),
    reference("sender_id", "people"),
    words("title", info=IMPERSONAL),
    words("text", info=IMPERSONAL),
    words("audience"),
    Column(
        "among",
        JSONB,
        nullable=False,
        server_default="[]",
        comment="roles or vacancies, by the audience",
        info={"document": "common.domain.announcements.documents.Among"} | IMPERSONAL,
    ),
    Column("recipients", Integer, nullable=False, comment="people that it was for when it was written"),
    Column("reached", Uuid, comment="the last person whose messages are written"),
    moment("created_at"),
    moment("spread_at", nullable=True),
    moment("stopped_at", nullable=True),
    reference("stopped_by", "people", nullable=True),
    one_of("audience", Audience),
    Index("announcements_created_at_id_idx", "created_at", "id"),
)
