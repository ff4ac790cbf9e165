"""Each function as its own user of the database, with no more rights than the migration grants, as in the cloud."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.event import listen, remove

from common.ops.migrations.grants import declared, grant
from common.platform import log
from common.platform.db import engine


def user_of(function: str) -> str:
    """Called as Cloud SQL calls a service account."""
    return f"{function.replace('_', '-')}@kampus.iam"


def users() -> dict[str, str]:
    return {function: user_of(function) for function in declared()}


def make_user(db: Connection, name: str, more: str = "") -> None:
    db.execute(text(f'CREATE ROLE "{name}" LOGIN {more}'))


def forget_user(db: Connection, name: str) -> None:
    """Takes what it was granted in this database along."""
    db.execute(text(f'DROP OWNED BY "{name}"'))
    db.execute(text(f'DROP ROLE "{name}"'))


def url_as(user: str, url: str) -> str:
    """The address of a database for another user of it."""
    return make_url(url).set(username=user).render_as_string(hide_password=False)


@contextmanager
def separate_users() -> Iterator[None]:
    """Whatever a function asks of the campus's database, it asks as its user; who tests is the owner."""
    with engine().begin() as db:
        for user in users().values():
            make_user(db, user)
        grant(db, users())
    listen(Engine, "begin", _step_down)
    yield
    remove(Engine, "begin", _step_down)
    with engine().begin() as db:
        for user in users().values():
            forget_user(db, user)


def _step_down(connection: Connection) -> None:
    """For the transaction alone: one pool serves all functions here."""
    request = log._request.get()
    if request and request.function in declared() and connection.engine is engine():
        cursor = connection.connection.cursor()
        cursor.execute(f'SET LOCAL ROLE "{user_of(request.function)}"')
        cursor.close()
