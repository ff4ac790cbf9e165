"""Delivery: each message once, tried again as agreed, and never one channel at the cost of another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.queue import BY_MAIL
from common.domain.notifications.states import Channel
from common.domain.notifications.tables import messages
from common.domain.notifications.texts import TEMPLATES
from common.ops.local.campus import Campus
from common.ops.local.whatsapp import BAD_TOKEN, NO_WHATSAPP, OUT_OF_ORDER
from common.platform import clock
from common.platform.db import transaction
from common.platform.live import live
from common.platform.log import log
from common.platform.mail import message_id
from common.platform.settings import settings
from common.platform.storage import storage
from tests.bystanders import is_own
from tests.domain.notifications.conftest import Change, ledger, queue_message


def states() -> dict[str, str]:
    return {row.channel: row.state for row in ledger()}


def in_minutes(minutes: float) -> Any:
    return time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True)


def test_a_message_arrives_on_every_channel(boxes: Campus) -> None:
    person = queue_message()
    assert deliver_due() == 3
    [mail], [chat] = boxes.outbox.mails, boxes.outbox.whatsapps
    assert mail.recipients == (person.email,)
    assert "Basis Data" in mail.text
    assert chat.to == person.whatsapp.lstrip("+")
    assert (chat.template, chat.text.splitlines()[0]) == ("application_accepted", person.name)
    [item] = live().inbox(str(person.id), limit=5).items
    assert (item.link, item.role, item.read_at) == ("/pendaftaran", "mahasiswa", None)
    assert set(states().values()) == {"terkirim"}
    assert [row.provider_id for row in ledger(channel="whatsapp")] == ["wamid." + chat.id]


def test_a_reader_of_english_is_written_to_in_english(boxes: Campus) -> None:
    with transaction() as db:
        from tests import factories as make

        person = make.student(db, language="en")
    queue_message(to=person)
    deliver_due()
    assert boxes.outbox.mails[0].subject == "You are accepted as assistant for Basis Data"


def test_what_is_sent_is_not_sent_again(boxes: Campus) -> None:
    queue_message()
    deliver_due()
    with in_minutes(60):
        assert deliver_due() == 0
    assert len(boxes.outbox.mails) == 1


def test_a_mail_carries_the_name_of_its_row(boxes: Campus) -> None:
    queue_message(channels=BY_MAIL)
    deliver_due()
    [row] = ledger()
    assert boxes.outbox.mails[0].headers["Message-ID"] == message_id(row.id)


def test_sweeps_at_once_send_each_message_once(boxes: Campus) -> None:
    for n in range(40):
        queue_message(event=f"e{n}", channels=BY_MAIL)
    start = Barrier(10)

    def sweep(_: int) -> int:
        start.wait(30)
        return deliver_due(limit=3)

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(sweep, range(10))) == 40
    assert len({mail.recipients for mail in boxes.outbox.mails}) == len(boxes.outbox.mails) == 40
    assert {row.attempts for row in ledger()} == {1}


def test_a_sweep_that_died_leaves_its_messages_to_another(boxes: Campus) -> None:
    queue_message(channels=BY_MAIL)
    with transaction() as db:
        db.execute(update(messages).where(is_own(messages)).values(claimed_until=clock.now() + timedelta(minutes=5)))
    assert deliver_due() == 0
    with in_minutes(6):
        assert deliver_due() == 1


def test_an_inbox_item_that_comes_twice_is_one(boxes: Campus) -> None:
    person = queue_message(channels=(Channel.INBOX,))
    for _ in range(2):
        with transaction() as db:
            db.execute(update(messages).where(is_own(messages)).values(state="antre"))
        deliver_due()
    assert len(live().inbox(str(person.id), limit=5).items) == 1


def test_a_failing_server_is_tried_after_1_5_and_30_minutes_and_then_given_up(boxes: Campus) -> None:
    """NOTIF-04."""
    queue_message(channels=BY_MAIL)
    boxes.mail.refuse_next(4)
    waited: list[float] = []
    now = clock.now()
    for _ in range(4):
        with time_machine.travel(now, tick=False):
            assert deliver_due() == 1
            [row] = ledger()
        waited.append((row.next_at - now) / timedelta(minutes=1))
        now = row.next_at
    assert waited[:3] == [1, 5, 30]
    assert (row.state, row.attempts) == ("gagal", 4)
    assert row.error == "Email gagal: server email sedang tidak menerima pesan (451)"
    assert row.error_en.startswith("E-mail failed: ")


def test_it_is_not_tried_before_its_time(boxes: Campus) -> None:
    queue_message(channels=BY_MAIL)
    boxes.mail.refuse_next()
    deliver_due()
    assert deliver_due() == 0
    with in_minutes(1.1):
        assert deliver_due() == 1
    assert states() == {"email": "terkirim"}
    assert ledger()[0].error is None


def test_a_server_that_was_down_gets_exactly_one_mail_afterwards(boxes: Campus) -> None:
    """SEL-12."""
    queue_message(channels=BY_MAIL)
    boxes.mail.go_down()
    deliver_due()
    boxes.mail.come_up()
    with in_minutes(2):
        deliver_due()
        deliver_due()
    assert len(boxes.outbox.mails) == 1


def test_an_address_that_does_not_exist_is_given_up_at_once(boxes: Campus) -> None:
    queue_message(channels=BY_MAIL)
    boxes.mail.refuse_next(code=550, text="5.1.1 no such user", step="RCPT")
    deliver_due()
    [row] = ledger()
    assert (row.state, row.error) == ("gagal", "Email gagal: alamat email ditolak (550 5.1.1)")


def test_whatsapp_that_fails_does_not_hinder_the_mail(boxes: Campus) -> None:
    """NOTIF-03."""
    queue_message()
    boxes.whatsapp.fail_next(NO_WHATSAPP)
    deliver_due()
    assert states() == {"email": "terkirim", "whatsapp": "gagal", "kotak_masuk": "terkirim"}
    [row] = ledger(channel="whatsapp")
    assert row.error.startswith("WhatsApp gagal: nomor tidak terdaftar")


def test_a_provider_out_of_order_is_tried_again(boxes: Campus) -> None:
    queue_message(channels=(Channel.WHATSAPP,))
    boxes.whatsapp.fail_next(OUT_OF_ORDER)
    deliver_due()
    with in_minutes(2):
        deliver_due()
    assert states() == {"whatsapp": "terkirim"}


def test_a_refused_account_calls_the_admin_and_keeps_the_message(
    boxes: Campus, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often: an admin has to see to it, and then the message goes out."""
    monkeypatch.setattr("common.platform.log.log.propagate", True)
    caplog.set_level(0, logger=log.name)
    queue_message(channels=(Channel.WHATSAPP,))
    boxes.whatsapp.fail_next(BAD_TOKEN, 6)
    for minutes in range(0, 36, 6):
        with in_minutes(minutes):
            assert deliver_due() == 1
    [row] = ledger()
    assert (row.state, row.attempts) == ("antre", 0)
    assert "menolak token" in row.error
    assert "ERROR" in {record.levelname for record in caplog.records}
    with in_minutes(42):
        deliver_due()
    assert states() == {"whatsapp": "terkirim"}


