"""How long claims, pauses and notices last: a second before their end, and a second after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update
from time_machine import Traveller

from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.queue import BY_MAIL
from common.domain.notifications.senders import Senders
from common.domain.notifications.states import Channel
from common.domain.notifications.tables import messages
from common.ops.local.campus import Campus
from common.ops.local.whatsapp import BAD_TOKEN
from common.platform import clock
from common.platform.db import transaction
from common.platform.live import live
from tests.domain.notifications.conftest import ledger, queue_message

SECOND = timedelta(seconds=1)
FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture
def now(boxes: Campus) -> Iterator[datetime]:
    start = clock.now()
    with time_machine.travel(start, tick=False):
        yield start


def after(now: datetime, life: timedelta) -> Any:
    return time_machine.travel(now + life, tick=False)


class Died(BaseException):
    """The end of a sweep in the middle of its work."""


def dies(*_: Any) -> None:
    raise Died


@pytest.mark.parametrize(("life", "tried"), [(FIVE_MINUTES - SECOND, 0), (FIVE_MINUTES + SECOND, 1)])
def test_a_claim_lasts_five_minutes(
    now: datetime, monkeypatch: pytest.MonkeyPatch, life: timedelta, tried: int
) -> None:
    queue_message(channels=BY_MAIL)
    with monkeypatch.context() as broken:
        broken.setattr(Senders, "hand_over", dies)
        with pytest.raises(Died):
            deliver_due()
    assert [row.claimed_until for row in ledger()] == [now + FIVE_MINUTES]
    with after(now, life):
        assert deliver_due() == tried


@pytest.mark.parametrize(("life", "tried"), [(FIVE_MINUTES - SECOND, 0), (FIVE_MINUTES + SECOND, 1)])
def test_a_refused_account_is_left_alone_for_five_minutes(
    boxes: Campus, now: datetime, life: timedelta, tried: int
) -> None:
    queue_message(channels=(Channel.WHATSAPP,))
    boxes.whatsapp.fail_next(BAD_TOKEN)
    deliver_due()
    assert [row.next_at for row in ledger()] == [now + FIVE_MINUTES]
    with after(now, life):
        assert deliver_due() == tried


@pytest.mark.parametrize(("life", "shown"), [(-SECOND, 1), (SECOND, 0)])
def test_a_notice_is_shown_for_ninety_days_after_it_happened(now: datetime, life: timedelta, shown: int) -> None:
    person = queue_message(channels=(Channel.INBOX,))
    with after(now, timedelta(days=1)):
        deliver_due()
    with after(now, timedelta(days=90) + life):
        assert len(live().inbox(str(person.id), limit=5).items) == shown


def slowly(hand: Traveller, seconds: float) -> Callable[..., Any]:
    hand_over = Senders.hand_over

    def slow(self: Senders, message: Any) -> Any:
        hand.shift(seconds)
        return hand_over(self, message)

    return slow


def test_a_sweep_ends_after_45_seconds_and_gives_back_what_it_has_not_tried(
    boxes: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first goes alone, and those that went out at once are all under way when the time is up."""
    for n in range(9):
        queue_message(event=f"e{n}", channels=BY_MAIL)
    with time_machine.travel(clock.now(), tick=False) as hand:
        monkeypatch.setattr(Senders, "hand_over", slowly(hand, 30))
        assert deliver_due() == 7
    assert sorted(row.attempts for row in ledger()) == [0, 0, *[1] * 7]
    assert {row.claimed_until for row in ledger()} == {None}


def test_what_another_sweep_has_claimed_stays_claimed_when_this_one_gives_back_its_own(boxes: Campus) -> None:
    queue_message(event="lain", channels=BY_MAIL)
    until = clock.now() + FIVE_MINUTES
    with transaction() as db:
        db.execute(update(messages).where(messages.c.event == "lain").values(claimed_until=until))
    for n in range(5):
        queue_message(event=f"e{n}", channels=BY_MAIL)
    boxes.mail.go_down()
    assert deliver_due() == 1
    claims = {row.event: row.claimed_until for row in ledger()}
    assert claims == {"lain": until} | {f"e{n}": None for n in range(5)}
    boxes.mail.come_up()
    deliver_due()
    assert [row.state for row in ledger(event="lain")] == ["antre"]


def test_what_is_due_first_goes_first(boxes: Campus) -> None:
    ages = {"baru": 1, "lama": 3, "tengah": 2}
    for event, hours in ages.items():
        queue_message(event=event, channels=BY_MAIL)
        due = {"next_at": clock.now() - timedelta(hours=hours)}
        with transaction() as db:
            db.execute(update(messages).where(messages.c.event == event).values(due))
    deliver_due(limit=1)
    assert [row.event for row in sorted(ledger(), key=lambda row: row.sent_at)] == ["lama", "tengah", "baru"]


def test_three_faults_in_a_row_end_a_sweep_and_a_success_begins_the_row_anew(boxes: Campus) -> None:
    for n in range(8):
        queue_message(event=f"e{n}", channels=BY_MAIL)
    with time_machine.travel(clock.now(), tick=False):
        outcomes = iter("xx-xx-xxx")
        assert deliver_with(outcomes) == 8
    assert sorted(row.state for row in ledger()) == ["antre"] * 6 + ["terkirim"] * 2


def deliver_with(outcomes: Iterator[str]) -> int:
    """`x` is a fault of the mail server, `-` a success."""
    from common.platform.outside import OUT_OF_REACH, Retry

    hand_over = Senders.hand_over

    def sometimes(self: Senders, message: Any) -> Any:
        if next(outcomes) == "x":
            raise Retry(OUT_OF_REACH)
        return hand_over(self, message)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Senders, "hand_over", sometimes)
        return deliver_due()


def test_what_is_marked_is_its_own_row_alone(boxes: Campus) -> None:
    first, second = (queue_message(event=event, channels=BY_MAIL) for event in ("a", "b"))
    boxes.mail.refuse_next(code=550, text="5.1.1 no such user", step="RCPT")
    deliver_due()
    rows = {row.event: row for row in ledger()}
    assert sorted(row.state for row in rows.values()) == ["gagal", "terkirim"]
    [sent] = [row for row in rows.values() if row.state == "terkirim"]
    [failed] = [row for row in rows.values() if row.state == "gagal"]
    assert (sent.error, sent.error_en, sent.sent_at is None, failed.sent_at) == (None, None, False, None)
    assert [mail.recipients for mail in boxes.outbox.mails] == [(sent.recipient,)]
    assert {sent.recipient, failed.recipient} == {first.email, second.email}
