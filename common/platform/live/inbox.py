"""What lies in an inbox, how its pages are cut, and how long a signal is kept; the same for every store."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.platform.cursors import cursor, parsed_cursor

# Counting stops here: the bell shows 99+.
UNREAD_CAP = 100
LONGEST_PAGE = 100
# Whoever watches the signals has had it long before.
SIGNAL_LIFE = timedelta(days=1)

Key = tuple[datetime, str]


@dataclass(frozen=True)
class InboxItem:
    """`role` is the role in which `link` is to be opened; times are UTC."""

    id: str
    kind: str
    title: str
    body: str
    link: str
    role: str
    created_at: datetime
    expires_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True)
class InboxPage:
    """`unread` counts the whole inbox, up to UNREAD_CAP; `next` is the cursor of older items, None on the last page."""

    items: tuple[InboxItem, ...]
    unread: int
    next: str | None


def is_id(text: str) -> bool:
    """Whether `text` may name a document: a slash would lead into another collection."""
    return bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}", text))


def checked_id(text: str) -> str:
    if not is_id(text):
        raise ValueError(f"not an id: {text!r}")
    return text


def checked_limit(limit: int) -> int:
    if not 0 <= limit <= LONGEST_PAGE:
        raise ValueError(f"limit {limit} is not within 0-{LONGEST_PAGE}")
    return limit


def key_of(item: InboxItem) -> Key:
    """Newest first; of the same moment the greater id first."""
    return item.created_at, item.id


def cut(found: Sequence[InboxItem], limit: int, unread: int) -> InboxPage:
    """A page out of up to `limit + 1` items; the extra one only shows that there are more."""
    more = limit and len(found) > limit
    return InboxPage(tuple(found[:limit]), unread, cursor(*key_of(found[limit - 1])) if more else None)


def read_cursor(text: str) -> Key:
    """The moment in UTC and the id of the last item seen. Raises BadCursor."""
    return parsed_cursor(text, checked_id)
