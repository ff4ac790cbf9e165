"""The real sinks of the campus: an SMTP server and a WhatsApp provider on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.tables import messages
from common.ops.local.campus import Campus
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories as make
from tests.bystanders import own
from tests.client import Portal

Change = Callable[..., None]
RESULT = "application_accepted"


@pytest.fixture
def boxes(campus: Campus, committed: None) -> Iterator[Campus]:
    """The campus with empty boxes; what a test switched off is on again afterwards."""
    campus.outbox.clear()
    yield campus
    campus.mail.come_up()


@pytest.fixture
def change() -> Iterator[Change]:
    """Other settings for one test: `change(WHATSAPP_PROVIDER="")`."""
    with pytest.MonkeyPatch.context() as environment:

        def change(**other: str) -> None:
            for name, value in other.items():
                environment.setenv(name, value)
            settings.cache_clear()

        yield change
    settings.cache_clear()


@pytest.fixture
def portal(portal: Portal, change: Change) -> Portal:
    """Nothing happens behind a test's back: it says itself when there is delivering."""
    change(WAKE_DELIVERY="false")
    return portal


def queue_message(kind: str = RESULT, event: str = "terjadi", *, to: Any = None, **options: Any) -> Any:
    """Commit a message about `event` to somebody; the person."""
    with transaction() as db:
        person = to or make.student(db)
        data = {"name": person.name, "course": "Basis Data", "lecturer": "Dr. Ratna", "reason": "-"}
        data |= {"number": "0001/ASLAB/2026", "check_url": "http://x/1", "link": "http://x/rahasia", "minutes": 30}
        notify(db, Recipient.of(person), kind, event, data, **options)
    return person


def ledger(**wanted: Any) -> list[Any]:
    with transaction() as db:
        return list(db.execute(own(messages).filter_by(**wanted).order_by(messages.c.created_at)).all())
