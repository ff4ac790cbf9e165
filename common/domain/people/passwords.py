"""A first or a forgotten password is set by a one-time link sent by mail; there is no default password anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update

from common.domain import audit
from common.domain.notifications.queue import BY_MAIL, Notice, Recipient, notify_all, wake_delivery
from common.domain.people.addresses import notify_of_link
from common.domain.people.errors import LinkNotValid
from common.domain.people.sessions import end_sessions_of
from common.domain.people.tables import password_links, people, sign_in_attempts
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.secrets import digest, new_secret
from common.platform.db import Connection, maybe, on_commit, one, without_secrets
from common.platform.fields.normal import number
from common.platform.queue import Priority
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow, WholePersonRow


def send_first_link(db: Connection, person: PersonRow) -> None:
    """The link by which a new person sets a first password (USR-01)."""
    _send_link(db, person, "account_created", timedelta(hours=settings().first_password_link_hours))


def send_first_links(db: Connection, persons: Sequence[PersonRow]) -> None:
    """The same for many who were added together: none of them waits at this moment, so others' links go first."""
    life = timedelta(hours=settings().first_password_link_hours)
    made = [_link(person, "account_created", life, Priority.NORMAL) for person in persons if person.email]
    if made:
        db.execute(password_links.insert().values([row for row, _ in made]))
        notify_all(db, [notice for _, notice in made])


def keep_first_link(db: Connection, person_id: UUID, kept: str) -> None:
    """A link that an operator has made and hands over; `kept` is its digest, all that is seen of it here."""
    life = timedelta(hours=settings().first_password_link_hours)
    db.execute(password_links.insert().values(_row(person_id, kept, clock.now(), life)))


def send_reset_link(db: Connection, email: str) -> None:
    """A link for a forgotten password; nothing happens for an unknown address, and the caller sees no difference."""
    wanted = (func.lower(people.c.email) == email.lower()) & people.c.active
    # The row is the lock under which links are counted.
    person: PersonRow | None = maybe(db, select(*without_secrets(people)).where(wanted).with_for_update(key_share=True))
    on_commit(db, wake_delivery)  # also for nobody, so that both answers take about as long
    if person and _may_ask_again(db, person.id):
        link = _send_link(db, person, "password_reset", timedelta(minutes=settings().password_link_minutes))
        notify_of_link(db, person, link)


def owner_of_link(db: Connection, token: str) -> WholePersonRow:
    """Whose password a link may set now; the link stays unused. Raises LinkNotValid."""
    owner: WholePersonRow = one(db, select(people).join(password_links, _works(token)), LinkNotValid)
    return owner


def set_password(db: Connection, actor: Actor, *, token: str, password_hash: str) -> None:
    """Use a link: the new password holds, every session of the person ends.

    Raises LinkNotValid, also when another password was set since the link was looked at: that closes all links.
    """
    owner = store_password(db, _use_link(db, token), password_hash)
    end_sessions_of(db, owner.id, "password set")
    # Whoever holds the link is the owner: wrong tries of before do not lock them out (AUTH-21).
    db.execute(delete(sign_in_attempts).where(sign_in_attempts.c.number == number(owner.number)))
    audit.record(db, actor, "password.set", "person", owner.id)


def store_password(db: Connection, person_id: UUID, password_hash: str) -> PersonRow:
    """The account with its new password."""
    changed = update(people).where(people.c.id == person_id).returning(*without_secrets(people))
    return one(db, changed.values(password_hash=password_hash, updated_at=clock.now()))


def close_links(db: Connection, person_id: UUID) -> None:
    """No link sent so far works any more: after one was used, the address changed, or the account was shut."""
    open_ones = (password_links.c.person_id == person_id) & password_links.c.used_at.is_(None)
    db.execute(update(password_links).where(open_ones).values(used_at=clock.now()))


def _may_ask_again(db: Connection, person_id: UUID) -> bool:
    """Whether there is room for another link within the hour; nobody's mailbox is to be flooded by others."""
    lately = password_links.c.created_at > clock.now() - timedelta(hours=1)
    asked = db.scalar(select(func.count()).where(password_links.c.person_id == person_id, lately))
    return (asked or 0) < settings().password_links_an_hour


def _send_link(db: Connection, person: PersonRow, kind: str, life: timedelta) -> str:
    """The digest of the link that was sent."""
    row, notice = _link(person, kind, life)
    db.execute(password_links.insert().values(row))
    notify_all(db, [notice])
    return str(row["digest"])


def _row(person_id: UUID, kept: str, now: datetime, life: timedelta) -> dict[str, object]:
    """A new link, of which its digest is `kept`."""
    return {"digest": kept, "person_id": person_id, "created_at": now, "expires_at": now + life}


def _link(
    person: PersonRow, kind: str, life: timedelta, priority: Priority | None = None
) -> tuple[dict[str, object], Notice]:
    """The row of a new link, and the mail that brings it."""
    secret, now = new_secret(), clock.now()
    row = _row(person.id, digest(secret), now, life)
    data = {
        "name": person.name,
        "number": person.number,
        "link": f"{settings().portal_url}/kata-sandi#{secret}",
        "minutes": int(life / timedelta(minutes=1)),
        "hours": int(life / timedelta(hours=1)),
    }
    event = f"{kind}:{row['digest']}"
    return row, Notice(Recipient.of(person), kind, event, data, BY_MAIL, expires_at=now + life, priority=priority)


def _use_link(db: Connection, token: str) -> UUID:
    """Mark the link used and give its person; one statement, so that it cannot be used twice."""
    # The account first, as everybody does who changes it: in another order the two would wait for each other.
    owner = select(password_links.c.person_id).where(password_links.c.digest == digest(token)).scalar_subquery()
    db.execute(select(people.c.id).where(people.c.id == owner).with_for_update())
    used = update(password_links).where(_works(token)).values(used_at=clock.now()).returning(password_links.c.person_id)
    person_id: UUID | None = db.scalar(used)
    if person_id is None:
        raise LinkNotValid()
    close_links(db, person_id)
    return person_id


def _works(token: str) -> ColumnElement[bool]:
    """That a link with its person is neither used nor too old, and the account is not shut."""
    return (
        (password_links.c.digest == digest(token))
        & password_links.c.used_at.is_(None)
        & (password_links.c.expires_at > clock.now())
        & (password_links.c.person_id == people.c.id)
        & people.c.active
    )
