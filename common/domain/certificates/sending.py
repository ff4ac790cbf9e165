"""Queueing the mail with a drawn certificate, and once more if it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, String, Uuid, cast, func, select, update

from common.domain import audit
from common.domain.assistants.errors import EmailNotUsable
from common.domain.certificates.errors import NotDrawnYet, StillQueued
from common.domain.certificates.policy import locked
from common.domain.certificates.tables import certificates
from common.domain.certificates.tasks import draw_again, was_given_up
from common.domain.notifications.queue import BY_MAIL, EVERYWHERE, Recipient, notify, withdraw
from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.platform.auth import Actor
from common.platform.db import Connection, one, without_secrets
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.certificates.policy import Owned
    from common.domain.people.rows import PersonRow

_EVENT = "certificate_sent"
_REVOKED = Text("sertifikat dicabut", en="the certificate was revoked")


def send(db: Connection, certificate: Owned, file: str | None, *, again: bool = False) -> None:
    """To the address that the owner has now. Without one only the inbox gets a notice, and no sending is counted."""
    owner: PersonRow = one(db, select(*without_secrets(people)).where(people.c.id == certificate.student_id))
    sending = certificate.sendings + 1
    facts = certificate.facts
    data = {
        "name": owner.name,
        "course": facts["course"],
        "number": facts["number"],
        "check_url": facts["check_url"],
    }
    event, channels = _event(certificate, sending), BY_MAIL if again else EVERYWHERE
    notify(db, Recipient.of(owner), "certificate_sent", event, data, channels=channels, attachment=file)
    if owner.email:
        db.execute(update(certificates).where(certificates.c.id == certificate.id).values(sendings=sending))


def send_again(db: Connection, actor: Actor, certificate_id: UUID) -> None:
    """The same number and the same file (CERT-06); one that was given up is drawn first, and sent when it is.

    Raises NotDrawnYet, StillQueued, EmailNotUsable.
    """
    certificate = locked(db, certificate_id)
    if certificate.stored_at is None:
        if not was_given_up(db, certificate_id):
            raise NotDrawnYet()
        draw_again(db, certificate_id)
        audit.record(db, actor, "certificate.drawn_again", "certificate", certificate_id)
        return
    if _last_state(db, certificate) == MessageState.QUEUED:
        raise StillQueued()
    if not db.scalar(select(people.c.email).where(people.c.id == certificate.student_id)):
        raise EmailNotUsable()
    send(db, certificate, certificate.object, again=True)
    audit.record(db, actor, "certificate.sent_again", "certificate", certificate_id)


def stop_sending(db: Connection, certificate: Owned) -> None:
    """Whatever is not delivered yet of any sending, with the one to the inbox alone that is not counted."""
    events = [_event(certificate, sending) for sending in range(1, certificate.sendings + 2)]
    withdraw(db, events, _REVOKED)


def _event(certificate: Owned, sending: int) -> str:
    return f"{_EVENT}:{certificate.id}:{sending}"


def last_mail(certificate: FromClause) -> ColumnElement[bool]:
    """A condition on `messages`: the e-mail of the last sending of `certificate` (a table or a part of a query)."""
    event = func.concat(f"{_EVENT}:", cast(certificate.c.id, String), ":", cast(certificate.c.sendings, String))
    return (messages.c.event == event) & (messages.c.channel == Channel.EMAIL)


def mailed(state: MessageState) -> Select[tuple[UUID]]:
    """The certificates of which a sending is, by e-mail, in this state."""
    named = cast(func.split_part(messages.c.event, ":", 2), Uuid)
    return select(named).where(
        messages.c.kind == _EVENT, messages.c.channel == Channel.EMAIL, messages.c.state == state
    )


def _last_state(db: Connection, certificate: Owned) -> str | None:
    wanted = select(messages.c.state).join(certificates, last_mail(certificates))
    state: str | None = db.scalar(wanted.where(certificates.c.id == certificate.id))
    return state
