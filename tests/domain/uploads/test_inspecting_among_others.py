"""One verdict among other files that wait, and two that are given at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from sqlalchemy import update
from time_machine import Traveller

import common.platform.storage
from common.domain.attendance.photos import photo_inspected
from common.domain.attendance.tables import attendances
from common.domain.uploads.inspecting import give_up
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.domain.uploads.unused import clear_unused
from common.platform import clock
from common.platform.db import transaction
from common.platform.settings import settings
from common.platform.storage import storage
from functions.keep_house.main import ENOUGH
from tests import factories as make
from tests import samples
from tests.bystanders import own
from tests.domain.attendance.test_races import wait_for_a_lock
from tests.domain.uploads.conftest import BUCKET, Send, inspect_whole, is_there, kept
from tests.domain.uploads.test_inspecting_again import Overtaken, recorded

pytestmark = pytest.mark.usefixtures("committed")
MB = 2**20


def test_one_verdict_touches_no_other_file_that_waits(send: Send) -> None:
    good, bad, other = (send(Purpose.DOCUMENT, data) for data in (samples.pdf("A"), b"bukan", samples.pdf("B")))
    before = other.row()
    for one in (good, bad):
        inspect_whole(one.raw)
        assert other.row() == before
    assert (good.row().state, bad.row().state) == ("diterima", "ditolak")
    assert kept(good.row().stored_object)
    inspect_whole(other.raw)
    assert other.row().state == "diterima"


def test_a_verdict_says_when_it_was_given_and_on_which_object(send: Send) -> None:
    sent = send(Purpose.DOCUMENT, samples.pdf())
    now = clock.now()
    with time_machine.travel(now, tick=False):
        inspect_whole(sent.raw)
    row = sent.row()
    assert (row.judged_at, row.generation, row.thumbnail_object) == (now, sent.raw.generation, None)


def test_a_photo_used_before_takes_away_its_own_copies_alone(send: Send) -> None:
    _, first = recorded(send, samples.photo(21))
    inspect_whole(first.raw)
    other = send(Purpose.PHOTO, samples.photo(22))
    inspect_whole(other.raw)
    _, second = recorded(send, samples.photo(21))
    inspect_whole(second.raw)
    assert second.row().refusal == "photo_used_before"
    assert [row.state for row in (first.row(), other.row())] == ["diterima", "diterima"]
    for one in (first, other):
        assert kept(one.row().stored_object)
        assert kept(one.row().thumbnail_object)


@pytest.mark.parametrize(("size", "code"), [(2 * MB, "damaged"), (2 * MB + 1, "too_large")])
def test_a_file_as_large_as_the_rule_says_is_looked_into(send: Send, size: int, code: str) -> None:
    sent = send(Purpose.DOCUMENT, b"%PDF-1.7".ljust(size, b"0"))
    inspect_whole(sent.raw)
    assert sent.row().refusal == code


def test_one_that_is_given_up_while_its_copies_are_written_stays_given_up(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both verdicts are given at once: the second waits for the first, and then leaves it as it is."""
    one, sent = recorded(send, samples.photo(23))
    with transaction() as db:
        long_ago = {"requested_at": clock.now() - timedelta(days=1)}
        db.execute(update(uploads).where(uploads.c.id == sent.upload_id).values(long_ago))
    claimed, go_on = Event(), Event()

    def pause() -> None:
        claimed.set()
        assert go_on.wait(10)

    slow = Overtaken(storage(), pause)
    monkeypatch.setattr(common.platform.storage, "storage", lambda: slow)
    with ThreadPoolExecutor(1) as thread:
        inspecting = thread.submit(inspect_whole, sent.raw)
        assert claimed.wait(10)
        with transaction() as db:
            given_up = [photo_inspected(db, upload) for upload in give_up(db)]
            go_on.set()
            wait_for_a_lock()
        inspecting.result(timeout=10)
    assert sent.upload_id in {upload.id for upload in given_up}
    row = sent.row()
    assert (row.state, row.refusal, row.stored_object) == ("ditolak", "never_arrived", None)
    assert not kept(f"photos/{row.id}.jpg")
    assert not is_there(BUCKET, sent.raw.name)
    with transaction() as db:
        mine = own(attendances).where(attendances.c.contract_id == one.contract.id)
        assert db.execute(mine).all() == []


