"""The bell: one's own notices, asked without the database."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from common.domain.notifications.delivery import deliver_due
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import engine
from common.platform.live import InboxItem, live
from tests.client import Portal
from tests.domain.notifications.conftest import Change, queue_message

UNREACHABLE = "postgresql://nobody:nothing@127.0.0.1:9/nowhere"


def put(person_id: object, number: int = 0) -> str:
    now = clock.now() + timedelta(seconds=number)
    key = str(uuid4())
    item = InboxItem(key, "uji", f"Judul {number}", "Isi", "/pendaftaran", "mahasiswa", now, now + timedelta(days=1))
    live().add_item(str(person_id), item)
    return key


def test_a_notice_is_counted_shown_and_read(portal: Portal) -> None:
    """NOTIF-06."""
    student = portal.new("mahasiswa")
    queue_message(to=student)
    deliver_due()
    me = portal.as_(student)
    shown = me.call("read_inbox")
    [item] = shown["items"]
    assert (shown["unread"], item["link"], item["role"]) == (1, "/pendaftaran", "mahasiswa")
    assert item["title"] == "Selamat, Anda diterima sebagai aslab Basis Data"
    me.call("mark_read", json={"ids": [item["id"]]})
    assert me.call("read_inbox", query={"limit": 0}).json == {"items": [], "unread": 0, "next": None}


def test_everything_is_read_at_once(portal: Portal) -> None:
    student = portal.new("mahasiswa")
    for number in range(3):
        put(student.id, number)
    me = portal.as_(student)
    me.call("mark_read", json={})
    assert me.call("read_inbox")["unread"] == 0


def test_older_notices_follow_on_the_next_page(portal: Portal) -> None:
    student = portal.new("mahasiswa")
    for number in range(3):
        put(student.id, number)
    me = portal.as_(student)
    first = me.call("read_inbox", query={"limit": 2})
    second = me.call("read_inbox", query={"limit": 2, "after": first["next"]})
    titles = [item["title"] for page in (first, second) for item in page["items"]]
    assert (titles, second["next"]) == (["Judul 2", "Judul 1", "Judul 0"], None)


def test_nobody_sees_or_marks_what_is_anothers(portal: Portal) -> None:
    owner, other = portal.new("mahasiswa"), portal.new("mahasiswa")
    key = put(owner.id)
    stranger = portal.as_(other)
    assert stranger.call("read_inbox")["items"] == []
    stranger.call("mark_read", json={"ids": [key]})
    assert portal.as_(owner).call("read_inbox")["unread"] == 1


def test_a_made_up_cursor_is_an_error_of_the_asker(portal: Portal) -> None:
    me = portal.as_(portal.new("mahasiswa"))
    answer = me.call("read_inbox", query={"after": "karangan"}, expect=422)
    assert answer.fields == {"after": "Penanda halaman tidak valid"}


def test_the_inbox_answers_while_the_database_is_away(portal: Portal, change: Change) -> None:
    """Every open page asks it: it may not cost a database connection."""
    student = portal.new("mahasiswa")
    put(student.id)
    me = portal.as_(student)
    live().inbox(str(student.id), limit=0)  # the store of one machine knows its own address from here on
    engine().dispose()
    engine.cache_clear()
    change(DATABASE_URL=UNREACHABLE)
    try:
        assert me.call("read_inbox")["unread"] == 1
        me.call("mark_read", json={}, expect=204)
        assert me.call("current_session", expect=503).code == "unavailable"
    finally:
        engine.cache_clear()


def test_a_plane_that_is_away_is_told_as_such(portal: Portal, monkeypatch: pytest.MonkeyPatch, campus: Campus) -> None:
    from common.ops.local.live_store import EmbeddedLive

    me = portal.as_(portal.new("mahasiswa"))
    monkeypatch.setattr("common.platform.live.live", lambda: EmbeddedLive(UNREACHABLE, 1.0))
    answer = me.call("read_inbox", expect=503)
    assert (answer.code, answer.headers["Retry-After"]) == ("unavailable", "5")
