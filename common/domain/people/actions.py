"""Changing accounts: an admin's work, and in part their owners'."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.notifications.queue import forget_messages, withdraw_whatsapp
from common.domain.people.addresses import notify_of_new_address
from common.domain.people.duties import require_no_duties
from common.domain.people.errors import EmailTaken, HasHistory, LastAdmin, NumberTaken
from common.domain.people.passwords import close_links, send_first_link, send_first_links
from common.domain.people.sessions import end_sessions_of
from common.domain.people.tables import (
    PersonRole,
    former_addresses,
    password_links,
    people,
    refresh_tokens,
    sessions,
)
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import (
    Connection,
    all_of,
    columns_of,
    one,
    translating_constraints,
    translating_references,
    without_secrets,
)
from common.platform.errors import Problem
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.people.forms import NewUserForm, ProfileChangeForm, UserChangeForm
    from common.domain.people.rows import PersonRow

_ONE_OF_EACH: dict[str, Callable[[], Problem]] = {
    "people_number_key": lambda: NumberTaken.at("number"),
    "people_normal_number_key": lambda: NumberTaken.at("number"),
    "people_email_key": lambda: EmailTaken.at("email"),
}


def add_user(db: Connection, actor: Actor, form: NewUserForm) -> PersonRow:
    """A new account without a password; the link to set one goes out by mail."""
    now = clock.now()
    with translating_constraints(_ONE_OF_EACH):
        row = {**form, "created_at": now, "updated_at": now}
        person: PersonRow = one(db, people.insert().values(row).returning(*without_secrets(people)))
    audit.record(db, actor, "person.added", "person", person.id, new=form)
    send_first_link(db, person)
    return person


def add_users(db: Connection, actor: Actor, forms: Sequence[NewUserForm], *, invite: bool) -> Sequence[PersonRow]:
    """New accounts at once, but for those whose number or address somebody has.

    With links by mail if `invite`, unless people have a campus account to sign in with.
    """
    times = dict.fromkeys(("created_at", "updated_at"), clock.now())
    # In one order, so that two who add the same people wait for each other in it.
    rows = [{**form, **times} for form in sorted(forms, key=lambda form: form["number"])]
    added = insert(people).values(rows).on_conflict_do_nothing().returning(*without_secrets(people))
    made: Sequence[PersonRow] = all_of(db, added)
    by_number = {form["number"]: form for form in forms}
    audit.record_all(db, actor, "person.added", "person", {row.id: by_number[row.number] for row in made})
    if invite and not settings().campus_issuer:
        send_first_links(db, made)
    return made


def edit_user(db: Connection, actor: Actor, person_id: UUID, form: UserChangeForm | ProfileChangeForm) -> PersonRow:
    """The account with the given fields changed; old and new values go to the audit log."""
    before = locked(db, person_id)
    old, new = audit.changes(columns_of(before), form)
    if not new:
        return before
    with translating_constraints(_ONE_OF_EACH):
        now = clock.now()
        agreed = {"notice_at": now} if "notice_version" in new else {}
        changed = update(people).where(people.c.id == person_id).values(**new, **agreed, updated_at=now)
        person: PersonRow = one(db, changed.returning(*without_secrets(people)))
    audit.record(db, actor, "person.edited", "person", person_id, old=old, new=new)
    if "email" in new:
        # A link in the old mailbox may be in a stranger's hands.
        close_links(db, person_id)
        if before.has_password:
            notify_of_new_address(db, actor, before, person)
        else:
            send_first_link(db, person)
    if new.get("whatsapp_wanted") is False:
        withdraw_whatsapp(db, person_id)
    return person


def deactivate_user(db: Connection, actor: Actor, person_id: UUID) -> PersonRow:
    """Out at the very next request; what the person did stays. Raises LastAdmin and StillResponsible."""
    before = _locked_but_last_admin(db, actor, person_id)
    require_no_duties(db, person_id)
    end_sessions_of(db, person_id, "deactivated")
    close_links(db, person_id)
    return _set_active(db, actor, before, active=False)


def delete_user(db: Connection, actor: Actor, person_id: UUID) -> None:
    """Of an account that was never used everything goes. Raises HasHistory where anything else points to the person.

    So it does for an admin who could sign in: the audit log would no longer say who did what. Raises LastAdmin.
    """
    before = _locked_but_last_admin(db, actor, person_id)
    if before.role == PersonRole.ADMIN and before.has_password:
        raise HasHistory()
    own = select(sessions.c.id).where(sessions.c.person_id == person_id)
    db.execute(delete(refresh_tokens).where(refresh_tokens.c.session_id.in_(own)))
    db.execute(delete(sessions).where(sessions.c.person_id == person_id))
    db.execute(delete(password_links).where(password_links.c.person_id == person_id))
    db.execute(delete(former_addresses).where(former_addresses.c.person_id == person_id))
    forget_messages(db, person_id)
    with translating_references(HasHistory):
        db.execute(delete(people).where(people.c.id == person_id))
    audit.record(db, actor, "person.deleted", "person", person_id, old={"role": before.role})


def activate_user(db: Connection, actor: Actor, person_id: UUID) -> PersonRow:
    return _set_active(db, actor, locked(db, person_id), active=True)


def _set_active(db: Connection, actor: Actor, before: PersonRow, *, active: bool) -> PersonRow:
    if before.active == active:
        return before
    changed = update(people).where(people.c.id == before.id).values(active=active, updated_at=clock.now())
    action = "person.activated" if active else "person.deactivated"
    audit.record(db, actor, action, "person", before.id, old={"active": before.active}, new={"active": active})
    return one(db, changed.returning(*without_secrets(people)))


def _locked_but_last_admin(db: Connection, actor: Actor, person_id: UUID) -> PersonRow:
    """The account, held until the commit. Raises LastAdmin for the only active admin, and for oneself."""
    # Every admin row is locked in one order, so that two admins cannot shut each other out at once.
    admins = db.scalars(
        select(people.c.id)
        .where(people.c.role == PersonRole.ADMIN, people.c.active)
        .order_by(people.c.id)
        .with_for_update()
    ).all()
    before = locked(db, person_id)
    if before.role == PersonRole.ADMIN and before.active and (len(admins) == 1 or person_id == actor.id):
        raise LastAdmin()
    return before


def locked(db: Connection, person_id: UUID) -> PersonRow:
    """The account, held until the commit; raises NotFound."""
    return one(db, select(*without_secrets(people)).where(people.c.id == person_id).with_for_update())
