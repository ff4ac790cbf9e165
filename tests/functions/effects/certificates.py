"""Scenes of certificates, messages and the inbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import update

from common.domain.certificates.actions import issue
from common.domain.certificates.tables import certificates
from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.platform import clock
from common.platform.db import transaction
from common.platform.live import InboxItem, live
from common.platform.queue import TaskState, tasks
from tests import factories as make
from tests.bystanders import own
from tests.domain.certificates.conftest import deserved, ended
from tests.functions.effects.scene import Cast, Scene, named, queued


def issue_certificate(cast: Cast) -> Scene:
    with transaction() as db:
        owner = make.student(db)
        contract = deserved(db, student=owner)
    return Scene(cast.views["admin"], {"contract_id": contract.id}, {}, named(contract=contract, owner=owner))


def issue_certificate__below_the_minimum(cast: Cast) -> Scene:
    with transaction() as db:
        owner = make.student(db)
        contract = ended(db, student=owner, attended=1)
    sent = {"override_reason": "sakit"}
    return Scene(cast.views["admin"], {"contract_id": contract.id}, sent, named(contract=contract, owner=owner))


def issue_certificates(cast: Cast) -> Scene:
    with transaction() as db:
        owners = [make.student(db) for _ in range(2)]
        first, second = (deserved(db, student=owner) for owner in owners)
    sent = {"contract_ids": [str(first.id), str(second.id)]}
    names = named(contract=first, owner=owners[0], other_contract=second, other_owner=owners[1])
    return Scene(cast.views["admin"], json=sent, names=names)


def revoke_certificate(cast: Cast) -> Scene:
    """While its mail still waits, which is then not sent any more."""
    made, owner = _issued(cast)
    with transaction() as db:
        its_mail = (messages.c.person_id == owner.id) & (messages.c.channel == Channel.EMAIL)
        waiting = {"state": MessageState.QUEUED, "next_at": clock.now() + timedelta(hours=1)}
        db.execute(update(messages).where(its_mail).values(waiting))
    names = named(certificate=made, owner=owner)
    return Scene(cast.views["admin"], {"certificate_id": made.id}, {"reason": "salah nama"}, names)


def resend_certificate(cast: Cast) -> Scene:
    made, owner = _issued(cast)
    return Scene(cast.views["admin"], {"certificate_id": made.id}, None, named(certificate=made, owner=owner))


def resend_certificate__that_was_given_up(cast: Cast) -> Scene:
    made, owner = _issued(cast)
    with transaction() as db:
        undrawn = {"object": None, "stored_at": None, "sendings": 0}
        db.execute(update(certificates).where(certificates.c.id == made.id).values(undrawn))
        db.execute(update(tasks).where(tasks.c.subject_id == made.id).values(state=TaskState.FAILED))
        db.execute(messages.delete().where(messages.c.person_id == owner.id))
    return Scene(cast.views["admin"], {"certificate_id": made.id}, None, named(certificate=made, owner=owner))


def resend_message(cast: Cast) -> Scene:
    with transaction() as db:
        owner = make.student(db)
        failed = queued(db, owner, state=MessageState.FAILED)
    return Scene(cast.views["admin"], {"message_id": failed.id}, None, named(message=failed, owner=owner))


def resend_failed_messages(cast: Cast) -> Scene:
    with transaction() as db:
        owner = make.student(db)
        failed = queued(db, owner, state=MessageState.FAILED)
        queued(db, owner, state=MessageState.FAILED, withdrawn_at=clock.now())
    asked = {"search": failed.recipient, "channel": Channel.EMAIL}
    return Scene(cast.views["admin"], {}, asked, named(message=failed, owner=owner))


def make_announcement(cast: Cast) -> Scene:
    with transaction() as db:
        owner, post = make.student(db), make.vacancy(db, cast.lecturer)
        make.application(db, post, owner)
    said = {"title": "Rapat", "text": "Senin.", "audience": "pelamar", "vacancy_ids": [str(post.id)]}
    return Scene(cast.views["admin"], {}, said, named(owner=owner))


def stop_announcement(cast: Cast) -> Scene:
    with transaction() as db:
        owner = make.student(db)
        made = make.announcement(db, cast.admin)
        data = {"name": owner.name, "title": made.title, "text": made.text}
        queued(db, owner, kind="announcement", data=data, event=f"announcement:{made.id}")
    return Scene(cast.views["admin"], {"announcement_id": made.id}, None, named(announcement=made, owner=owner))


def mark_read(cast: Cast) -> Scene:
    view = cast.portal.as_(cast.student)
    for n in range(2):
        life = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(days=n + 1)}
        item = InboxItem(str(uuid4()), "application_accepted", "Diterima", "", "/", "mahasiswa", **life)
        live().add_item(str(cast.student.id), item)
    unread = view.call("read_inbox")["unread"]
    return Scene(view, json={"ids": [item.id]}, after=lambda: [f"unread: {view.call('read_inbox')['unread'] - unread}"])


def _issued(cast: Cast) -> tuple[Any, Any]:
    """Drawn and sent."""
    with transaction() as db:
        owner = make.student(db)
        key = issue(db, make.as_actor(cast.admin), deserved(db, student=owner).id)
    assert cast.portal.campus.signals.wait_idle()
    with transaction() as db:
        made = db.execute(own(certificates).where(certificates.c.id == key)).one()
    assert made.object
    return made, owner
