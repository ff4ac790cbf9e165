"""Users of the database, made and forgotten."""

from __future__ import annotations

from sqlalchemy import Connection, make_url, text


def make_user(db: Connection, name: str, more: str = "") -> None:
    db.execute(text(f'CREATE ROLE "{name}" LOGIN {more}'))


def forget_user(db: Connection, name: str) -> None:
    """Takes what it was granted in this database along."""
    db.execute(text(f'DROP OWNED BY "{name}"'))
    db.execute(text(f'DROP ROLE "{name}"'))


def url_as(user: str, url: str) -> str:
    """The address of a database for another user of it."""
    return make_url(url).set(username=user).render_as_string(hide_password=False)