def test_a_server_that_is_away_costs_one_probe_a_sweep_and_no_message_a_try(boxes: Campus) -> None:
    """The others wait untried for the next sweep, and so outlive a long outage."""
    for n in range(10):
        queue_message(event=f"e{n}", channels=BY_MAIL)
    boxes.mail.go_down()
    assert deliver_due() == 1
    rows = ledger()
    assert [row.attempts for row in rows] == [0] * 10
    assert [row.error for row in rows if row.error] == ["Email gagal: layanan tidak dapat dihubungi"]
    assert {row.claimed_until for row in rows} == {None}


def test_a_refused_account_is_not_asked_again_and_again(boxes: Campus) -> None:
    """One refusal is enough: the other messages wait for the next sweep."""
    for n in range(4):
        queue_message(event=f"e{n}", channels=(Channel.WHATSAPP,))
    boxes.whatsapp.fail_next(BAD_TOKEN)
    assert deliver_due() == 1
    assert deliver_due() == 3


def test_a_message_that_cannot_be_made_holds_nobody_up(boxes: Campus) -> None:
    queue_message(event="rusak", channels=BY_MAIL)
    queue_message(event="baik", channels=BY_MAIL)
    with transaction() as db:
        db.execute(update(messages).where(messages.c.event == "rusak").values(data={"name": "Siti"}))
    deliver_due()
    by_event = {row.event: row for row in ledger()}
    assert by_event["baik"].state == "terkirim"
    assert (by_event["rusak"].state, by_event["rusak"].error) == ("antre", "Email gagal: kesalahan pada sistem")


def test_the_time_that_is_used_up_leaves_the_rest_untouched(boxes: Campus) -> None:
    for n in range(5):
        queue_message(event=f"e{n}", channels=BY_MAIL)
    assert deliver_due(seconds=0) == 0
    assert {(row.attempts, row.claimed_until) for row in ledger()} == {(0, None)}


def test_channels_take_turns(boxes: Campus) -> None:
    """Nobody waits for their WhatsApp until every mail of a results day is out."""
    for n in range(6):
        queue_message(event=f"e{n}")
    deliver_due(limit=2)
    assert set(states().values()) == {"terkirim"}
    sent = sorted(ledger(), key=lambda row: row.sent_at)
    assert [row.channel for row in sent[:6]].count("email") == 2


def test_the_secret_link_leaves_the_ledger_once_it_is_sent(boxes: Campus) -> None:
    queue_message("password_reset", channels=BY_MAIL)
    deliver_due()
    assert "http://x/rahasia" in boxes.outbox.mails[0].text
    assert "rahasia" not in str(ledger()[0].data)


def test_an_attachment_comes_along(boxes: Campus) -> None:
    storage().write(settings().certificate_bucket, "certificates/uji.pdf", b"%PDF-uji", "application/pdf")
    queue_message("certificate_sent", channels=BY_MAIL, attachment="certificates/uji.pdf")
    deliver_due()
    [attachment] = boxes.outbox.mails[0].attachments
    assert (attachment.name, attachment.content) == ("Sertifikat 0001-ASLAB-2026.pdf", b"%PDF-uji")


def test_an_attachment_that_is_gone_fails_the_mail(boxes: Campus) -> None:
    queue_message("certificate_sent", channels=BY_MAIL, attachment="certificates/tidak-ada.pdf")
    deliver_due()
    assert (states(), ledger()[0].error) == ({"email": "gagal"}, "Email gagal: lampiran tidak ditemukan")


def test_whatsapp_switched_off_since_is_said_so(boxes: Campus, change: Change) -> None:
    queue_message(channels=(Channel.WHATSAPP,))
    change(WHATSAPP_PROVIDER="")
    deliver_due()
    assert ledger()[0].error == "WhatsApp gagal: WhatsApp tidak diaktifkan"


def test_every_kind_has_words_for_whatsapp_but_those_that_never_go_there() -> None:
    by_mail = {"account_created", "password_reset", "email_taken_up", "link_sent_elsewhere", "interview_cancelled"}
    assert {kind for kind, template in TEMPLATES.items() if not template.short} == by_mail | {"export_made"}
