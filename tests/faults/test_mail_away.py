"""The mail server is out of reach: nothing is lost, each message arrives once, and the alert is true in time."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text

from common.domain.notifications.backlog import report_messages
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.queue import BY_MAIL
from common.ops.local.campus import Campus
from common.platform import clock, log
from common.platform.db import transaction
from tests import factories as make
from tests.domain.notifications.conftest import ledger, queue_message
from tests.faults.alerts import Line, quantile_alert
from tests.faults.mailbox import Mailbox
from tests.faults.test_killed import functions

pytestmark = pytest.mark.without_bystanders
ALERT = "Messages or certificates wait for more than ten minutes"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BUSIEST = 11_520
MANY = """
INSERT INTO messages (event, channel, recipient, person_id, kind, language, data, state, created_at, queued_at, next_at)
SELECT 'ramai:' || n, 'email', 'ramai' || n || '@kampus.test', :person, 'application_accepted', 'id',
    '{"name": "Siti", "course": "Basis Data", "lecturer": "Dr. Ratna"}', 'antre', :at, :at, :at
FROM generate_series(1, :count) AS n
"""


@pytest.fixture
def boxes(campus: Campus, committed: None) -> Iterator[Campus]:
    campus.outbox.clear()
    campus.mail.go_down()
    yield campus
    campus.mail.come_up()


@pytest.fixture
def sweep(
    boxes: Campus,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    setting: Callable[[str, str], None],
) -> Callable[[datetime], list[Line]]:
    """What Cloud Scheduler does once a minute, at this moment; the lines that it logs."""
    setting("LOG_LEVEL", "info")
    caplog.set_level(log.log.level, logger=log.log.name)
    log.set_up()

    def run(moment: datetime) -> list[Line]:
        with time_machine.travel(moment, tick=False):
            deliver_due()
            report_messages()
        return [(moment, json.loads(line)) for line in capsys.readouterr().out.splitlines()]

    return run


def minutes_until_the_alert(sweep: Callable[[datetime], list[Line]], start: datetime, most: int = 30) -> int:
    """From the first message on."""
    alert, lines = quantile_alert(ALERT), list[Line]()
    for minutes in range(1, most):
        moment = start + minutes * MINUTE
        lines += sweep(moment)
        if alert.is_true(lines, "email", moment):
            return minutes
    raise AssertionError("nobody was called")


def states() -> Counter[tuple[str, int]]:
    with transaction() as db:
        return Counter(
            {
                (row[0], row[1]): row[2]
                for row in db.execute(
                    text("SELECT state, max(attempts), count(*) FROM messages GROUP BY state, attempts")
                )
            }
        )


def test_the_alert_is_silent_while_messages_go_out(sweep: Callable[[datetime], list[Line]], boxes: Campus) -> None:
    boxes.mail.come_up()
    start, alert, lines = clock.now() - HOUR, quantile_alert(ALERT), list[Line]()
    for minutes in range(20):
        with time_machine.travel(start + minutes * MINUTE, tick=False):
            queue_message(event=f"e{minutes}", channels=BY_MAIL)
        lines += sweep(start + minutes * MINUTE)
        assert not alert.is_true(lines, "email", start + minutes * MINUTE)


def test_notif_10_four_messages_an_hour_for_a_day_all_arrive_and_somebody_is_called(
    sweep: Callable[[datetime], list[Line]], boxes: Campus
) -> None:
    start = clock.now() - 25 * HOUR
    with time_machine.travel(start, tick=False):
        queue_message(event="e0", channels=BY_MAIL)
    assert minutes_until_the_alert(sweep, start) <= 15
    alert, day = quantile_alert(ALERT), list[Line]()
    for quarter in range(2, 96):
        moment = start + quarter * 15 * MINUTE
        with time_machine.travel(moment, tick=False):
            queue_message(event=f"e{quarter}", channels=BY_MAIL)
        day += sweep(moment)
        assert alert.is_true(day, "email", moment), "tries do not make it younger"
    assert set(states()) == {("antre", 0)}
    boxes.mail.come_up()
    deliver_due(seconds=600)
    assert [row.state for row in ledger()] == ["terkirim"] * 95
    assert Counter(mail.recipients[0] for mail in boxes.outbox.mails) == Counter(row.recipient for row in ledger())


@pytest.mark.timeout(600)
def test_notif_10_the_busiest_day_at_once_arrives_and_a_secret_overtakes_it(
    sweep: Callable[[datetime], list[Line]], boxes: Campus, setting: Callable[[str, str], None]
) -> None:
    start, mailbox = clock.now() - 24 * HOUR, Mailbox()
    # On a machine that is busy with other things an answer may be slow; one that came too late is sent for again.
    for name, value in {**mailbox.environment(), "OUTSIDE_TIMEOUT_SECONDS": "60"}.items():
        setting(name, value)
    with transaction() as db:
        db.execute(text(MANY), {"person": make.student(db).id, "at": start, "count": BUSIEST})
    assert minutes_until_the_alert(sweep, start) <= 15
    for hour in range(1, 24):
        sweep(start + hour * HOUR)
    assert states() == {("antre", 0): BUSIEST}
    with time_machine.travel(start + 20 * HOUR, tick=False):
        queue_message(event="lewat", channels=BY_MAIL, expires_at=start + 22 * HOUR)
    secret = queue_message("password_reset", "tautan", channels=BY_MAIL, expires_at=clock.now() + HOUR).email
    with mailbox, ExitStack() as two:
        for _ in range(2):
            two.enter_context(functions())
        wait_until_nothing_waits(within=500)
    # Two deliver at once: the second one's first batch may be quicker than the first message of the first.
    assert secret in mailbox.arrived[:20]
    assert Counter(mailbox.arrived) == {secret: 1} | {f"ramai{n}@kampus.test": 1 for n in range(1, BUSIEST + 1)}
    [late] = ledger(event="lewat")
    assert (late.state, late.error, late.attempts) == ("gagal", "Kedaluwarsa", 0)
    assert states()["terkirim", 1] == BUSIEST + 1


def wait_until_nothing_waits(within: float) -> None:
    until = time.monotonic() + within
    while states()["antre", 0]:
        assert time.monotonic() < until
        time.sleep(0.5)
