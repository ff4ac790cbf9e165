"""An account whose e-mail address another person changed: both mailboxes hear of it, and of what follows (USR-11)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from common.domain.notifications.queue import BY_MAIL, Recipient, notify
from common.domain.people.tables import former_addresses
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

# As long as this the owner may have had no reason to look at the account.
REMEMBERED = timedelta(days=30)


def notify_of_new_address(db: Connection, actor: Actor, before: PersonRow, after: PersonRow) -> None:
    """The owner may read at either address; the preferences are those of now."""
    data = {"name": after.name, "at": clock.now().isoformat()}
    old = Recipient(after.id, before.email, before.whatsapp, after.language, after.whatsapp_wanted)
    notify(db, old, "email_changed", f"email_changed:{after.id}:{data['at']}", data)
    notify(db, Recipient.of(after), "email_taken_up", f"email_taken_up:{after.id}:{data['at']}", data, channels=BY_MAIL)
    if before.email and actor.id != after.id:
        row = {"person_id": after.id, "email": before.email, "replaced_at": clock.now()}
        db.execute(former_addresses.insert().values(row))


def notify_of_link(db: Connection, person: PersonRow, link: str) -> None:
    """At each former address, that a password link went to the new one. `link` names it, and opens nothing."""
    since = clock.now() - REMEMBERED
    former = (
        select(former_addresses.c.email)
        .distinct()
        .where(former_addresses.c.person_id == person.id, former_addresses.c.replaced_at > since)
        .where(func.lower(former_addresses.c.email) != func.lower(person.email))
        .order_by(former_addresses.c.email)
    )
    data = {"name": person.name, "at": clock.now().isoformat()}
    for n, email in enumerate(db.scalars(former)):
        old = Recipient(person.id, email, language=person.language)
        notify(db, old, "link_sent_elsewhere", f"link_sent_elsewhere:{link}:{n}", data, channels=BY_MAIL)
