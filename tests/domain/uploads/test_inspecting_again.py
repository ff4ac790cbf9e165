"""The same event twice, five times at once, another file by the same permission, and faults in between."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, update

import common.platform.storage
from common.domain.attendance.recording import record
from common.domain.attendance.tables import attendances
from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.uploads.inspecting import give_up
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import transaction
from common.platform.outside import OUT_OF_REACH, Outage
from common.platform.settings import settings
from common.platform.storage import storage
from tests import samples
from tests.bystanders import is_own, own
from tests.domain.attendance.scene import Scene, form, scene
from tests.domain.uploads.conftest import BUCKET, Send, Sent, inspect_whole, is_there, kept


def recorded(send: Send, data: bytes) -> tuple[Scene, Sent]:
    """An attendance that waits for a photo which has just arrived."""
    with transaction() as db:
        one = scene(db)
    sent = send(Purpose.PHOTO, data, one.student)
    with transaction() as db:
        record(db, one.aslab, one.contract.id, form(db, one, upload_id=sent.upload_id))
    return one, sent


def states() -> list[str]:
    with transaction() as db:
        return list(db.scalars(own(attendances, attendances.c.state)))


def number_of(table: Any) -> int:
    with transaction() as db:
        return db.scalar(own(table, func.count())) or 0


def five_at_once(sent: Sent) -> None:
    start = Barrier(5)

    def once(_: int) -> None:
        start.wait(timeout=30)
        inspect_whole(sent.raw)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(once, range(5)))


def test_the_same_event_again_changes_nothing(send: Send) -> None:
    sent = send(Purpose.PHOTO, samples.photo(1))
    inspect_whole(sent.raw)
    before = sent.row()
    inspect_whole(sent.raw)
    assert sent.row() == before
    assert kept(before.stored_object)


def test_five_equal_events_at_once_have_one_outcome(send: Send) -> None:
    _, sent = recorded(send, samples.photo(2))
    five_at_once(sent)
    row = sent.row()
    assert (row.state, states()) == ("diterima", ["menunggu_verifikasi"])
    assert kept(row.stored_object)
    assert kept(row.thumbnail_object)
    assert not is_there(BUCKET, sent.raw.name)


def test_five_equal_refusals_at_once_tell_once(send: Send) -> None:
    _, sent = recorded(send, b"bukan foto")
    five_at_once(sent)
    assert (sent.row().state, states()) == ("ditolak", [])
    assert number_of(messages) == 1
    with transaction() as db:
        removed = select(func.count()).where(audit_log.c.action == "attendance.removed")
        assert db.scalar(removed) == 1


def test_a_photo_used_before_leaves_no_copy(send: Send) -> None:
    _, first = recorded(send, samples.photo(4))
    inspect_whole(first.raw)
    _, second = recorded(send, samples.photo(4))
    five_at_once(second)
    row = second.row()
    assert (row.state, row.refusal, states()) == ("ditolak", "photo_used_before", ["menunggu_verifikasi"])
    assert not kept(f"photos/{row.id}.jpg")
    assert not kept(f"photos/{row.id}-320.jpg")
    assert kept(first.row().stored_object)


def test_a_second_file_by_the_same_permission_counts_for_nothing(send: Send) -> None:
    sent = send(Purpose.PHOTO, samples.photo(5))
    inspect_whole(sent.raw)
    before = storage().read(settings().private_bucket, sent.row().stored_object)
    inspect_whole(sent.again(samples.photo(6)))
    assert storage().read(settings().private_bucket, sent.row().stored_object) == before
    assert not is_there(BUCKET, sent.raw.name)


def test_a_file_sent_again_before_the_first_was_looked_at_is_the_one_that_counts(send: Send) -> None:
    sent = send(Purpose.DOCUMENT, b"putus di jalan")
    better = sent.again(samples.pdf())
    inspect_whole(sent.raw)
    assert sent.row().state == UploadState.AWAITED
    inspect_whole(better)
    assert sent.row().state == UploadState.ACCEPTED


def test_a_claimed_file_that_was_replaced_is_refused_and_its_follower_too(send: Send) -> None:
    """The one that was read first had claimed the upload when its judge was cut off."""
    sent = send(Purpose.PHOTO, samples.photo(7))
    with transaction() as db:
        db.execute(update(uploads).where(is_own(uploads)).values(generation=sent.raw.generation))
    follower = sent.again(samples.photo(8))
    inspect_whole(follower)
    assert (sent.row().state, is_there(BUCKET, sent.raw.name)) == ("menunggu", False)
    inspect_whole(sent.raw)
    assert (sent.row().state, sent.row().refusal) == ("ditolak", "never_arrived")


class Failing:
    """The real storage, whose nth call meets a fault."""

    def __init__(self, real: Any, nth: int) -> None:
        self._real, self._left = real, nth

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                raise Outage(OUT_OF_REACH)
            return getattr(self._real, name)(*arguments, **named)

        return call


@pytest.mark.parametrize("nth", [1, 2, 3, 4, 5], ids=["size", "read", "write", "write thumbnail", "delete"])
def test_a_fault_of_the_bucket_leaves_nothing_half_done(send: Send, monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    _, sent = recorded(send, samples.photo(9))
    failing = Failing(storage(), nth)
    with monkeypatch.context() as patched:
        patched.setattr(common.platform.storage, "storage", lambda: failing)
        with pytest.raises(Outage):
            inspect_whole(sent.raw)
    judged = nth == 5
    assert sent.row().state == ("diterima" if judged else "menunggu")
    assert states() == ["menunggu_verifikasi" if judged else "menunggu_foto"]
    assert is_there(BUCKET, sent.raw.name), "the raw file goes last"
    inspect_whole(sent.raw)
    assert (sent.row().state, states()) == ("diterima", ["menunggu_verifikasi"])
    assert not is_there(BUCKET, sent.raw.name)


class Overtaken:
    """The real storage, before whose first writing, or reading, somebody else does other work."""

    def __init__(self, real: Any, work: Callable[[], None], *, at: str = "write") -> None:
        self._real, self._work, self._at = real, [work], at

    def __getattr__(self, name: str) -> Any:
        if name == self._at and self._work:
            self._work.pop()()
        return getattr(self._real, name)


def test_the_verdict_of_whoever_came_first_stays(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = send(Purpose.PHOTO, samples.photo(12))
    first: list[Any] = []

    def overtake() -> None:
        inspect_whole(sent.raw)
        first.append(sent.row())

    slow = Overtaken(storage(), overtake)
    monkeypatch.setattr(common.platform.storage, "storage", lambda: slow)
    inspect_whole(sent.raw)
    assert first == [sent.row()]
    assert kept(sent.row().stored_object)


def test_a_fault_while_the_verdict_is_carried_on_undoes_the_verdict(send: Send) -> None:
    _, sent = recorded(send, samples.photo(10))

    def fault(*_: Any) -> Any:
        raise Outage(OUT_OF_REACH)

    with pytest.raises(Outage):
        inspect_whole(sent.raw, fault)
    assert (sent.row().state, states()) == ("menunggu", ["menunggu_foto"])
    inspect_whole(sent.raw)
    assert states() == ["menunggu_verifikasi"]


def test_the_function_takes_the_event_and_asks_for_another_delivery_on_a_fault(
    campus: Campus, send: Send, setting: Callable[[str, str], None]
) -> None:
    setting("INCOMING_BUCKET", BUCKET)
    sent = send(Purpose.DOCUMENT, samples.pdf())
    event = {"bucket": BUCKET, "name": sent.raw.name, "generation": str(sent.raw.generation)}
    assert campus.host.deliver("process_upload", "/upload/judge_upload", {"bucket": BUCKET}) >= 500
    assert campus.host.deliver("process_upload", "/upload/judge_upload", event) == 204
    assert sent.row().state == UploadState.ACCEPTED
    assert campus.host.deliver("process_upload", "/upload/judge_upload", event) == 204


def test_what_never_came_is_given_up_and_its_attendance_with_it(campus: Campus, send: Send) -> None:
    _, sent = recorded(send, samples.photo(11))
    path = "/schedule/give_up_on_missing_files"
    start = clock.now()
    with time_machine.travel(start + timedelta(minutes=70), tick=True):
        assert campus.host.deliver("process_upload", path) == 204
    assert (sent.row().state, states()) == ("menunggu", ["menunggu_foto"])
    with time_machine.travel(start + timedelta(minutes=80), tick=True):
        assert campus.host.deliver("process_upload", path) == 204
    assert (sent.row().refusal, states(), number_of(messages)) == ("never_arrived", [], 1)
    inspect_whole(sent.raw)
    assert is_there(BUCKET, sent.raw.name), "nothing is deleted that lies in the bucket"


@pytest.mark.parametrize("lateness", [timedelta(minutes=75), timedelta(hours=3)])
def test_abs_18_a_photo_whose_event_is_late_is_inspected_before_it_is_given_up(
    campus: Campus, send: Send, setting: Callable[[str, str], None], lateness: timedelta
) -> None:
    """ABS-18."""
    setting("INCOMING_BUCKET", BUCKET)
    _, sent = recorded(send, samples.photo(12))
    with time_machine.travel(clock.now() + lateness + timedelta(minutes=5), tick=True):
        assert campus.host.deliver("process_upload", "/schedule/give_up_on_missing_files") == 204
        assert (sent.row().state, states()) == ("diterima", ["menunggu_verifikasi"])
        inspect_whole(sent.raw)
    assert (sent.row().state, states(), number_of(messages)) == ("diterima", ["menunggu_verifikasi"], 0)
    assert not is_there(BUCKET, sent.raw.name)


def test_nothing_is_given_up_while_the_bucket_cannot_be_asked(
    campus: Campus, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sent = recorded(send, samples.photo(13))

    class Away:
        def generation(self, *_: Any) -> int:
            raise Outage(OUT_OF_REACH)

    monkeypatch.setattr(common.platform.storage, "storage", Away)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=True):
        assert campus.host.deliver("process_upload", "/schedule/give_up_on_missing_files") >= 500
    assert (sent.row().state, states()) == ("menunggu", ["menunggu_foto"])


def test_giving_up_is_shared_by_two_runs(send: Send) -> None:
    for number in range(4):
        send(Purpose.DOCUMENT, b"%d" % number)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=True), transaction() as one, transaction() as two:
        first, second = give_up(one, limit=3), give_up(two, limit=3)
    assert (len(first), len(second)) == (3, 1)
