"""One that cannot be drawn: tried again as messages are, then given up until an admin asks for it once more."""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from common.domain.audit.tables import audit_log
from common.domain.certificates import actions
from common.domain.certificates.drawing import draw_due
from common.domain.certificates.tables import certificates
from common.domain.notifications.delivery import deliver_due
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import transaction
from common.platform.log import log
from tests import factories as make
from tests.bystanders import own, without_bystanders
from tests.client import Portal
from tests.domain.certificates.conftest import deserved, drawing, stored


def issued() -> Any:
    """One of which a fact got lost, so that it cannot be drawn; with all that it had."""
    with transaction() as db:
        actions.issue(db, make.as_actor(make.admin(db)), deserved(db).id)
    [one] = stored()
    keep_facts(one, {name: fact for name, fact in one.facts.items() if name != "signer"})
    return one


def keep_facts(one: Any, facts: dict[str, Any]) -> None:
    with transaction() as db:
        db.execute(update(certificates).where(certificates.c.id == one.id).values(facts=facts))


def tried_until_given_up() -> list[float]:
    """Minutes between its tries, with a sweep every half minute for an hour; a day later there is none."""
    tries, now = [], clock.now()
    for half_minute in range(120):
        with time_machine.travel(now + timedelta(minutes=half_minute / 2), tick=False):
            before = drawing(stored()[0].id).attempts
            draw_due()
            if drawing(stored()[0].id).attempts > before:
                tries.append(half_minute / 2)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        attempts = drawing(stored()[0].id).attempts
        draw_due()
        assert drawing(stored()[0].id).attempts == attempts
    return [later - earlier for earlier, later in pairwise(tries)]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    monkeypatch.setattr("common.platform.log.log.propagate", True)
    caplog.set_level(0, logger=log.name)
    return caplog


def test_it_is_tried_after_1_5_and_30_minutes_and_then_given_up(
    boxes: Campus, logged: pytest.LogCaptureFixture
) -> None:
    one = issued()
    assert tried_until_given_up() == [1, 5, 30]
    [kept] = stored()
    assert (drawing(one.id).attempts, kept.stored_at, kept.number) == (4, None, one.number)
    alarms = [record for record in logged.records if record.levelno >= logging.ERROR]
    assert [str(one.id) in record.getMessage() for record in alarms] == [True], "an alarm, and only one"


def test_one_that_was_mended_meanwhile_goes_out_by_itself(boxes: Campus) -> None:
    one = issued()
    assert draw_due() == 0
    keep_facts(one, one.facts)
    assert draw_due() == 0, "not before its time"
    with time_machine.travel(clock.now() + timedelta(minutes=1.1), tick=True):
        assert draw_due() == 1
        deliver_due()
    [kept] = stored()
    assert kept.stored_at is not None
    assert (drawing(one.id).error, drawing(one.id).state) == (None, "selesai")
    assert len(boxes.outbox.mails) == 1


def test_the_admin_sees_why_and_has_it_drawn_again_with_the_same_number(portal: Portal) -> None:
    one, admin = issued(), portal.as_(portal.new("admin"))

    def line() -> dict[str, Any]:
        [found] = without_bystanders(admin.call("list_certificates")["items"], "contract_id")
        return dict(found)

    draw_due()
    waiting = line()
    assert (waiting["state"], waiting["error"]) == ("terbit", "Sertifikat gagal dibuat: kesalahan pada sistem")
    assert admin.call("resend_certificate", certificate_id=one.id, expect=409).code == "not_drawn_yet"

    tried_until_given_up()
    assert line()["state"] == "gagal_terkirim"
    assert line() == admin.call("list_certificates", query={"state": "gagal_terkirim"})["items"][0]
    admin.language = "en"
    assert line()["error"] == "The certificate could not be made: a fault in the system"

    keep_facts(one, one.facts)
    assert admin.call("resend_certificate", certificate_id=one.id)["state"] == "terbit"
    assert line()["error"] is None
    assert draw_due() == 1
    deliver_due()
    assert line()["state"] == "terkirim"
    [mail] = portal.campus.outbox.mails
    assert one.number in mail.text
    assert [kept.number for kept in stored()] == [one.number]
    with transaction() as db:
        about = own(audit_log, audit_log.c.action).where(audit_log.c.subject_id == str(one.id))
        lines = db.scalars(about.order_by(audit_log.c.id)).all()
    assert list(lines) == ["certificate.issued", "certificate.drawn_again"]


def test_what_is_drawn_again_in_vain_is_given_up_again(portal: Portal) -> None:
    one, admin = issued(), portal.as_(portal.new("admin"))
    tried_until_given_up()
    admin.call("resend_certificate", certificate_id=one.id)
    assert tried_until_given_up() == [1, 5, 30]
    assert drawing(one.id).state == "gagal"


def test_one_that_was_given_up_can_be_revoked_and_replaced(portal: Portal) -> None:
    one, admin = issued(), portal.as_(portal.new("admin"))
    tried_until_given_up()
    admin.call("revoke_certificate", certificate_id=one.id, json={"reason": "Nama salah"})
    [line] = without_bystanders(admin.call("list_certificates")["items"], "contract_id")
    assert line["state"] == "dicabut"
    assert admin.call("resend_certificate", certificate_id=one.id, expect=409).code == "already_revoked"
    made = admin.call("issue_certificate", contract_id=one.contract_id, json={})
    assert made["number"] != one.number
    assert draw_due() == 1
