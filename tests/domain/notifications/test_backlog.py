"""The lines of the log that monitoring reads."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from common.domain.notifications.backlog import tell_backlog
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.states import Channel
from common.ops.local.campus import Campus
from common.ops.local.whatsapp import NO_WHATSAPP
from common.platform import clock, log
from tests.domain.notifications.conftest import Change, tell


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, change: Change) -> Any:
    """What was written since it was last asked for."""
    change(LOG_LEVEL="info")
    caplog.set_level(log.log.level, logger=log.log.name)  # and afterwards as it was
    log.set_up()
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_empty_outbox_is_told_as_such(post: Campus, lines: Any) -> None:
    tell_backlog()
    [line] = lines()
    assert (line["event"], line["waiting"], line["oldest_seconds"], line["severity"]) == ("outbox", 0, 0.0, "INFO")


def test_what_is_due_is_counted_from_when_it_was_due(post: Campus, lines: Any) -> None:
    tell()
    with time_machine.travel(clock.now() + timedelta(minutes=12)):
        tell_backlog()
    [line] = lines()
    assert line["waiting"] == 3
    assert line["oldest_seconds"] == pytest.approx(720, abs=5)


def test_what_waits_for_its_next_try_is_not_late(post: Campus, lines: Any) -> None:
    post.mail.stop()
    tell(channels=(Channel.EMAIL,))
    deliver_due()
    lines()
    tell_backlog()
    assert [line["waiting"] for line in lines()] == [0]


def test_a_message_that_is_given_up_is_one_event(post: Campus, lines: Any) -> None:
    tell(channels=(Channel.WHATSAPP,))
    post.whatsapp.fail_next(NO_WHATSAPP)
    deliver_due()
    assert [line["event"] for line in lines() if "event" in line] == ["message_failed"]
