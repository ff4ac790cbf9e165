"""What is over: sessions, links and former addresses are forgotten after a month, failed tries after a day."""

from __future__ import annotations

from sqlalchemy import delete, select

from common.domain.people.tables import (
    MONTH,
    TRIES_KEPT,
    former_addresses,
    password_links,
    refresh_tokens,
    sessions,
    sign_in_attempts,
)
from common.platform import clock
from common.platform.db import Connection, is_one_of


def forget_expired(db: Connection) -> None:
    before = MONTH.before(clock.now())
    over = select(sessions.c.id).where(sessions.c.expires_at < before)
    db.execute(delete(refresh_tokens).where(is_one_of(refresh_tokens.c.session_id, over)))
    db.execute(delete(sessions).where(sessions.c.expires_at < before))
    db.execute(delete(password_links).where(password_links.c.expires_at < before))
    db.execute(delete(former_addresses).where(former_addresses.c.replaced_at < before))
    db.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at < TRIES_KEPT.before(clock.now())))
