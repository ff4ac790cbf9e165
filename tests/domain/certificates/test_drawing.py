"""Drawing: each certificate once, from its facts, kept and queued together."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from hashlib import sha256
from threading import Barrier
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from common.domain.certificates import actions, sending
from common.domain.certificates.drawing import draw_due, report_drawing
from common.domain.certificates.errors import NotDrawnYet, StillQueued
from common.domain.certificates.tables import certificates
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.ops.local.campus import Campus
from common.platform import clock, log
from common.platform.db import transaction
from common.platform.outside import OUT_OF_REACH, Outage
from common.platform.queue import tasks
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests import samples
from tests.bystanders import is_own, own
from tests.domain.certificates.conftest import deserved, drawing, stored, without_address


def issued(count: int = 1, **student: Any) -> list[Any]:
    with transaction() as db:
        admin = make.as_actor(make.admin(db))
        contracts = [deserved(db, student=make.student(db, **student)) for _ in range(count)]
        actions.issue_batch(db, admin, [contract.id for contract in contracts])
    return stored()


def mails() -> list[Any]:
    with transaction() as db:
        wanted = own(messages).where(messages.c.kind == "certificate_sent", messages.c.channel == "email")
        return list(db.execute(wanted.order_by(messages.c.created_at)).all())


def content(one: Any) -> bytes:
    return storage().read(settings().certificate_bucket, one.object)


def test_what_is_issued_is_drawn_kept_and_posted(boxes: Campus) -> None:
    """CERT-03."""
    issued(name="Siti Nurhaliza")
    assert draw_due() == 1
    [one], [mail] = stored(), mails()
    assert one.object == f"certificates/{one.id}.pdf"
    assert (sha256(content(one)).hexdigest(), one.sendings) == (one.sha256, 1)
    assert (mail.attachment, mail.data["number"]) == (one.object, one.number)
    deliver_due()
    [letter] = boxes.outbox.mails
    [attachment] = letter.attachments
    assert attachment.content == content(one)
    assert samples.qr_of(attachment.content) == one.facts["check_url"]
    assert "Siti Nurhaliza" in samples.pdf_text(attachment.content)


def test_nothing_is_drawn_twice(boxes: Campus) -> None:
    issued(3)
    assert [draw_due(), draw_due()] == [3, 0]
    assert len(mails()) == 3


def test_sweeps_at_once_share_the_work(boxes: Campus) -> None:
    issued(24)
    start = Barrier(6)

    def sweep(_: int) -> int:
        start.wait(30)
        return draw_due()

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(sweep, range(6))) == 24
    assert len({one.object for one in stored()}) == len(mails()) == 24


def test_a_sweep_passes_over_what_another_one_is_drawing(boxes: Campus) -> None:
    first, second = issued(2)
    with transaction() as other:
        other.execute(own(tasks).where(tasks.c.subject_id == first.id).with_for_update())
        assert draw_due() == 1
    assert [one.id for one in stored() if one.stored_at] == [second.id]


def test_a_sweep_that_died_after_storing_is_made_up_for(boxes: Campus) -> None:
    """The object is there already; the next sweep takes it as it is."""
    [one] = issued()
    storage().write(settings().certificate_bucket, f"certificates/{one.id}.pdf", b"%PDF-lama", "application/pdf")
    assert draw_due() == 1
    assert stored()[0].sha256 == sha256(b"%PDF-lama").hexdigest()
    assert len(mails()) == 1


class Away:
    """A bucket that does not answer."""

    def write(self, *_: Any, **__: Any) -> int:
        raise Outage(OUT_OF_REACH)


def test_a_bucket_that_is_away_costs_nothing_but_time(boxes: Campus, monkeypatch: pytest.MonkeyPatch) -> None:
    issued(2)
    with monkeypatch.context() as broken:
        broken.setattr("common.platform.storage.storage", Away)
        assert draw_due() == 0
    assert ([one.stored_at for one in stored()], mails()) == ([None, None], [])
    assert [drawing(one.id).attempts for one in stored()] == [0, 0]
    with time_machine.travel(clock.now() + timedelta(minutes=1, seconds=5), tick=True):
        assert draw_due() == 2


def test_one_that_was_issued_without_a_task_is_drawn_too(boxes: Campus) -> None:
    """By a version of the code from before there were tasks, while this one was being deployed."""
    issued(2)
    with transaction() as db:
        db.execute(tasks.delete().where(is_own(tasks)))
    assert draw_due() == 2


def test_one_that_is_revoked_while_it_is_drawn_is_neither_kept_nor_sent(
    boxes: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    [one] = issued()
    real = storage()

    class Revoked:
        def write(self, *what: Any, **how: Any) -> int:
            with transaction() as db:
                actions.revoke(db, make.as_actor(make.admin(db)), one.id, reason="Nama salah")
            return real.write(*what, **how)

    monkeypatch.setattr("common.platform.storage.storage", Revoked)
    draw_due()
    assert (stored()[0].stored_at, mails()) == (None, [])


def test_the_backlog_of_drawing_is_told_in_a_line_of_its_own(
    boxes: Campus, capsys: pytest.CaptureFixture[str], setting: Callable[[str, str], None]
) -> None:
    issued()
    setting("LOG_LEVEL", "info")
    log.set_up()
    report_drawing()
    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    # A bystander waits as well.
    assert (line["event"], line["queue"], line["lane"], line["waiting"]) == ("queue", "tasks", "draw_certificate", 2)


def test_one_that_cannot_be_drawn_holds_nobody_up(boxes: Campus) -> None:
    first, _ = issued(2)
    with transaction() as db:
        db.execute(update(certificates).where(certificates.c.id == first.id).values(facts={"number": "1"}))
    assert draw_due() == 1
    assert [one.stored_at is None for one in stored()] == [True, False]


def test_a_revoked_one_is_not_drawn_any_more(boxes: Campus) -> None:
    [one] = issued()
    with transaction() as db:
        actions.revoke(db, make.as_actor(make.admin(db)), one.id, reason="Nama salah")
    assert draw_due() == 0


def test_the_time_that_is_used_up_leaves_the_rest_for_the_next_sweep(boxes: Campus) -> None:
    issued(2)
    assert draw_due(seconds=0) == 0
    assert draw_due() == 2


def again(certificate_id: Any) -> None:
    with transaction() as db:
        sending.send_again(db, make.as_actor(make.admin(db)), certificate_id)


def test_it_is_sent_again_with_the_same_number_and_file_to_the_address_of_now(boxes: Campus) -> None:
    """CERT-06."""
    issued(email="salah@kampus.test")
    draw_due()
    boxes.mail.refuse_next(code=550, text="5.1.1 no such user")
    deliver_due()
    before = stored()[0]
    with transaction() as db:
        db.execute(update(people).where(people.c.email == "salah@kampus.test").values(email="benar@kampus.test"))
    again(before.id)
    deliver_due()
    [letter] = boxes.outbox.mails
    assert letter.recipients == ("benar@kampus.test",)
    assert letter.attachments[0].content == content(before)
    [after] = stored()
    assert (after.number, after.sha256, after.sendings) == (before.number, before.sha256, 2)
    assert len(boxes.outbox.whatsapps) == 1


def test_what_is_not_drawn_or_still_in_the_post_is_not_sent_again(boxes: Campus) -> None:
    [one] = issued()
    with pytest.raises(NotDrawnYet):
        again(one.id)
    draw_due()
    with pytest.raises(StillQueued):
        again(one.id)


def test_ten_at_once_send_it_again_once(boxes: Campus) -> None:
    [one] = issued()
    draw_due()
    deliver_due()
    with ThreadPoolExecutor(10) as threads:
        done = list(threads.map(partial(_refused, one.id), range(10)))
    assert sorted(done) == ["done", *["still_in_post"] * 9]
    assert len(mails()) == 2


def _refused(certificate_id: Any, _: int) -> str:
    try:
        again(certificate_id)
    except StillQueued as refused:
        return refused.code
    return "done"


def test_without_an_address_only_the_portal_tells(boxes: Campus) -> None:
    [one] = issued()
    with transaction() as db:
        without_address(db, one)
    assert draw_due() == 1
    with transaction() as db:
        assert db.scalars(own(messages, messages.c.channel)).all() == ["kotak_masuk"]
    assert stored()[0].sendings == 0


def test_names_of_any_length_and_kind_are_drawn(boxes: Campus) -> None:
    """CERT-10."""
    name = "Ni Luh Putu Ayu Wulandari Kusumaningrum D’Arc Nguyễn-Çelik Ž"
    assert len(name) >= 60
    issued(name=name)
    draw_due()
    assert name.replace(" ", "") in "".join(samples.pdf_text(content(stored()[0])).split())
