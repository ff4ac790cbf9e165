"""How long a link opens, how long a sweep draws, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import time_machine
from sqlalchemy import Connection, update

import common.platform.storage
from common.domain.certificates import actions, sending
from common.domain.certificates import queries as reading
from common.domain.certificates.drawing import draw_due
from common.domain.certificates.facts import drawable
from common.domain.certificates.preview import preview
from common.domain.certificates.tables import certificates
from common.domain.certificates.tasks import draw_again
from common.domain.notifications.tables import messages
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from common.platform.documents.certificates import render_certificate
from common.platform.queue import tasks
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests import samples
from tests.bystanders import own
from tests.domain.certificates.conftest import change_drawing, committed_contracts, deserved, drawing, ended, row

START = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SECOND, LINK = timedelta(seconds=1), timedelta(minutes=5)


def issued(count: int) -> list[Any]:
    contracts = [contract.id for contract in committed_contracts(count)]
    with transaction() as db:
        admin = make.as_actor(make.admin(db))
        made = [outcome.certificate_id for outcome in actions.issue_batch(db, admin, contracts)]
        return [row(db, one) for one in made]


def now(one: Any) -> Any:
    with transaction() as db:
        return row(db, one.id)


@pytest.mark.parametrize(("life", "opens"), [(LINK - SECOND, True), (LINK + SECOND, False)])
def test_a_link_to_a_certificate_opens_for_five_minutes(
    db: Connection, admin: Actor, life: timedelta, opens: bool
) -> None:
    with time_machine.travel(START, tick=False):
        made = actions.issue(db, admin, deserved(db).id)
        name = f"certificates/{made}.pdf"
        storage().write(settings().certificate_bucket, name, b"%PDF-uji", "application/pdf")
        db.execute(update(certificates).where(certificates.c.id == made).values(object=name))
        link = reading.file_link(db, admin, made)()
        assert (link["expires_at"], link["content_type"]) == (START + LINK, "application/pdf")
        with time_machine.travel(START + life, tick=False):
            answer = requests.get(link["url"], timeout=10)
    assert answer.ok is opens
    if opens:
        named = f"Sertifikat {row(db, made).number}.pdf".replace("/", "-")
        assert named in answer.headers["Content-Disposition"]


def slow_storage(hand: Any, seconds: float) -> Any:
    """The real storage, whose every writing takes `seconds`."""
    real = storage()

    class Slow:
        def __getattr__(self, name: str) -> Any:
            if name == "write":
                hand.shift(seconds)
            return getattr(real, name)

    return Slow


def test_a_sweep_draws_for_45_seconds(boxes: Campus, monkeypatch: pytest.MonkeyPatch) -> None:
    made = issued(4)
    with time_machine.travel(clock.now(), tick=False) as hand:
        monkeypatch.setattr(common.platform.storage, "storage", slow_storage(hand, 30))
        assert draw_due() == 2
    assert [now(one).stored_at is None for one in made] == [False, False, True, True]


def test_what_was_issued_first_is_drawn_first_and_of_one_batch_the_lower_number(
    boxes: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = issued(4)
    moment = clock.now()
    with transaction() as db:
        # The row that is written last lies last: here the lower number of a moment comes after the greater.
        for one in (made[2], made[1], made[0], made[3]):
            change_drawing(db, one.id, next_at=moment - timedelta(days=one is made[3]))
    with time_machine.travel(clock.now(), tick=False) as hand:
        monkeypatch.setattr(common.platform.storage, "storage", slow_storage(hand, 1))
        draw_due()
    drawn = sorted((now(one) for one in made), key=lambda one: one.stored_at)
    assert [one.id for one in drawn] == [made[3].id, made[0].id, made[1].id, made[2].id]


def test_drawing_one_leaves_one_that_waits_for_its_next_try_or_was_given_up(boxes: Campus) -> None:
    good, waits, given_up, revoked = issued(4)
    later = clock.now() + timedelta(minutes=1)
    with transaction() as db:
        change_drawing(db, waits.id, next_at=later)
        change_drawing(db, given_up.id, state="gagal")
        actions.revoke(db, make.as_actor(make.admin(db)), revoked.id, reason="Nama salah")
    before = [(now(one), drawing(one.id)) for one in (waits, given_up, revoked)]
    assert draw_due() == 1
    assert [(now(one), drawing(one.id)) for one in (waits, given_up, revoked)] == before
    assert now(good).sendings == 1
    with transaction() as db:
        events = set(db.scalars(own(messages, messages.c.event).where(messages.c.kind == "certificate_sent")))
    assert events == {f"certificate_sent:{good.id}:1"}


@pytest.mark.parametrize(("wait", "drawn"), [(-SECOND, 0), (timedelta(0), 1), (SECOND, 1)])
def test_one_that_failed_is_due_at_its_moment(boxes: Campus, wait: timedelta, drawn: int) -> None:
    [one] = issued(1)
    due = clock.now() + timedelta(minutes=5)
    with transaction() as db:
        change_drawing(db, one.id, next_at=due)
    with time_machine.travel(due + wait, tick=False):
        assert draw_due() == drawn


def test_one_that_fails_is_postponed_alone(boxes: Campus) -> None:
    broken, other = issued(2)
    later = clock.now() + timedelta(hours=1)
    with transaction() as db:
        db.execute(update(certificates).where(certificates.c.id == broken.id).values(facts={"number": "1"}))
        change_drawing(db, other.id, next_at=later)
    before, start = (now(other), drawing(other.id)), clock.now()
    with time_machine.travel(start, tick=False):
        draw_due()
    assert (now(other), drawing(other.id)) == before
    kept = drawing(broken.id)
    assert (kept.attempts, kept.next_at, kept.state) == (1, start + timedelta(minutes=1), "antre")


def test_what_is_drawn_again_has_all_its_tries_and_wakes_the_drawing(
    boxes: Campus, monkeypatch: pytest.MonkeyPatch, setting: Callable[[str, str], None]
) -> None:
    one, other = issued(2)
    failed = {"attempts": 4, "state": "gagal", "error": "x", "error_en": "y"}
    with transaction() as db:
        for each in (one, other):
            change_drawing(db, each.id, **failed)
    before, heard = drawing(other.id), list[str]()

    class Heard:
        def signal(self, topic: str) -> None:
            heard.append(topic)

    setting("WAKE_DELIVERY", "true")
    monkeypatch.setattr("common.platform.live.live", Heard)
    with transaction() as db:
        draw_again(db, one.id)
        assert heard == []
    assert heard == ["certificates"]
    after = drawing(one.id)
    assert (after.attempts, after.state, after.error, after.error_en) == (0, "antre", None, None)
    assert drawing(other.id) == before


def test_one_that_was_given_up_is_not_sent_but_drawn_again(db: Connection, admin: Actor) -> None:
    made = actions.issue(db, admin, deserved(db).id)
    change_drawing(db, made, attempts=4, state="gagal")
    sending.send_again(db, admin, made)
    task = db.execute(own(tasks).where(tasks.c.subject_id == made)).one()
    assert (task.state, task.attempts, row(db, made).sendings) == ("antre", 0, 0)


def test_a_preview_bears_its_mark_and_all_the_facts_and_an_issued_one_bears_none(db: Connection, admin: Actor) -> None:
    """CERT-02."""
    student = make.student(db, name="Budi Santoso", number="2021002")
    contract = ended(db, attended=12, student=student)
    actions.issue(db, admin, deserved(db).id)
    with time_machine.travel(START.replace(year=2041), tick=False):
        shown = samples.pdf_text(preview(db, contract.id))
    made = row(db, actions.issue(db, admin, contract.id))
    facts = drawable(made.facts | {"check_url": "x/PRATINJAU"})
    plain = samples.pdf_text(render_certificate(facts))
    marks = ["".join(text.split()).count("PRATINJAU") for text in (shown, plain)]
    assert marks[0] > marks[1]
    assert "0001/ASLAB/2041" in shown
    for fact in ("Budi Santoso", "2021002", made.facts["course"], made.facts["period"], "12"):
        assert fact in shown, fact
