"""The contract of the inbox, on both stores."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from common.platform import clock
from common.platform.cursors import BadCursor
from common.platform.live import UNREAD_CAP, InboxItem, Live

MakeItem = Callable[..., InboxItem]


def ids(store: Live, person: str, limit: int = 50) -> list[str]:
    return [item.id for item in store.inbox(person, limit=limit).items]


def read_times(store: Live, person: str) -> dict[str, bool]:
    return {item.id: item.read_at is not None for item in store.inbox(person, limit=50).items}


def test_what_is_posted_is_found_as_it_was(store: Live, person: str, make_item: MakeItem) -> None:
    item = make_item(1, title="Diterima – “Basis Data” 🎉", body="Selamat,\nBudi", role="aslab")
    store.add_item(person, item)
    page = store.inbox(person, limit=10)
    assert page.items == (item,)
    assert (page.unread, page.next) == (1, None)
    assert type(page.items[0].created_at) is type(item.created_at)


def test_an_empty_inbox_is_empty(store: Live, person: str) -> None:
    page = store.inbox(person, limit=10)
    assert (page.items, page.unread, page.next) == ((), 0, None)


def test_the_same_id_again_changes_nothing(store: Live, person: str, make_item: MakeItem) -> None:
    item = make_item(1)
    store.add_item(person, item)
    store.mark_read(person, [item.id])
    before = store.inbox(person, limit=10)
    store.add_item(person, replace(item, title="Lain", created_at=clock.now()))
    assert store.inbox(person, limit=10) == before
    assert before.unread == 0


def test_the_same_id_posted_by_several_at_once_is_one_item(store: Live, person: str, make_item: MakeItem) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: store.add_item(person, make_item(number, item_id="same")), range(4)))
    assert ids(store, person) == ["same"]
    assert store.inbox(person, limit=10).unread == 1


def test_the_newest_comes_first_and_of_the_same_moment_the_greater_id(
    store: Live, person: str, make_item: MakeItem
) -> None:
    item = make_item(0, age=10)
    for item_id in ("b", "B", "a", "c"):
        store.add_item(person, replace(item, id=item_id))
    store.add_item(person, make_item(0, item_id="newer", age=1))
    store.add_item(person, make_item(0, item_id="older", age=20))
    assert ids(store, person) == ["newer", "c", "b", "a", "B", "older"]


def test_pages_hold_every_item_once_even_when_others_come_in_between(
    store: Live, person: str, make_item: MakeItem
) -> None:
    moment = make_item(0, age=50).created_at
    for number in range(7):
        store.add_item(person, replace(make_item(number), created_at=moment - timedelta(microseconds=number // 2)))
    seen: list[list[str]] = []
    cursor: str | None = None
    while not seen or cursor:
        page = store.inbox(person, limit=3, before=cursor)
        seen, cursor = [*seen, [item.id for item in page.items]], page.next
        store.add_item(person, make_item(100 + len(seen)))
    assert seen == [["i-0001", "i-0000", "i-0003"], ["i-0002", "i-0005", "i-0004"], ["i-0006"]]


def test_a_page_that_ends_with_the_last_item_is_the_last(store: Live, person: str, make_item: MakeItem) -> None:
    for number in range(2):
        store.add_item(person, make_item(number))
    assert store.inbox(person, limit=2).next is None


def test_expired_items_are_hidden_and_not_counted(store: Live, person: str, make_item: MakeItem) -> None:
    store.add_item(person, make_item(1))
    store.add_item(person, make_item(2, life=-1))
    page = store.inbox(person, limit=10)
    assert [item.id for item in page.items] == ["i-0001"]
    assert page.unread == 1


def test_expired_items_leave_no_gaps_in_pages(store: Live, person: str, make_item: MakeItem) -> None:
    for number in range(12):
        store.add_item(person, make_item(number, age=number, life=60 if number in {0, 5, 11} else -1))
    first = store.inbox(person, limit=2)
    second = store.inbox(person, limit=2, before=first.next)
    assert [[item.id for item in page.items] for page in (first, second)] == [["i-0000", "i-0005"], ["i-0011"]]
    assert second.next is None


def test_a_limit_of_none_only_counts(store: Live, person: str, make_item: MakeItem) -> None:
    store.add_item(person, make_item(1))
    page = store.inbox(person, limit=0)
    assert (page.items, page.unread, page.next) == ((), 1, None)


@pytest.mark.parametrize("limit", [-1, 101])
def test_a_page_has_its_bounds(store: Live, person: str, limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        store.inbox(person, limit=limit)


def test_counting_stops_at_the_cap(store: Live, person: str, make_item: MakeItem) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: store.add_item(person, make_item(number)), range(UNREAD_CAP + 5)))
    assert store.inbox(person, limit=1).unread == UNREAD_CAP


def test_some_are_marked_read_and_unknown_ids_are_passed_over(store: Live, person: str, make_item: MakeItem) -> None:
    for number in range(3):
        store.add_item(person, make_item(number))
    store.mark_read(person, ["i-0001", "i-0001", "unknown", "../x", "a/b/c", "", "x\x00"])
    assert read_times(store, person) == {"i-0002": False, "i-0001": True, "i-0000": False}
    assert store.inbox(person, limit=10).unread == 2


def test_what_is_read_keeps_the_time_it_was_read_at(store: Live, person: str, make_item: MakeItem) -> None:
    store.add_item(person, make_item(1))
    store.mark_read(person, ["i-0001"])
    (before,) = store.inbox(person, limit=1).items
    store.mark_read(person, ["i-0001"])
    store.mark_read(person, None)
    assert store.inbox(person, limit=1).items == (before,)
    assert before.read_at is not None
    assert abs(clock.now() - before.read_at) < timedelta(seconds=30)


def test_all_are_marked_read_in_batches(
    store: Live, person: str, make_item: MakeItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.platform.live.firestore.BATCH", 3)
    for number in range(8):
        store.add_item(person, make_item(number))
    store.mark_read(person, None)
    assert store.inbox(person, limit=0).unread == 0
    assert set(read_times(store, person).values()) == {True}


def test_some_are_marked_read_in_batches(
    store: Live, person: str, make_item: MakeItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.platform.live.firestore.BATCH", 3)
    for number in range(8):
        store.add_item(person, make_item(number))
    store.mark_read(person, [f"i-{number:04}" for number in range(7)])
    assert [item_id for item_id, read in read_times(store, person).items() if not read] == ["i-0007"]


def test_nothing_to_mark_is_no_trouble(store: Live, person: str, make_item: MakeItem) -> None:
    store.mark_read(person, None)
    store.add_item(person, make_item(1))
    store.mark_read(person, [])
    assert read_times(store, person) == {"i-0001": False}


def test_each_person_has_an_inbox_of_their_own(store: Live, person: str, make_item: MakeItem) -> None:
    store.add_item(person, make_item(1))
    store.add_item(f"{person}-other", make_item(1))
    store.mark_read(f"{person}-other", None)
    store.mark_read(f"{person}-other", ["i-0001"])
    assert store.inbox(person, limit=1).unread == 1


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WyJ4IiwieSJd", "é", "WyIyMDI2LTExLTIzIiwiYSJd"])
def test_a_cursor_that_no_page_gave_out_is_refused(store: Live, person: str, cursor: str) -> None:
    with pytest.raises(BadCursor):
        store.inbox(person, limit=1, before=cursor)


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-23T10:00:00", "infinity"]
)
def test_a_cursor_with_a_moment_that_no_item_can_have_is_refused(store: Live, person: str, moment: str) -> None:
    made_up = urlsafe_b64encode(json.dumps([moment, "a"]).encode()).decode().rstrip("=")
    with pytest.raises(BadCursor):
        store.inbox(person, limit=1, before=made_up)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"])
def test_a_cursor_at_the_ends_of_the_calendar_is_no_fault(
    store: Live, person: str, make_item: MakeItem, moment: str
) -> None:
    store.add_item(person, make_item(1))
    made_up = urlsafe_b64encode(json.dumps([moment, "a"]).encode()).decode().rstrip("=")
    assert len(store.inbox(person, limit=5, before=made_up).items) == (moment > "2026")


@pytest.mark.parametrize("name", ["", "a/b", "..", "a b", "__x__", "x" * 201])
def test_an_id_that_would_lead_elsewhere_is_refused(store: Live, person: str, make_item: MakeItem, name: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        store.add_item(person, replace(make_item(1), id=name))
    with pytest.raises(ValueError, match="not an id"):
        store.inbox(name, limit=1)
    with pytest.raises(ValueError, match="not an id"):
        store.mark_read(name, None)
