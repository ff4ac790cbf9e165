"""Reading the ledger of messages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_

from common.domain.notifications.tables import messages
from common.domain.notifications.template import subject
from common.domain.notifications.texts import TEMPLATES
from common.platform.db import Connection, Row, view
from common.platform.pages import containing, page, read_cursor
from common.platform.queue import error_in, repeatable


def message_page(
    db: Connection,
    language: str,
    *,
    state: str | None,
    channel: str | None,
    search: str | None,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """Messages, the newest first, by state, channel and part of the name or address of whom they went to."""
    wanted = select(messages).order_by(messages.c.created_at.desc(), messages.c.id.desc()).limit(limit + 1)
    if state:
        wanted = wanted.where(messages.c.state == state)
    if channel:
        wanted = wanted.where(messages.c.channel == channel)
    if search:
        part = containing(search)
        wanted = wanted.where(or_(messages.c.recipient.ilike(part), messages.c.data["name"].astext.ilike(part)))
    if after:
        wanted = wanted.where(tuple_(messages.c.created_at, messages.c.id) < read_cursor(after))
    found = page(db.execute(wanted).mappings().all(), limit, lambda row: (row["created_at"], row["id"]))
    return found | {"items": [_shown(row, language) for row in found["items"]]}


def message(db: Connection, language: str, message_id: UUID) -> dict[str, Any]:
    row: Any = view(db, select(messages).where(messages.c.id == message_id))
    return _shown(row, language)


def _shown(row: Row, language: str) -> dict[str, Any]:
    """Never the data themselves: among them may be the link that sets a password."""
    told = {"name": row["data"]["name"], "subject": subject(TEMPLATES[row["kind"]], row["data"], row["language"])}
    told |= {"resendable": repeatable(row), "error": error_in(row, language)}
    return dict(row) | told