def test_one_that_is_given_up_while_it_is_read_is_claimed_no_more(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = send(Purpose.DOCUMENT, samples.pdf())
    with transaction() as db:
        long_ago = {"requested_at": clock.now() - timedelta(days=1)}
        db.execute(update(uploads).where(uploads.c.id == sent.upload_id).values(long_ago))
    given_up: list[Any] = []

    def overtake() -> None:
        with transaction() as db:
            give_up(db)
        given_up.append(sent.row())

    slow = Overtaken(storage(), overtake, at="read")
    monkeypatch.setattr(common.platform.storage, "storage", lambda: slow)
    inspect_whole(sent.raw)
    assert [sent.row()] == given_up
    assert given_up[0].refusal == "never_arrived"
    assert not is_there(BUCKET, sent.raw.name)


def slowly(clock_hand: Traveller, seconds: float) -> Callable[..., Any]:
    """The real storage, whose every deletion takes `seconds`."""
    real = storage()

    class Slow:
        def __getattr__(self, name: str) -> Any:
            if name == "delete":
                clock_hand.shift(seconds)
            return getattr(real, name)

    return Slow


def test_the_clearing_of_a_night_ends_after_200_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(clock.now(), tick=False) as hand:
        with transaction() as db:
            old = {"requested_at": clock.now() - timedelta(days=30_000)}
            made = [make.upload(db, make.student(db), **old).id for _ in range(4)]
        # Two deletions a file: the third batch would begin after 240 seconds.
        monkeypatch.setattr(common.platform.storage, "storage", slowly(hand, 60))
        clear_unused(within=ENOUGH, batch=1)
    with transaction() as db:
        left = db.scalars(own(uploads, uploads.c.id).where(uploads.c.id.in_(made))).all()
    assert len(left) == 2


def test_clearing_takes_all_three_objects_of_a_file_and_nothing_of_another() -> None:
    here = settings()
    with transaction() as db:
        student = make.student(db)
        old = {"requested_at": clock.now() - timedelta(days=3), "thumbnail_object": "kecil/lama.jpg"}
        gone = make.upload(db, student, **old)
        young = make.upload(db, student, thumbnail_object="kecil/baru.jpg")
    places = {one: (one.stored_object, one.thumbnail_object) for one in (gone, young)}
    for one, names in places.items():
        storage().write(here.incoming_bucket, one.object, b"isi", "image/jpeg")
        for name in names:
            storage().write(here.private_bucket, name, b"isi", "image/jpeg")
    clear_unused(within=ENOUGH)
    assert [kept(name) for name in (*places[gone], *places[young])] == [False, False, True, True]
    with transaction() as db:
        found = db.scalars(own(uploads, uploads.c.id).where(uploads.c.id.in_([gone.id, young.id]))).all()
    assert found == [young.id]


@pytest.mark.parametrize("state", [UploadState.ACCEPTED, UploadState.REFUSED])
def test_an_event_for_what_was_judged_long_ago_deletes_the_raw_object_alone(send: Send, state: UploadState) -> None:
    sent = send(Purpose.DOCUMENT, samples.pdf())
    inspect_whole(sent.raw)
    with transaction() as db:
        mine = uploads.c.id == sent.upload_id
        db.execute(update(uploads).where(mine).values(state=state, refusal=None if state == "diterima" else "damaged"))
    again = sent.again(b"lagi")
    inspect_whole(again)
    assert not is_there(BUCKET, sent.raw.name)
    assert kept(sent.row().stored_object) is (state == UploadState.ACCEPTED)
