"""All that failed is sent again by one operation, by channel and recipient (NOTIF-13)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from common.domain.audit.tables import audit_log
from common.domain.notifications import actions
from common.domain.notifications import queries as reading
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.errors import NothingToResend
from common.domain.notifications.queue import wake_delivery
from common.domain.notifications.tables import messages
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import is_own, own
from tests.functions.effects.scene import queued
from tests.races import at_once

EVERYBODY: dict[str, Any] = {"channel": None, "search": None}
# Of the tests' own rows alone: the bystanders have a message that failed too.
OURS: dict[str, Any] = {"channel": None, "search": "uji"}
SYSTEM = Actor.system()


def failed(db: Connection, name: str = "Uji Siti Aminah", **values: Any) -> Any:
    of = {"state": "gagal", "attempts": 4, "error": "x", "error_en": "x", "created_at": clock.now() - timedelta(days=3)}
    return queued(db, make.student(db, name=name), **of | values)


def states(db: Connection) -> dict[Any, str]:
    return dict(db.execute(own(messages, messages.c.id, messages.c.state)).all())


def test_what_failed_waits_again_with_all_its_tries_and_nothing_else_does(db: Connection) -> None:
    hour = timedelta(hours=1)
    again = [failed(db).id, failed(db, expires_at=clock.now() + hour).id]
    left = {
        failed(db, state="terkirim").id: "terkirim",
        failed(db, withdrawn_at=clock.now()).id: "gagal",
        failed(db, expires_at=clock.now() - hour).id: "gagal",
    }
    assert reading.failed(db, **OURS)["resendable"] == 2
    one = actions.send_all_again(db, SYSTEM, **OURS)
    assert states(db) == dict.fromkeys(again, "antre") | left
    rows = db.execute(own(messages).where(messages.c.id.in_(again))).all()
    assert {(row.attempts, row.error, row.error_en, row.resend_id) for row in rows} == {(0, None, None, one)}
    assert {row.queued_at == row.next_at > row.created_at for row in rows} == {True}
    line = db.execute(own(audit_log)).one()
    assert (line.action, line.subject_id) == ("message.all_sent_again", str(one))
    assert line.new == {"total": 2} | OURS
    assert wake_delivery in db.info["after_commit"]


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ({"channel": "whatsapp"}, {"by whatsapp"}),
        ({"search": "aminah"}, {"by mail", "by whatsapp"}),
        ({"search": "BUDI", "channel": "email"}, {"of another"}),
        (OURS, {"by mail", "by whatsapp", "of another"}),
    ],
)
def test_channel_and_recipient_say_which(db: Connection, asked: dict[str, str], taken: set[str]) -> None:
    made = {
        failed(db).id: "by mail",
        failed(db, channel="whatsapp", recipient="+6281").id: "by whatsapp",
        failed(db, "Uji Budi").id: "of another",
    }
    assert reading.failed(db, **EVERYBODY | asked)["resendable"] == len(taken)
    actions.send_all_again(db, SYSTEM, **EVERYBODY | asked)
    assert {made[key] for key, state in states(db).items() if state == "antre"} == taken


def test_where_nothing_failed_nothing_is_sent(db: Connection) -> None:
    failed(db, state="terkirim")
    with pytest.raises(NothingToResend):
        actions.send_all_again(db, SYSTEM, **OURS)
    assert reading.failed(db, **OURS) == {"resendable": 0, "last": None}


def test_one_sees_how_far_it_is(db: Connection) -> None:
    first, second, _ = (failed(db).id for _ in range(3))
    one = actions.send_all_again(db, SYSTEM, **OURS)
    begun = reading.resend(db, one)
    assert (begun["total"], begun["waiting"], begun["sent"], begun["failed"]) == (3, 3, 0, 0)
    for key, state in ((first, "terkirim"), (second, "gagal")):
        db.execute(update(messages).where(messages.c.id == key).values(state=state))
    now = reading.failed(db, **OURS)["last"]
    assert now == {"requested_at": begun["requested_at"], "total": 3, "waiting": 1, "sent": 1, "failed": 1}
    actions.send_again(db, SYSTEM, second)
    assert reading.resend(db, one)["total"] == 2, "what is sent again by itself is counted no longer"


@pytest.mark.without_bystanders
def test_of_two_admins_at_once_one_finds_nothing_left(committed: None) -> None:
    with transaction() as db:
        for _ in range(40):
            failed(db)
    outcomes = at_once([lambda db: actions.send_all_again(db, SYSTEM, **EVERYBODY)] * 2)
    assert outcomes == {"done": 1, "nothing_to_resend": 1}


@pytest.mark.without_bystanders
def test_each_of_many_arrives_once(boxes: Campus) -> None:
    with transaction() as db:
        people = [failed(db, f"Uji {n}").recipient for n in range(60)]
        actions.send_all_again(db, SYSTEM, **EVERYBODY)
    while deliver_due(seconds=5):
        pass
    assert sorted(mail.recipients[0] for mail in boxes.outbox.mails) == sorted(people)
    with transaction() as db:
        last = reading.failed(db, **EVERYBODY)["last"]
        assert last is not None
        assert (last["total"], last["sent"], last["waiting"]) == (60, 60, 0)
        assert db.execute(own(messages).where(is_own(messages), messages.c.attempts != 1)).all() == []
