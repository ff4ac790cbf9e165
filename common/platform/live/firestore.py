"""The notification plane in Firestore: `signals/{id}` and `people/{person}/inbox/{item}`.

Every query uses the indexes that Firestore makes by itself. Expired documents are deleted by TTL policies on
`expires_at` (collection groups `signals` and `inbox`), up to days late: so expiry is checked here as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from common.platform import clock
from common.platform.cursors import cursor
from common.platform.live.firestore_faults import faults
from common.platform.live.inbox import (
    SIGNAL_LIFE,
    UNREAD_CAP,
    InboxItem,
    InboxPage,
    Key,
    checked_id,
    checked_limit,
    cut,
    is_id,
    read_cursor,
)
from common.platform.outside import translated

if TYPE_CHECKING:
    from google.cloud.firestore import Client, CollectionReference, DocumentReference, DocumentSnapshot, Query

# A write batch may hold 500 writes.
BATCH = 400
# A signal is sent while somebody waits for an answer, and a lost one costs little: the sweep is the guarantee.
SIGNAL_SECONDS = 3.0
# How often a page is filled up for expired items, before it is handed out with fewer than asked for.
REFILLS = 5


class FirestoreLive:
    """`timeout` in seconds, for each request with its repeats."""

    def __init__(self, project: str, database: str, timeout: float) -> None:
        self._project, self._database, self._timeout = project, database, timeout

    def signal(self, topic: str) -> None:
        now = clock.now()
        content = {"topic": topic, "at": now, "expires_at": now + SIGNAL_LIFE}
        with translated(faults()):
            patience = _patience(min(self._timeout, SIGNAL_SECONDS))
            self._client.collection("signals").document().create(content, **patience)

    def add_item(self, person_id: str, item: InboxItem) -> None:
        from google.api_core.exceptions import AlreadyExists

        with translated(faults()):
            try:
                self._items(person_id).document(checked_id(item.id)).create(_content(item), **self._patience)
            except AlreadyExists:
                return

    def inbox(self, person_id: str, *, limit: int, before: str | None = None) -> InboxPage:
        start = read_cursor(before) if before else None
        with translated(faults()):
            unread = self._unread(person_id)
            return self._page(person_id, checked_limit(limit), start, unread) if limit else cut((), 0, unread)

    def mark_read(self, person_id: str, item_ids: Sequence[str] | None) -> None:
        with translated(faults()):
            if item_ids is None:
                self._mark_all(person_id)
                return
            known = [self._items(person_id).document(item_id) for item_id in dict.fromkeys(item_ids) if is_id(item_id)]
            for start in range(0, len(known), BATCH):
                self._mark(self._client.get_all(known[start : start + BATCH], **self._patience))

    def end_session(self, session_id: str, until: datetime) -> None:
        with translated(faults()):
            patience = _patience(min(self._timeout, SIGNAL_SECONDS))
            self._ended(session_id).set({"expires_at": until}, **patience)

    def has_ended(self, session_id: str) -> bool:
        with translated(faults()):
            found = self._ended(session_id).get(**self._patience)
        return bool(found.exists and found.get("expires_at") > clock.now())

    def close(self) -> None:
        self._client.close()  # type: ignore[no-untyped-call]

    @cached_property
    def _client(self) -> Client:
        from google.cloud.firestore import Client

        return Client(project=self._project, database=self._database)

    @cached_property
    def _patience(self) -> dict[str, Any]:
        return _patience(self._timeout)

    def _ended(self, session_id: str) -> DocumentReference:
        return self._client.collection("ended_sessions").document(checked_id(session_id))

    def _items(self, person_id: str) -> CollectionReference:
        items: CollectionReference = self._client.collection("people", checked_id(person_id), "inbox")
        return items

    def _page(self, person_id: str, limit: int, start: Key | None, unread: int) -> InboxPage:
        """Reads on while expired items leave gaps, but not for ever."""
        found: list[InboxItem] = []
        now = clock.now()
        for _ in range(REFILLS):
            read = [
                _item(snapshot) for snapshot in self._older(person_id, start).limit(limit + 1).get(**self._patience)
            ]
            found += [item for item in read if item.expires_at > now]
            if len(found) > limit or len(read) <= limit:
                return cut(found, limit, unread)
            start = read[-1].created_at, read[-1].id
        return InboxPage(tuple(found), unread, cursor(*start) if start else None)

    def _older(self, person_id: str, start: Key | None) -> Query:
        query = self._items(person_id).order_by("created_at", direction="DESCENDING")
        query = query.order_by("__name__", direction="DESCENDING")
        return query.start_after({"created_at": start[0], "__name__": start[1]}) if start else query

    def _unread(self, person_id: str) -> int:
        return self._count(self._waiting(person_id, clock.now()).limit(UNREAD_CAP))

    def _count(self, query: Query) -> int:
        ((counted,),) = cast(Any, query.count(alias="all").get(**self._patience))
        return int(counted.value)

    def _waiting(self, person_id: str, now: datetime) -> Query:
        from google.cloud.firestore import FieldFilter

        return self._items(person_id).where(filter=FieldFilter("unread_until", ">", now))

    def _mark_all(self, person_id: str) -> None:
        """As many rounds as it takes for what waits now: items that come in meanwhile do not keep us here."""
        waiting = self._waiting(person_id, clock.now())
        for _ in range(self._count(waiting) // BATCH + 1):
            self._mark(waiting.limit(BATCH).get(**self._patience))

    def _mark(self, snapshots: Iterable[DocumentSnapshot[Any]]) -> None:
        from google.api_core.exceptions import NotFound

        unread = [found.reference for found in snapshots if found.exists and found.get("read_at") is None]
        try:
            self._update(unread)
        except NotFound:  # one has expired since, and a batch is written as a whole or not at all
            for reference in unread:
                with suppress(NotFound):
                    self._update([reference])

    def _update(self, unread: Sequence[DocumentReference]) -> None:
        from google.cloud.firestore import DELETE_FIELD

        batch = self._client.batch()
        for reference in unread:
            batch.update(reference, {"read_at": clock.now(), "unread_until": DELETE_FIELD})
        batch.commit(**self._patience)


def _patience(seconds: float) -> dict[str, Any]:
    """The library would try for a minute and more."""
    from google.api_core import exceptions, retry

    passing = retry.if_exception_type(exceptions.ServiceUnavailable, exceptions.InternalServerError)
    return {"retry": retry.Retry(predicate=passing, initial=0.1, maximum=2, timeout=seconds), "timeout": seconds}


def _content(item: InboxItem) -> dict[str, Any]:
    """The item's id is the document's name.

    `unread_until` is there while an item is unread: one field that is compared needs no index over two.
    """
    content = {name: value for name, value in vars(item).items() if name != "id"}
    return content if item.read_at else {**content, "unread_until": item.expires_at}


def _item(snapshot: DocumentSnapshot[Any]) -> InboxItem:
    values: dict[str, Any] = snapshot.to_dict() or {}
    values.pop("unread_until", None)
    for name, value in values.items():
        values[name] = _plain(value) if isinstance(value, datetime) else value
    return InboxItem(id=snapshot.id, **values)


def _plain(moment: datetime) -> datetime:
    """Without the nanoseconds of the library's own kind of datetime."""
    return datetime.combine(moment.date(), moment.time(), UTC)
