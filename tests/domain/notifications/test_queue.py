"""The outbox: written with the decision, one row for each event, channel and person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.notifications.queue import BY_MAIL, Recipient, notify
from common.domain.notifications.states import Channel
from common.domain.notifications.tables import messages
from common.ops.local.campus import Campus
from common.platform.db import transaction
from common.platform.outside import OUT_OF_REACH, Retry
from tests import factories as make
from tests.bystanders import own
from tests.domain.notifications.conftest import Change, ledger, queue_message

DATA = {"name": "Siti", "course": "Basis Data", "lecturer": "Dr. Ratna"}


def channels(db: Connection) -> set[str]:
    return set(db.scalars(own(messages, messages.c.channel)).all())


def test_one_event_reaches_a_person_on_every_channel(db: Connection) -> None:
    person = make.student(db)
    notify(db, Recipient.of(person), "application_accepted", "e", DATA)
    found = {row.channel: row.recipient for row in db.execute(own(messages))}
    assert found == {"email": person.email, "whatsapp": person.whatsapp, "kotak_masuk": str(person.id)}


def test_the_same_event_again_adds_nothing(db: Connection) -> None:
    to = Recipient.of(make.student(db))
    for _ in range(2):
        notify(db, to, "application_accepted", "e", DATA)
    assert len(db.execute(own(messages)).all()) == 3


@pytest.mark.parametrize(
    ("person", "left"),
    [
        ({"whatsapp_wanted": False}, {"email", "kotak_masuk"}),
        ({"whatsapp": None}, {"email", "kotak_masuk"}),
        ({"email": None}, {"whatsapp", "kotak_masuk"}),
    ],
)
def test_a_channel_that_is_not_wanted_or_not_known_is_left_out(
    db: Connection, person: dict[str, Any], left: set[str]
) -> None:
    notify(db, Recipient.of(make.student(db, **person)), "application_accepted", "e", DATA)
    assert channels(db) == left


def test_a_secret_goes_by_mail_alone_whatever_is_asked(db: Connection) -> None:
    data = {"name": "Siti", "link": "http://x/#rahasia", "minutes": 30}
    notify(db, Recipient.of(make.student(db)), "password_reset", "e", data)
    assert channels(db) == {Channel.EMAIL}


def test_an_attachment_goes_with_the_mail_alone(db: Connection) -> None:
    data = DATA | {"number": "1", "check_url": "http://x"}
    notify(db, Recipient.of(make.student(db)), "certificate_sent", "e", data, attachment="certificates/1.pdf")
    found = {row.channel: row.attachment for row in db.execute(own(messages))}
    assert found == {"email": "certificates/1.pdf", "whatsapp": None, "kotak_masuk": None}


def test_words_that_cannot_be_filled_are_never_queued(db: Connection) -> None:
    with pytest.raises(LookupError, match="course"):
        notify(db, Recipient.of(make.student(db)), "application_accepted", "e", {"name": "Siti", "lecturer": "R"})
    assert channels(db) == set()


def test_moments_and_days_survive_the_ledger(db: Connection) -> None:
    at = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
    notify(db, Recipient.of(make.student(db)), "application_received", "e", DATA | {"at": at}, channels=BY_MAIL)
    [row] = db.execute(own(messages)).all()
    assert datetime.fromisoformat(row.data["at"]) == at


def test_a_decision_that_is_undone_says_nothing(boxes: Campus) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as db:
        notify(db, Recipient.of(make.student(db)), "application_accepted", "e", DATA)
        _ = 1 / 0
    assert ledger() == []


def test_without_a_provider_there_is_no_whatsapp(db: Connection, change: Change) -> None:
    change(WHATSAPP_PROVIDER="")
    notify(db, Recipient.of(make.student(db)), "application_accepted", "e", DATA)
    assert channels(db) == {"email", "kotak_masuk"}


class Silent:
    """A notification plane that is away."""

    def signal(self, topic: str) -> None:
        raise Retry(OUT_OF_REACH)


def test_a_signal_that_is_lost_does_not_undo_the_decision(
    boxes: Campus, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(WAKE_DELIVERY="true")
    monkeypatch.setattr("common.platform.live.live", Silent)
    queue_message()
    assert len(ledger()) == 3


def test_a_decision_is_signalled_once_and_after_the_commit(
    boxes: Campus, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []

    class Heard:
        def signal(self, topic: str) -> None:
            seen.append((topic, len(ledger())))

    change(WAKE_DELIVERY="true")
    monkeypatch.setattr("common.platform.live.live", Heard)
    with transaction() as db:
        for event in ("a", "b"):
            notify(db, Recipient.of(make.student(db)), "application_accepted", event, DATA)
        assert seen == []
    assert seen == [("messages", 6)]
