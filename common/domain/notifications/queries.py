"""Reading the ledger of messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, distinct, exists, func, or_, select, true, tuple_

from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import MESSAGES, messages
from common.domain.notifications.template import subject
from common.domain.notifications.texts import TEMPLATES
from common.platform.db import Connection, all_of, columns_of, if_few, one, view
from common.platform.pages import contains, page, read_cursor
from common.platform.queue import error_in, repeatable

if TYPE_CHECKING:
    from common.domain.notifications.rows import MessageRow
    from common.domain.notifications.views import (
        FailedViewData,
        LedgerLineViewData,
        MessagePageData,
        MessageViewData,
        ResendViewData,
    )


# Of more messages than these a page is full soon.
_FEW = 1000


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
    """A line for each event and person, the newest first, in which a message has this state, channel and recipient.

    A line shows all its channels, also those that the filter does not name.
    """

    def fits(t: FromClause) -> ColumnElement[bool]:
        return and_(to_whom(channel, search, t), t.c.state == state if state else true())

    wanted = select(messages).where(fits(messages), ~_met_before(fits))
    wanted = wanted.order_by(messages.c.created_at.desc(), messages.c.id.desc()).limit(limit + 1)
    if after:
        wanted = wanted.where(tuple_(messages.c.created_at, messages.c.id) < read_cursor(after))
    rows: Sequence[MessageRow] = all_of(db, wanted.where(*_few(db, search)))
    found = page(rows, limit, lambda row: (row.created_at, row.id))
    lines = _lines(db, found["items"])
    return {"items": [_line(row, lines[_common(row)], language) for row in found["items"]], "next": found["next"]}


def _met_before(fits: Callable[[FromClause], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether the list has shown the line of a row of `messages` already, for another message that `fits`."""
    other = messages.alias()
    newer = tuple_(other.c.created_at, other.c.id) > tuple_(messages.c.created_at, messages.c.id)
    return exists().where(_in_line(other, messages), fits(other), newer)


def _in_line(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """The same event, person and text. A message without a person is a line of its own."""
    return and_(
        one.c.event == other.c.event,
        one.c.kind == other.c.kind,
        or_(one.c.person_id == other.c.person_id, one.c.id == other.c.id),
    )


def _lines(db: Connection, shown: Sequence[MessageRow]) -> dict[tuple[object, ...], list[MessageRow]]:
    """All messages of the lines in which these are, by what a line has in common."""
    order = list(Channel)
    to = messages.c.person_id.in_({row.person_id for row in shown}) | messages.c.id.in_([row.id for row in shown])
    # By values and not by a join: the planner takes a join for one with every message there is.
    rows: Sequence[MessageRow] = all_of(
        db, select(messages).where(messages.c.event.in_({row.event for row in shown}), to)
    )
    lines: dict[tuple[object, ...], list[MessageRow]] = {_common(row): [] for row in shown}
    for row in sorted(rows, key=lambda row: order.index(Channel(row.channel))):
        if (line := lines.get(_common(row))) is not None:
            line.append(row)
    return lines


def _common(row: MessageRow) -> tuple[object, ...]:
    return row.event, row.kind, row.person_id or row.id


def to_whom(channel: str | None, search: str | None, t: FromClause = messages) -> ColumnElement[bool]:
    """A condition on messages: this channel, and this as a part of the recipient's name or address."""
    found: list[ColumnElement[bool]] = [true()]
    if channel:
        found.append(t.c.channel == channel)
    if search:
        columns = (t.c.recipient, t.c.data["name"].astext)
        found.append(or_(*(contains(column, search) for column in columns)))
    return and_(*found)


def _few(db: Connection, search: str | None) -> Iterator[ColumnElement[bool]]:
    """Which messages these are, if they are not many: the planner would walk through all that failed, or all."""
    if search:
        yield from if_few(db, messages.c.id, select(messages.c.id).where(to_whom(None, search)), _FEW)


def count_failed_lines() -> Select[int]:
    """How many lines the ledger has in which a message failed."""
    common = tuple_(messages.c.event, messages.c.kind, func.coalesce(messages.c.person_id, messages.c.id))
    return select(func.count(distinct(common))).where(messages.c.state == MessageState.FAILED)


def failed(db: Connection, *, channel: str | None, search: str | None) -> FailedViewData:
    wanted = select(func.count()).select_from(messages).where(MESSAGES.repeatable(), to_whom(channel, search))
    wanted = wanted.where(*_few(db, search))
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


def _line(row: MessageRow, line: Sequence[MessageRow], language: str) -> LedgerLineViewData:
    """Never the data themselves: among them may be the link that sets a password."""
    return {
        "id": row.id,
        "name": str(row.data["name"]),
        "kind": row.kind,
        "subject": subject(TEMPLATES[row.kind], row.data, row.language),
        "created_at": row.created_at,
        "messages": [_shown(one, language) for one in line],
    }


def _shown(row: MessageRow, language: str) -> MessageViewData:
    return {
        "id": row.id,
        "channel": row.channel,
        "recipient": row.recipient,
        "state": row.state,
        "attempts": row.attempts,
        "next_at": row.next_at,
        "sent_at": row.sent_at,
        "error": error_in(columns_of(row), language),
        "resendable": repeatable(columns_of(row)),
    }
