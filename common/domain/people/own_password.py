"""The second halves of what takes a password: it is checked and hashed before the transaction that decides.

Both are slow. The first half, in a transaction of its own, counts the try or looks at the link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.people import passwords, profile
from common.domain.people.password_rules import hash_of_new
from common.domain.people.sign_in import Guess, conclude_confirming, matching
from common.platform.auth import Actor
from common.platform.db import as_view, transaction
from common.platform.errors import Problem

if TYPE_CHECKING:
    from common.domain.people.forms import NewPasswordForm, PasswordChangeForm, ProfileChangeForm
    from common.domain.people.rows import PersonRow, WholePersonRow
    from common.domain.people.views import ProfileViewData


def set_password(actor: Actor, owner: WholePersonRow, form: NewPasswordForm) -> Problem | None:
    """By a link of `owner`. Raises LinkNotValid when it was used meanwhile."""
    made = hash_of_new(form["password"], owner)
    if isinstance(made, Problem):
        return made
    with transaction() as db:
        passwords.set_password(db, actor, token=form["token"], password_hash=made)
    return None


def change_password(actor: Actor, guess: Guess, form: PasswordChangeForm) -> Problem | None:
    """After a wrong current one nothing is said of the new one."""
    fitting = matching(guess, form["current_password"])
    made = hash_of_new(form["password"], fitting) if fitting else None
    with transaction() as db:
        if refused := conclude_confirming(db, actor, guess, fitting):
            return refused
        if isinstance(made, str):
            profile.change_password(db, actor, made)
            return None
    return made


def edit_profile(actor: Actor, guess: Guess, form: ProfileChangeForm, password: str) -> ProfileViewData | Problem:
    """A refusal is undone alone: the password was right, so the try does not count."""
    fitting = matching(guess, password)
    with transaction() as db:
        if refused := conclude_confirming(db, actor, guess, fitting):
            return refused
        try:
            with db.begin_nested():
                edited: PersonRow = profile.edit_profile(db, actor, form, confirmed=True)
                return as_view(edited)
        except Problem as refused:
            return refused
