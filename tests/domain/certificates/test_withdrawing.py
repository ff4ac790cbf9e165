"""A revoked certificate is not sent, and nobody can queue it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from common.domain.certificates import actions, sending
from common.domain.certificates.drawing import draw_due
from common.domain.certificates.errors import AlreadyRevoked
from common.domain.notifications import actions as post_office
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.errors import MessageWithdrawn
from common.domain.notifications.senders import Senders
from common.domain.notifications.tables import messages
from common.ops.local.campus import Campus
from common.platform.auth import Actor
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import is_own, own
from tests.client import Portal
from tests.domain.certificates.conftest import deserved, stored, without_address
from tests.races import at_once

WITHDRAWN = "Dibatalkan: sertifikat dicabut"


def drawn(*, reachable: bool = True) -> Any:
    """A certificate that was issued and drawn and is queued."""
    with transaction() as db:
        contract = deserved(db)
        if not reachable:
            without_address(db, contract)
        actions.issue(db, make.as_actor(make.admin(db)), contract.id)
    draw_due()
    [certificate] = stored()
    return certificate


def revoke(certificate: Any) -> None:
    with transaction() as db:
        actions.revoke(db, make.as_actor(make.admin(db)), certificate.id, reason="Nama salah")


def sent() -> list[Any]:
    with transaction() as db:
        wanted = own(messages).where(messages.c.kind == "certificate_sent")
        return list(db.execute(wanted.order_by(messages.c.channel, messages.c.created_at)).all())


def test_what_was_not_delivered_yet_stays_at_home_and_the_ledger_says_why(boxes: Campus) -> None:
    revoke(drawn())
    deliver_due()
    assert [(row.channel, row.state, row.error) for row in sent()] == [
        (channel, "gagal", WITHDRAWN) for channel in ("email", "kotak_masuk", "whatsapp")
    ]
    assert {row.error_en for row in sent()} == {"Withdrawn: the certificate was revoked"}
    [mail] = boxes.outbox.mails
    assert "dicabut" in mail.subject
    assert not mail.attachments
    assert len(boxes.outbox.whatsapps) == 1


def test_of_one_without_an_address_the_inbox_tells_nothing_either(boxes: Campus) -> None:
    revoke(drawn(reachable=False))
    assert [(row.channel, row.state) for row in sent()] == [("kotak_masuk", "gagal")]


def test_what_was_delivered_stays_so(boxes: Campus) -> None:
    certificate = drawn()
    deliver_due()
    revoke(certificate)
    assert {(row.state, row.error) for row in sent()} == {("terkirim", None)}


def test_no_sending_of_a_revoked_one_can_be_sent_again(boxes: Campus) -> None:
    """Neither one that waited nor one that had failed; and other people's messages stay as they are."""
    certificate = drawn()
    with transaction() as db:
        db.execute(update(messages).where(messages.c.channel == "email", is_own(messages)).values(state="gagal"))
        sending.send_again(db, Actor.system(), certificate.id)
    revoke(certificate)
    assert len(sent()) == 4
    for row in sent():
        with pytest.raises(MessageWithdrawn), transaction() as db:
            post_office.send_again(db, Actor.system(), row.id)
    with pytest.raises(AlreadyRevoked), transaction() as db:
        sending.send_again(db, Actor.system(), certificate.id)


def test_the_certificate_in_its_place_goes_out(boxes: Campus) -> None:
    first = drawn()
    revoke(first)
    with transaction() as db:
        actions.issue(db, make.as_actor(make.admin(db)), first.contract_id)
    draw_due()
    deliver_due()
    numbers = {row.data["number"]: row.state for row in sent()}
    assert numbers == {first.number: "gagal", stored()[1].number: "terkirim"}


@pytest.mark.parametrize("fails", [False, True])
def test_what_is_revoked_while_it_is_under_way_is_told_as_it_was(
    boxes: Campus, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """The mail is with the server when the certificate is revoked; the messages claimed beside it stay at home."""
    certificate = drawn()
    hand_over: Callable[..., Any] = Senders.hand_over

    def revoked_meanwhile(self: Senders, message: Any) -> Any:
        if message.kind == "certificate_sent":
            revoke(certificate)
        return hand_over(self, message)

    monkeypatch.setattr(Senders, "hand_over", revoked_meanwhile)
    if fails:
        boxes.mail.refuse_next()
    deliver_due()
    states = {row.channel: (row.state, row.error) for row in sent()}
    kept = ("gagal", WITHDRAWN)
    assert states == {"email": kept if fails else ("terkirim", None), "kotak_masuk": kept, "whatsapp": kept}


def test_a_message_claimed_with_others_is_asked_for_once_more_before_it_goes(
    boxes: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep claims twenty mails; the last goes out long after the first."""
    with transaction() as db:
        admin = make.as_actor(make.admin(db))
        actions.issue_batch(db, admin, [deserved(db).id for _ in range(2)])
    draw_due()
    mails, hand_over = list[str](), Senders.hand_over

    def revoked_meanwhile(self: Senders, message: Any) -> Any:
        mails.append(message.data["number"])
        for other in stored(revoked_at=None):
            if other.number not in mails:
                revoke(other)
        return hand_over(self, message)

    monkeypatch.setattr(Senders, "hand_over", revoked_meanwhile)
    deliver_due()
    with_file = [mail for mail in boxes.outbox.mails if mail.attachments]
    assert len(with_file) == 1


def test_a_message_is_sent_again_or_withdrawn_and_never_left_waiting(boxes: Campus) -> None:
    certificate = drawn()
    with transaction() as db:
        db.execute(update(messages).where(is_own(messages)).values(state="gagal"))
    again = [partial(_again, row.id) for row in sent()]
    at_once([*again * 3, lambda _: revoke(certificate)])
    assert {(row.state, row.withdrawn_at is None) for row in sent()} == {("gagal", False)}


def _again(message_id: Any, db: Any) -> None:
    post_office.send_again(db, Actor.system(), message_id)


def test_the_ledger_tells_which_failed_messages_may_go_out_again(portal: Portal) -> None:
    certificate = drawn()
    with transaction() as db:
        db.execute(update(messages).where(messages.c.channel == "email", is_own(messages)).values(state="gagal"))
    admin = portal.as_(portal.new("admin"))

    def told() -> dict[str, bool]:
        wanted = admin.call("list_messages", query={"search": ""})["items"]
        [line] = [line for line in wanted if line["kind"] == "certificate_sent"]
        return {one["channel"]: one["resendable"] for one in line["messages"]}

    assert told() == {"email": True, "kotak_masuk": False, "whatsapp": False}
    admin.call("revoke_certificate", certificate_id=certificate.id, json={"reason": "Nama salah"})
    assert set(told().values()) == {False}
    [mail] = [row for row in sent() if row.channel == "email"]
    refused = admin.call("resend_message", message_id=mail.id, expect=409)
    assert (refused.code, refused.title) == (
        "message_withdrawn",
        "Pesan ini sudah dibatalkan dan tidak dapat dikirim ulang",
    )
