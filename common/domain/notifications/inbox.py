"""The bell: a person's inbox in the notification plane, which is asked without the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from common.platform.auth import Actor
from common.platform.cursors import BadCursor
from common.platform.errors import SessionEnded
from common.platform.pages import no_such_page

if TYPE_CHECKING:
    from common.domain.notifications.views import InboxItemViewData, InboxViewData
    from common.platform.live import InboxItem


def read(actor: Actor, *, limit: int, after: str | None) -> InboxViewData:
    """A page of the actor's own items, the newest first, with the count of unread ones (100 at most)."""
    from common.platform.live import live

    _require_session(actor)
    try:
        found = live().inbox(str(actor.person_id), limit=limit, before=after)
    except BadCursor:
        raise no_such_page() from None
    return {"items": [_shown(item) for item in found.items], "unread": found.unread, "next": found.next}


def _require_session(actor: Actor) -> None:
    """The token alone would be good for minutes after the session has ended. Raises SessionEnded."""
    from common.platform.live import live

    if live().has_ended(str(actor.session_id)):
        raise SessionEnded()


def _shown(item: InboxItem) -> InboxItemViewData:
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "body": item.body,
        "link": item.link,
        "role": item.role,
        "created_at": item.created_at,
        "read_at": item.read_at,
    }


def mark_read(actor: Actor, ids: Sequence[UUID] | None) -> None:
    """These items, or all of them."""
    from common.platform.live import live

    _require_session(actor)
    live().mark_read(str(actor.person_id), None if ids is None else [str(key) for key in ids])
