"""The lines of the log that monitoring reads."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from common.domain.notifications.backlog import report_messages
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.queue import withdraw_whatsapp
from common.domain.notifications.states import Channel
from common.ops.local.campus import Campus
from common.ops.local.whatsapp import NO_WHATSAPP, OUT_OF_ORDER
from common.platform import clock, log
from common.platform.db import transaction
from tests.domain.notifications.conftest import Change, queue_message


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, change: Change) -> Any:
    """What was written since it was last asked for."""
    change(LOG_LEVEL="info")
    caplog.set_level(log.log.level, logger=log.log.name)  # and afterwards as it was
    log.set_up()
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def figures(lines: Any, channel: str) -> dict[str, Any]:
    """What the log says of one channel. Bystanders wait for an e-mail, so the tests look at the others."""
    [line] = [line for line in lines() if line.get("event") == "queue" and line["lane"] == channel]
    return dict(line)


def test_an_empty_outbox_is_told_as_such(boxes: Campus, lines: Any) -> None:
    report_messages()
    line = figures(lines, "whatsapp")
    assert (line["queue"], line["waiting"], line["oldest_seconds"], line["severity"]) == ("messages", 0, 0.0, "INFO")
    assert (line["failed"], line["failed_share"]) == (0, 0.0)


def test_each_channel_has_a_line(boxes: Campus, lines: Any) -> None:
    report_messages()
    assert [line["lane"] for line in lines()] == ["email", "whatsapp", "kotak_masuk"]


def test_what_waits_is_counted_from_its_creation(boxes: Campus, lines: Any) -> None:
    queue_message()
    with time_machine.travel(clock.now() + timedelta(minutes=12)):
        report_messages()
    line = figures(lines, "whatsapp")
    assert line["waiting"] == 1
    assert line["oldest_seconds"] == pytest.approx(720, abs=5)


def test_a_try_does_not_make_it_younger(boxes: Campus, lines: Any) -> None:
    queue_message(channels=(Channel.WHATSAPP,))
    start = clock.now()
    boxes.whatsapp.fail_next(OUT_OF_ORDER, 12)
    for minutes in range(12):
        with time_machine.travel(start + timedelta(minutes=minutes, seconds=5), tick=False):
            deliver_due()
            report_messages()
    assert figures_of_last(lines, "whatsapp")["oldest_seconds"] == pytest.approx(665, abs=5)


def figures_of_last(lines: Any, channel: str) -> dict[str, Any]:
    return [line for line in lines() if line.get("event") == "queue" and line["lane"] == channel][-1]


def test_the_share_that_failed_is_of_what_came_in_within_a_day(boxes: Campus, lines: Any) -> None:
    for n in range(4):
        queue_message(event=f"e{n}", channels=(Channel.WHATSAPP,))
    boxes.whatsapp.fail_next(NO_WHATSAPP)
    deliver_due()
    lines()
    report_messages()
    line = figures(lines, "whatsapp")
    assert (line["waiting"], line["failed"], line["failed_share"]) == (0, 1, 0.25)
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        report_messages()
    assert figures(lines, "whatsapp")["failed"] == 0


def test_what_was_withdrawn_did_not_fail(boxes: Campus, lines: Any) -> None:
    person = queue_message(channels=(Channel.WHATSAPP,))
    with transaction() as db:
        withdraw_whatsapp(db, person.id)
    report_messages()
    line = figures(lines, "whatsapp")
    assert (line["waiting"], line["failed"]) == (0, 0)


def test_a_message_that_is_given_up_is_one_event(boxes: Campus, lines: Any) -> None:
    queue_message(channels=(Channel.WHATSAPP,))
    boxes.whatsapp.fail_next(NO_WHATSAPP)
    deliver_due()
    [line] = [line for line in lines() if "event" in line]
    assert (line["event"], line["queue"], line["lane"], line["severity"]) == (
        "item_failed",
        "messages",
        "whatsapp",
        "WARNING",
    )
