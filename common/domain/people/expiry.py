"""What is over: sessions, links and former addresses are forgotten after a month, failed tries after a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from common.domain.people.tables import former_addresses, password_links, refresh_tokens, sessions, sign_in_attempts
from common.platform import clock
from common.platform.db import Connection, is_one_of

_KEPT = timedelta(days=30)
_TRIES_KEPT = timedelta(days=1)  # a flood of them is large, and they count for half an hour


def forget_expired(db: Connection) -> None:
    before = clock.now() - _KEPT
    over = select(sessions.c.id).where(sessions.c.expires_at < before)
    db.execute(delete(refresh_tokens).where(is_one_of(refresh_tokens.c.session_id, over)))
    db.execute(delete(sessions).where(sessions.c.expires_at < before))
    db.execute(delete(password_links).where(password_links.c.expires_at < before))
    db.execute(delete(former_addresses).where(former_addresses.c.replaced_at < before))
    db.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at < clock.now() - _TRIES_KEPT))
