"""What is urgent goes first, what is out of date does not go, and an outage of a day loses nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from common.domain.assistants.messages import remind_of_ends
from common.domain.notifications import actions
from common.domain.notifications import queries as reading
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.errors import MessageExpired
from common.domain.notifications.queue import BY_MAIL
from common.domain.people import passwords
from common.domain.people.tables import password_links
from common.domain.recruitment import selection
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from common.platform.queue import GIVEN_UP_AFTER, Priority
from tests import factories as make
from tests.bystanders import own
from tests.client import Portal
from tests.domain.notifications.conftest import ledger, queue_message

MINUTE = timedelta(minutes=1)


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def test_notif_11_a_password_link_goes_before_everything_else(boxes: Campus) -> None:
    for n in range(30):
        queue_message(event=f"e{n}", channels=BY_MAIL)
    queue_message("password_reset", "tautan", channels=BY_MAIL)
    deliver_due(limit=5)
    first = min(ledger(), key=lambda row: row.sent_at)
    assert (first.event, first.priority, len(boxes.outbox.mails)) == ("tautan", Priority.URGENT, 31)


def test_notif_11_what_is_out_of_date_is_not_sent_and_says_so(boxes: Campus) -> None:
    queue_message(event="lewat", channels=BY_MAIL, expires_at=clock.now() + MINUTE)
    queue_message(event="biasa", channels=BY_MAIL)
    with at(clock.now() + 2 * MINUTE):
        assert deliver_due() == 1
        [late], [other] = ledger(event="lewat"), ledger(event="biasa")
        assert (late.state, late.error, late.error_en, late.attempts) == ("gagal", "Kedaluwarsa", "Expired", 0)
        assert (other.state, len(boxes.outbox.mails)) == ("terkirim", 1)
        with pytest.raises(MessageExpired), transaction() as db:
            actions.send_again(db, Actor.system(), late.id)
        with transaction() as db:
            assert reading.message(db, "id", late.id)["resendable"] is False


def test_what_expires_while_it_waits_for_the_others_of_its_batch_is_not_sent(
    boxes: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    from common.domain.notifications.senders import Senders

    for event in ("a", "b"):
        queue_message(event=event, channels=BY_MAIL, expires_at=clock.now() + MINUTE)
    with time_machine.travel(clock.now(), tick=False) as hand:
        hand_over = Senders.hand_over

        def slow(self: Senders, message: Any) -> Any:
            hand.shift(2 * MINUTE)
            return hand_over(self, message)

        monkeypatch.setattr(Senders, "hand_over", slow)
        assert deliver_due(seconds=600) == 1
    assert sorted((row.state, row.error) for row in ledger()) == [("gagal", "Kedaluwarsa"), ("terkirim", None)]


def test_a_message_with_a_link_for_a_password_lives_as_long_as_the_link(boxes: Campus) -> None:
    with transaction() as db:
        person = make.student(db)
        passwords.send_reset_link(db, person.email)
        passwords.send_first_link(db, person)
        links = {row.digest: row.expires_at for row in db.execute(own(password_links))}
    rows = ledger()
    assert {row.priority for row in rows} == {Priority.URGENT}
    assert {row.event.partition(":")[2]: row.expires_at for row in rows} == links


def test_an_invitation_is_worth_nothing_after_the_interview(boxes: Campus) -> None:
    hour = clock.now() + timedelta(hours=5)
    with transaction() as db:
        lecturer = make.lecturer(db)
        post_ = make.vacancy(db, lecturer)
        made = make.application(db, post_, make.student(db))
        selection.invite(db, make.as_actor(lecturer), made.id, at=hour, place="Lab")
    assert {(row.priority, row.expires_at) for row in ledger()} == {(Priority.DATED, hour)}


def test_a_notice_of_the_end_of_a_contract_is_worth_nothing_after_it(boxes: Campus) -> None:
    last = clock.today() + timedelta(days=3)
    with transaction() as db:
        people = {"student": make.student(db), "lecturer": make.lecturer(db), "admin": make.admin(db)}
        make.contract(db, **people, starts_on=clock.today() - timedelta(days=30), ends_on=last)
        remind_of_ends(db)
    assert {row.expires_at for row in ledger()} == {clock.start_of(last + timedelta(days=1))}


def test_notif_10_a_server_away_for_a_day_loses_nothing(boxes: Campus) -> None:
    """Four messages an hour, a sweep every quarter of an hour."""
    start = clock.now()
    boxes.mail.go_down()
    for quarter in range(96):
        with at(start + quarter * timedelta(minutes=15)):
            queue_message(event=f"e{quarter}", channels=BY_MAIL)
            assert deliver_due() == 1
    assert {(row.state, row.attempts) for row in ledger()} == {("antre", 0)}
    boxes.mail.come_up()
    with at(start + timedelta(hours=24, minutes=5)):
        deliver_due(seconds=600)
    assert {row.state for row in ledger()} == {"terkirim"}
    assert len(boxes.outbox.mails) == 96


def test_a_message_is_given_up_after_four_days_of_outage_and_all_of_its_age_with_it(boxes: Campus) -> None:
    for n in range(3):
        queue_message(event=f"e{n}", channels=BY_MAIL)
    boxes.mail.go_down()
    start = clock.now()
    with at(start + GIVEN_UP_AFTER - MINUTE):
        queue_message(event="baru", channels=BY_MAIL)
        deliver_due()
        assert {row.state for row in ledger()} == {"antre"}
    with at(start + GIVEN_UP_AFTER + MINUTE):
        deliver_due()
    rows = {row.event: (row.state, row.attempts, row.error) for row in ledger()}
    gone = ("gagal", 0, "Email gagal: layanan tidak dapat dihubungi")
    assert rows == {"e0": gone, "e1": gone, "e2": gone, "baru": ("antre", 0, None)}


def test_what_was_given_up_by_age_has_its_whole_life_again_when_it_is_sent_again(boxes: Campus) -> None:
    queue_message(channels=BY_MAIL)
    boxes.mail.go_down()
    with at(clock.now() + GIVEN_UP_AFTER + MINUTE):
        deliver_due()
        [row] = ledger()
        assert row.state == "gagal"
        with transaction() as db:
            actions.send_again(db, Actor.system(), row.id)
        deliver_due()
        assert ledger()[0].state == "antre"


def test_the_list_says_why_it_was_not_sent(portal: Portal) -> None:
    queue_message(event="lewat", channels=BY_MAIL, expires_at=clock.now() + MINUTE)
    admin = portal.as_(portal.new("admin"))
    with time_machine.travel(clock.now() + 2 * MINUTE, tick=True):
        deliver_due()
        [line] = [one for line in admin.call("list_messages")["items"] for one in line["messages"] if one["error"]]
        assert (line["state"], line["error"], line["resendable"]) == ("gagal", "Kedaluwarsa", False)
        refused = admin.call("resend_message", message_id=line["id"], expect=409)
    assert (refused.code, refused.title) == (
        "message_expired",
        "Pesan ini sudah kedaluwarsa dan tidak dapat dikirim ulang",
    )
