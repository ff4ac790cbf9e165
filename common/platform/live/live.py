"""Where signals and inboxes live: Firestore in the cloud, a stand-in on one machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Protocol

from werkzeug.utils import import_string

from common.platform.live.inbox import InboxItem, InboxPage
from common.platform.settings import settings


class Live(Protocol):
    """Each call raises an `OutsideFault` when the store does not do it in time.

    Ids are letters, digits and `._:-`, 200 at most; another one given to `add_item` is a ValueError.
    """

    def signal(self, topic: str) -> None:
        """Create a document in `signals` (`topic`, `at`, `expires_at`), which wakes those who watch that collection."""

    def add_item(self, person_id: str, item: InboxItem) -> None:
        """Put `item` into the inbox; one of the same id stays as it is, read or unread."""

    def inbox(self, person_id: str, *, limit: int, before: str | None = None) -> InboxPage:
        """Up to `limit` (0-100) items that have not expired, newest first, older than the cursor `before`.

        With `limit` 0 only the unread are counted. Raises BadCursor.
        """

    def mark_read(self, person_id: str, item_ids: Sequence[str] | None) -> None:
        """Mark these, or all with None; what is read already keeps its time, unknown ids are passed over."""

    def end_session(self, session_id: str, until: datetime) -> None:
        """Remember until then that the session has ended: as long as its last access token lives."""

    def has_ended(self, session_id: str) -> bool:
        """Whether the session is remembered as ended."""

    def close(self) -> None:
        """Give the connections back."""


@cache
def live() -> Live:
    """The store that the settings name: Firestore, or the `module:class` of a stand-in for one machine."""
    here = settings()
    if here.live_store == "firestore":
        from common.platform.live.firestore import FirestoreLive

        return FirestoreLive(here.google_cloud_project, here.firestore_database, here.outside_timeout_seconds)
    try:
        stand_in: Callable[[str, float], Live] = import_string(here.live_store)
    except (ImportError, ValueError) as unknown:
        raise ValueError(f"LIVE_STORE={here.live_store!r} is neither 'firestore' nor a module:class") from unknown
    return stand_in(here.database_url, here.outside_timeout_seconds)
