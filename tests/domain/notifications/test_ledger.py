"""The ledger of messages, as admins see it, and sending again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, update

from common.domain.audit.tables import audit_log
from common.domain.notifications import actions
from common.domain.notifications import queries as reading
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.errors import MessageNotFailed
from common.domain.notifications.queue import BY_MAIL, EVERYWHERE, Recipient, notify
from common.domain.notifications.tables import messages
from common.ops.local.campus import Campus
from common.platform.auth import Actor
from common.platform.errors import NotFound
from tests import factories as make
from tests.bystanders import is_own, own, without_bystanders
from tests.client import Portal
from tests.domain.notifications.conftest import ledger, queue_message
from tests.functions.effects.scene import queued
from tests.races import at_once

NO_FILTER: dict[str, Any] = {"state": None, "channel": None, "search": None, "after": None, "limit": 25}


def notified(db: Connection, event: str = "e", channels: Any = BY_MAIL, **person: Any) -> Any:
    to = make.student(db, **person)
    data = {"name": to.name, "course": "Basis Data", "lecturer": "R"}
    notify(db, Recipient.of(to), "application_accepted", event, data, channels=channels)
    return db.execute(own(messages).where(messages.c.person_id == to.id)).first()


def listed(db: Connection, language: str = "id", **filters: Any) -> list[dict[str, Any]]:
    return without_bystanders(reading.message_page(db, language, **NO_FILTER | filters)["items"])


def test_a_line_tells_who_was_told_what(db: Connection) -> None:
    notified(db, name="Siti Aminah", email="siti@kampus.test")
    [line] = listed(db)
    assert (line["name"], line["kind"]) == ("Siti Aminah", "application_accepted")
    assert line["subject"] == "Selamat, Anda diterima sebagai aslab Basis Data"
    [mail] = line["messages"]
    assert (mail["channel"], mail["recipient"], mail["state"]) == ("email", "siti@kampus.test", "antre")
    assert (mail["attempts"], mail["sent_at"], mail["error"]) == (0, None, None)


@pytest.mark.parametrize("filters", [{}, {"channel": "kotak_masuk"}, {"channel": "email"}, {"state": "gagal"}])
def test_one_event_is_one_line_with_all_its_channels(db: Connection, filters: dict[str, Any]) -> None:
    """A filter chooses lines; what it does not name is shown beside it."""
    numbers = ("+6281234567890", "+6281234567891")
    first, second = (notified(db, "one", channels=EVERYWHERE, whatsapp=number) for number in numbers)
    db.execute(update(messages).where(is_own(messages), messages.c.channel == "whatsapp").values(state="gagal"))
    lines = listed(db, **filters)
    assert {line["name"] for line in lines} == {first.data["name"], second.data["name"]}
    for line in lines:
        shown = [(one["channel"], one["state"]) for one in line["messages"]]
        assert shown == [("email", "antre"), ("whatsapp", "gagal"), ("kotak_masuk", "antre")]


def test_another_event_another_text_and_no_person_are_lines_of_their_own(db: Connection) -> None:
    to = make.student(db)
    for event, kind in (("one", "application_accepted"), ("one", "seat_free"), ("two", "application_accepted")):
        for channel in ("email", "kotak_masuk"):
            queued(db, to, event=event, kind=kind, channel=channel, recipient=f"{kind}@kampus.test")
    for address in ("a@kampus.test", "b@kampus.test"):
        queued(db, to, event="three", person_id=None, recipient=address)
    assert sorted(len(line["messages"]) for line in listed(db)) == [1, 1, 2, 2, 2]


@pytest.mark.parametrize("search", ["aminah", "SITI@", "100%", "ma'ruf"])
def test_a_line_is_found_by_part_of_name_or_address(db: Connection, search: str) -> None:
    notified(db, name="Siti Aminah Ma\u2019ruf 100%", email="siti@kampus.test")
    notified(db, name="Budi 1000", email="budi@kampus.test")
    [line] = listed(db, search=search)
    assert line["messages"][0]["recipient"] == "siti@kampus.test"


def test_lines_are_told_apart_by_state_and_channel(db: Connection) -> None:
    failed = notified(db)
    notified(db)
    db.execute(update(messages).where(messages.c.id == failed.id).values(state="gagal"))
    assert [line["id"] for line in listed(db, state="gagal")] == [failed.id]
    assert listed(db, channel="whatsapp") == []


def test_pages_go_through_all_lines_once(db: Connection) -> None:
    made = {notified(db).id for _ in range(5)}
    seen, after = [], None
    while True:
        page = reading.message_page(db, "id", **NO_FILTER | {"limit": 2, "after": after})
        seen += [line["id"] for line in without_bystanders(page["items"])]
        after = page["next"]
        if after is None:
            break
    assert (len(seen), set(seen)) == (5, made)


def test_the_reason_is_told_in_the_readers_language(db: Connection) -> None:
    row = notified(db)
    db.execute(update(messages).where(messages.c.id == row.id).values(error="Email gagal: x", error_en="E-mail: y"))
    assert [listed(db, language)[0]["messages"][0]["error"] for language in ("id", "en")] == [
        "Email gagal: x",
        "E-mail: y",
    ]


def test_a_secret_link_is_shown_to_nobody(portal: Portal) -> None:
    """Else an admin could take over an account by the link that sets its password."""
    student = portal.new("mahasiswa")
    portal.call("request_password_link", json={"email": student.email})
    answer = portal.as_(portal.new("admin")).call("list_messages")
    assert [line["kind"] for line in without_bystanders(answer["items"])] == ["password_reset"]
    assert "/kata-sandi" not in answer.response.text


def test_a_failed_message_goes_out_again_when_asked(boxes: Campus) -> None:
    """NOTIF-04: "Kirim ulang"."""
    queue_message(channels=BY_MAIL)
    boxes.mail.refuse_next(code=550, text="5.1.1 no such user")
    deliver_due()
    [row] = ledger(state="gagal")
    assert at_once([lambda db: actions.send_again(db, Actor.system(), row.id)] * 5) == {
        "done": 1,
        "message_not_failed": 4,
    }
    deliver_due()
    assert len(boxes.outbox.mails) == 1
    assert [(row.state, row.attempts) for row in ledger()] == [("terkirim", 1)]


def test_only_a_failed_message_is_sent_again(db: Connection) -> None:
    row = notified(db)
    with pytest.raises(MessageNotFailed):
        actions.send_again(db, Actor.system(), row.id)


def test_a_message_that_never_was_is_not_sent_again(db: Connection) -> None:
    with pytest.raises(NotFound):
        actions.send_again(db, Actor.system(), make.student(db).id)


def test_sending_again_is_written_down(db: Connection) -> None:
    row, admin = notified(db), make.admin(db)
    db.execute(update(messages).where(is_own(messages)).values(state="gagal"))
    actions.send_again(db, make.as_actor(admin), row.id)
    [line] = db.execute(own(audit_log).where(audit_log.c.action == "message.sent_again")).all()
    assert (line.actor_id, line.subject_id) == (admin.id, str(row.id))


def test_a_page_of_lines_takes_two_queries(db: Connection, queries: Any) -> None:
    for _ in range(10):
        notified(db)
    with queries(db) as run:
        listed(db)
    assert len(run) == 2
