"""Answers the bell that each open page asks: the inbox, without ever touching the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.notifications import inbox
from common.domain.notifications.schemas import InboxQuery, InboxView, ReadItems
from common.http import Call, endpoint, serve
from common.platform.auth import ANY_ROLE

if TYPE_CHECKING:
    from common.domain.notifications.forms import InboxQueryForm, ReadItemsForm
    from common.domain.notifications.views import InboxViewData


@endpoint("GET", "/v1/inbox", roles=ANY_ROLE, query=InboxQuery, returns=InboxView)
def read_inbox(call: Call[InboxQueryForm]) -> InboxViewData:
    """One's own notices, the newest first, and how many are unread."""
    return inbox.read(call.actor, **call.query)


@endpoint("POST", "/v1/inbox/read", roles=ANY_ROLE, body=ReadItems, status=204, repeats_do_no_harm=True)
def mark_read(call: Call[ReadItemsForm]) -> None:
    """Mark notices as read: those named, or all. Whatever is read keeps its time, so that asking twice is harmless."""
    inbox.mark_read(call.actor, call.body["ids"])


entry = serve(__name__, database=False, live=True)
