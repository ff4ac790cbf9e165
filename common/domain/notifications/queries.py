"""Reading the ledger of messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_

from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import MESSAGES, messages
from common.domain.notifications.template import subject
from common.domain.notifications.texts import TEMPLATES
from common.platform.db import Connection, all_of, columns_of, one, view
from common.platform.pages import contains, page, read_cursor
from common.platform.queue import error_in, repeatable

if TYPE_CHECKING:
    from common.domain.notifications.rows import MessageRow
    from common.domain.notifications.views import FailedViewData, MessagePageData, MessageViewData, ResendViewData


def message_page(
    db: Connection,
    language: str,
    *,
    state: str | None,
    channel: str | None,
    search: str | None,
    after: str | None,
    limit: int,
) -> MessagePageData:
    """Messages, the newest first, by state, channel and part of the name or address of whom they went to."""
    wanted = select(messages).order_by(messages.c.created_at.desc(), messages.c.id.desc()).limit(limit + 1)
    if state:
        wanted = wanted.where(messages.c.state == state)
    wanted = wanted.where(to_whom(channel, search))
    if after:
        wanted = wanted.where(tuple_(messages.c.created_at, messages.c.id) < read_cursor(after))
    rows: Sequence[MessageRow] = all_of(db, wanted)
    found = page(rows, limit, lambda row: (row.created_at, row.id))
    return {"items": [_shown(row, language) for row in found["items"]], "next": found["next"]}


def to_whom(channel: str | None, search: str | None) -> ColumnElement[bool]:
    """A condition on `messages`: this channel, and this as a part of the recipient's name or address."""
    found: list[ColumnElement[bool]] = [true()]
    if channel:
        found.append(messages.c.channel == channel)
    if search:
        columns = (messages.c.recipient, messages.c.data["name"].astext)
        found.append(or_(*(contains(column, search) for column in columns)))
    return and_(*found)


def failed(db: Connection, *, channel: str | None, search: str | None) -> FailedViewData:
    wanted = select(func.count()).select_from(messages).where(MESSAGES.repeatable(), to_whom(channel, search))
    newest = select(messages.c.resend_id).where(messages.c.resend_id.is_not(None))
    last = db.scalar(newest.order_by(messages.c.queued_at.desc()).limit(1))
    return {"resendable": db.scalar(wanted) or 0, "last": resend(db, last) if last else None}


def resend(db: Connection, resend_id: UUID) -> ResendViewData:
    """How far the messages are that were sent again together."""
    counted = {
        name: func.count().filter(messages.c.state == state).label(name)
        for name, state in (
            ("waiting", MessageState.QUEUED),
            ("sent", MessageState.SENT),
            ("failed", MessageState.FAILED),
        )
    }
    columns = (func.min(messages.c.queued_at).label("requested_at"), func.count().label("total"), *counted.values())
    return view(db, select(*columns).where(messages.c.resend_id == resend_id))


def message(db: Connection, language: str, message_id: UUID) -> MessageViewData:
    row: MessageRow = one(db, select(messages).where(messages.c.id == message_id))
    return _shown(row, language)


def _shown(row: MessageRow, language: str) -> MessageViewData:
    """Never the data themselves: among them may be the link that sets a password."""
    return {
        "id": row.id,
        "channel": row.channel,
        "recipient": row.recipient,
        "name": str(row.data["name"]),
        "kind": row.kind,
        "subject": subject(TEMPLATES[row.kind], row.data, row.language),
        "state": row.state,
        "attempts": row.attempts,
        "created_at": row.created_at,
        "next_at": row.next_at,
        "sent_at": row.sent_at,
        "error": error_in(columns_of(row), language),
        "resendable": repeatable(columns_of(row)),
    }
