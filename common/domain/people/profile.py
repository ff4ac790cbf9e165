"""Changing one's own account.

A session is not always its owner's: a browser may have been left open. What would give the account away, the
address that password links go to and the password itself, takes the current password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain import audit
from common.domain.notifications.queue import Recipient, notify
from common.domain.people.actions import edit_user, locked
from common.domain.people.password_rules import require_hard_to_guess, require_long_enough
from common.domain.people.passwords import close_links, store_password
from common.domain.people.schemas import CURRENT_PASSWORD
from common.domain.people.sessions import end_sessions_of
from common.domain.people.sign_in import confirm_password
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection
from common.platform.errors import Invalid, Problem
from common.platform.fields import required

if TYPE_CHECKING:
    from common.domain.people.forms import ProfileChangeForm
    from common.domain.people.rows import PersonRow

_PASSWORD = "current_password"


def edit_profile(db: Connection, actor: Actor, form: ProfileChangeForm) -> PersonRow | Problem:
    """The account with the given fields changed. A wrong password is returned, not raised: the try has to be kept.

    Raises Invalid when the address changes and no password came along, EmailTaken.
    """
    wanted = form.copy()
    password = wanted.pop("current_password", None)
    if password is not None and (refused := confirm_password(db, actor, password)):
        return refused
    # Locked before it is compared: an admin may be changing the address at this moment.
    before = locked(db, actor.person_id)
    moves = wanted.get("email", before.email) != before.email
    if moves and password is None:
        raise Invalid(fields={_PASSWORD: [required(CURRENT_PASSWORD)]})
    return edit_user(db, actor, before.id, wanted)


def change_password(db: Connection, actor: Actor, *, current_password: str, password: str) -> Problem | None:
    """The new password holds, every other session of the person ends. A wrong current one is returned, as above.

    Raises Invalid when the new one is too short or too easy to guess.
    """
    require_long_enough(password)
    if refused := confirm_password(db, actor, current_password):
        return refused
    before = locked(db, actor.person_id)
    require_hard_to_guess(password, before.number, before.name, before.password_hash)
    me = store_password(db, actor.person_id, password)
    close_links(db, me.id)
    end_sessions_of(db, me.id, "password changed", but=actor.session_id)
    audit.record(db, actor, "password.changed", "person", me.id)
    data = {"name": me.name, "at": clock.now().isoformat()}
    notify(db, Recipient.of(me), "password_changed", f"password_changed:{me.id}:{data['at']}", data)
    return None
