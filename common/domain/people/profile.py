"""Changing one's own account.

A session is not always its owner's: a browser may have been left open. What would give the account away, the
address that password links go to and the password itself, takes the current password. It is checked before, as for a
sign-in, while no connection is held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from common.domain import audit
from common.domain.notifications.queue import Recipient, notify
from common.domain.people.actions import edit_user, locked
from common.domain.people.passwords import close_links, store_password
from common.domain.people.schemas import CURRENT_PASSWORD
from common.domain.people.sessions import end_sessions_of
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection
from common.platform.errors import Invalid
from common.platform.fields import required

if TYPE_CHECKING:
    from common.domain.people.forms import ProfileChangeForm
    from common.domain.people.rows import PersonRow

_PASSWORD: Final = "current_password"


def edit_profile(db: Connection, actor: Actor, form: ProfileChangeForm, *, confirmed: bool = False) -> PersonRow:
    """The account with the given fields changed, after the current password was `confirmed`, or without one.

    Raises Invalid when the address changes and no password came along, EmailTaken.
    """
    wanted = form.copy()
    wanted.pop(_PASSWORD, None)
    # Locked before it is compared: an admin may be changing the address at this moment.
    before = locked(db, actor.person_id)
    if wanted.get("email", before.email) != before.email and not confirmed:
        raise Invalid(fields={_PASSWORD: [required(CURRENT_PASSWORD)]})
    return edit_user(db, actor, before.id, wanted)


def change_password(db: Connection, actor: Actor, password_hash: str) -> None:
    """The new password holds, every other session of the person ends."""
    me = store_password(db, actor.person_id, password_hash)
    close_links(db, me.id)
    end_sessions_of(db, me.id, "password changed", but=actor.session_id)
    audit.record(db, actor, "password.changed", "person", me.id)
    data = {"name": me.name, "at": clock.now().isoformat()}
    notify(db, Recipient.of(me), "password_changed", f"password_changed:{me.id}:{data['at']}", data)
