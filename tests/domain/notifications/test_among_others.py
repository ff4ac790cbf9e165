"""One message among others: what is read, withdrawn or sent again is this one alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, update

from common.domain.notifications import actions
from common.domain.notifications import queries as reading
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.queue import BY_MAIL, Recipient, notify, withdraw, withdraw_whatsapp
from common.domain.notifications.tables import messages
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import transaction
from common.platform.errors import NotFound
from common.platform.live import live
from common.platform.outside import OUT_OF_REACH, Outage
from common.platform.text import Text
from tests import factories as make
from tests.bystanders import own
from tests.client import Portal
from tests.domain.notifications.conftest import Change, ledger, queue_message
from tests.domain.notifications.test_inbox import put
from tests.domain.notifications.test_ledger import notified

DATA = {"name": "Siti", "course": "Basis Data", "lecturer": "Dr. Ratna"}
WHY = Text("sertifikat dicabut", en="the certificate was revoked")
OTHERWISE = Text("lain", en="another")


def row(db: Connection, message: Any) -> Any:
    return db.execute(own(messages).where(messages.c.id == message.id)).one()


def mark(db: Connection, message: Any, **values: Any) -> None:
    db.execute(update(messages).where(messages.c.id == message.id).values(values))


def test_these_notices_are_marked_and_the_others_stay_unread(portal: Portal) -> None:
    student = portal.new("mahasiswa")
    keys = [put(student.id, number) for number in range(3)]
    me = portal.as_(student)
    me.call("mark_read", json={"ids": keys[:2]})
    shown = {item["id"]: item["read_at"] is None for item in me.call("read_inbox")["items"]}
    assert shown == {keys[0]: False, keys[1]: False, keys[2]: True}
    me.call("mark_read", json={"ids": []})
    assert me.call("read_inbox")["unread"] == 1


def test_all_of_ones_own_are_marked_and_nobody_elses(portal: Portal) -> None:
    student, other = portal.new("mahasiswa"), portal.new("mahasiswa")
    for person in (student, other):
        put(person.id)
    portal.as_(student).call("mark_read", json={})
    assert [live().inbox(str(one.id), limit=0).unread for one in (student, other)] == [0, 1]


def test_a_message_is_sent_again_alone_and_as_if_it_were_new(db: Connection) -> None:
    again, other = (notified(db, event=event) for event in ("a", "b"))
    failed = {"state": "gagal", "attempts": 4, "error": "x", "error_en": "y"}
    for one in (again, other):
        mark(db, one, **failed, next_at=clock.now() - timedelta(days=1))
    untouched = row(db, other)
    actions.send_again(db, make.as_actor(make.admin(db)), again.id)
    now = row(db, again)
    assert (now.state, now.attempts, now.error, now.error_en) == ("antre", 0, None, None)
    assert clock.now() - now.next_at < timedelta(minutes=1)
    assert row(db, other) == untouched


def test_a_message_that_is_sent_again_wakes_the_delivery_after_the_commit(
    boxes: Campus, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as db:
        failed, admin = notified(db), make.as_actor(make.admin(db))
        mark(db, failed, state="gagal")
    heard: list[str] = []

    class Heard:
        def signal(self, topic: str) -> None:
            heard.append(topic)

    change(WAKE_DELIVERY="true")
    monkeypatch.setattr("common.platform.live.live", Heard)
    with transaction() as db:
        actions.send_again(db, admin, failed.id)
        assert heard == []
    assert heard == ["messages"]


def test_one_message_is_read_and_one_that_never_was_is_not_found(db: Connection) -> None:
    one, _ = notified(db, event="a", name="Siti"), notified(db, event="b", name="Budi")
    shown = reading.message(db, "id", one.id)
    assert (shown["id"], shown["recipient"], shown["resendable"]) == (one.id, one.recipient, False)
    with pytest.raises(NotFound):
        reading.message(db, "id", uuid4())


def test_only_what_failed_and_was_not_withdrawn_is_shown_as_to_be_sent_again(db: Connection) -> None:
    one = notified(db)
    resendable = {}
    for state in ("antre", "terkirim", "gagal"):
        mark(db, one, state=state)
        resendable[state] = reading.message(db, "id", one.id)["resendable"]
    assert resendable == {"antre": False, "terkirim": False, "gagal": True}
    mark(db, one, withdrawn_at=clock.now())
    assert reading.message(db, "id", one.id)["resendable"] is False


def test_the_messages_of_one_event_are_withdrawn_and_no_others(db: Connection) -> None:
    waits, failed, sent, other = (notified(db, event=event) for event in ("a", "b", "c", "d"))
    mark(db, failed, state="gagal", error="x", error_en="y")
    mark(db, sent, state="terkirim")
    untouched = [row(db, one) for one in (sent, other)]
    withdraw(db, ["a", "b", "c"], WHY)
    for one in (waits, failed):
        now = row(db, one)
        assert (now.state, now.withdrawn_at is None) == ("gagal", False)
        assert (now.error, now.error_en) == (
            "Dibatalkan: sertifikat dicabut",
            "Withdrawn: the certificate was revoked",
        )
    assert [row(db, one) for one in (sent, other)] == untouched


def test_the_first_reason_for_a_withdrawal_stays(db: Connection) -> None:
    one = notified(db, event="a")
    withdraw(db, ["a"], WHY)
    before = row(db, one)
    withdraw(db, ["a"], OTHERWISE)
    assert row(db, one) == before


def test_who_switches_whatsapp_off_keeps_mail_and_inbox_and_others_keep_theirs(db: Connection) -> None:
    me, other = make.student(db), make.student(db)
    for person in (me, other):
        notify(db, Recipient.of(person), "application_accepted", f"e{person.id}", DATA)
    withdraw_whatsapp(db, me.id)

    def states(of: Any) -> dict[str, str]:
        wanted = own(messages, messages.c.channel, messages.c.state).where(messages.c.person_id == of.id)
        return {one.channel: one.state for one in db.execute(wanted)}

    assert states(me) == {"email": "antre", "whatsapp": "gagal", "kotak_masuk": "antre"}
    assert states(other) == {"email": "antre", "whatsapp": "antre", "kotak_masuk": "antre"}


def test_the_same_event_tells_each_of_several_people_once(db: Connection) -> None:
    people = [make.student(db) for _ in range(2)]
    for person in people * 2:
        notify(db, Recipient.of(person), "application_accepted", "sama", DATA)
    for person in people:
        mine = db.execute(own(messages).where(messages.c.person_id == person.id)).all()
        assert {one.recipient for one in mine} == {person.email, person.whatsapp, str(person.id)}
        assert {(one.state, one.language, one.kind) for one in mine} == {("antre", "id", "application_accepted")}
        assert {one.created_at - one.next_at for one in mine} == {timedelta(0)}


class Away:
    """A bucket that does not answer."""

    def read(self, *_: Any) -> bytes:
        raise Outage(OUT_OF_REACH)


def test_an_attachment_that_cannot_be_read_now_holds_its_own_mail_and_no_other_and_costs_no_try(
    boxes: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_message("certificate_sent", "berkas", channels=BY_MAIL, attachment="certificates/uji.pdf")
    queue_message(event="biasa", channels=BY_MAIL)
    with monkeypatch.context() as broken:
        broken.setattr("common.platform.storage.storage", Away)
        deliver_due()
    [waits], [sent] = ledger(event="berkas"), ledger(event="biasa")
    assert (waits.state, waits.attempts, sent.state) == ("antre", 0, "terkirim")
    assert waits.error == "Email gagal: layanan tidak dapat dihubungi"
    assert waits.error_en == "E-mail failed: the service cannot be reached"
    assert waits.next_at - clock.now() > timedelta(seconds=50)
