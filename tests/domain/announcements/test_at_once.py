"""Two workers spread one announcement, and an admin stops it meanwhile: each person has one message, or none."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from common.domain.announcements.actions import stop
from common.domain.announcements.spreading import spread_batch, spread_some
from common.domain.announcements.tasks import event_of
from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.platform.db import Connection, all_of, transaction
from tests import factories as make
from tests.races import Decision, at_once, done

pytestmark = pytest.mark.usefixtures("committed")
APPLICANTS, BATCH = 30, 4


def to_applicants() -> tuple[Any, Any, set[UUID]]:
    """The admin, the announcement that nothing is written of yet, and whom it is for."""
    with transaction() as db:
        admin, post = make.admin(db), make.vacancy(db, make.lecturer(db), quota=3)
        students = [make.student(db) for _ in range(APPLICANTS)]
        for student in students:
            make.application(db, post, student)
        among = {"audience": "pelamar", "among": [str(post.id)], "spread_at": None, "recipients": APPLICANTS}
        return admin, make.announcement(db, admin, **among), {student.id for student in students}


def spreading(announcement: Any) -> list[Decision]:
    """More workers than it takes, each with one batch."""

    def spread(db: Connection) -> None:
        spread_batch(db, announcement.id, BATCH)

    return [spread] * (APPLICANTS // BATCH + 4)


def mails(announcement: Any, *states: MessageState) -> Counter[UUID]:
    which = (messages.c.event == event_of(announcement.id)) & (messages.c.channel == Channel.EMAIL)
    wanted = select(messages.c.person_id).where(which, messages.c.state.in_(states) if states else which)
    with transaction() as db:
        return Counter(row.person_id for row in all_of(db, wanted))


def test_many_workers_write_one_message_a_person() -> None:
    _, announcement, students = to_applicants()
    assert at_once(spreading(announcement)) == {"done": APPLICANTS // BATCH + 4}
    while spread_some(announcement.id, BATCH):
        pass
    assert mails(announcement) == dict.fromkeys(students, 1)


@pytest.mark.parametrize("attempt", range(3))
def test_after_it_was_stopped_nothing_waits_and_nothing_is_added(attempt: int) -> None:
    admin, announcement, _ = to_applicants()
    stopping = partial(stop, actor=make.as_actor(admin), announcement_id=announcement.id)
    outcome = at_once([*spreading(announcement), stopping])
    assert outcome == {"done": APPLICANTS // BATCH + 5}
    written = mails(announcement)
    done(lambda db: spread_batch(db, announcement.id, BATCH))
    assert mails(announcement) == written
    assert mails(announcement, MessageState.QUEUED) == {}
