"""A schema that a newer version of the code has made: whether this one goes on with it stands in the schema itself."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text

_TABLE = "alembic_version"
_REVISION = text(f"SELECT version_num FROM {_TABLE}")  # noqa: S608
_MARK = "code since "


class NotBorne(Exception):
    """The message is for a person."""


def require_borne(db: Connection, known: Callable[[str], bool]) -> str | None:
    """The revision, where it is of a newer version; None where it is of ours, or there is none yet. Raises NotBorne."""
    comment = db.scalar(text("SELECT obj_description(to_regclass(:table))"), {"table": _TABLE})
    if not db.scalar(text("SELECT to_regclass(:table) IS NOT NULL"), {"table": _TABLE}):
        return None
    revision: str | None = db.scalar(_REVISION)
    if revision is None or known(revision):
        return None
    since = (comment or "").partition(_MARK)[2]
    if not since or not known(since):
        raise NotBorne(
            f"The schema is of a newer version, {revision}, and bears code since {since or 'it'} alone. "
            "Deploy a version in between, or restore the database."
        )
    return revision


def mark(db: Connection, since: str) -> None:
    """Put down which code bears this schema, where an older version reads it."""
    if db.scalar(text("SELECT to_regclass(:table) IS NOT NULL"), {"table": _TABLE}):
        db.execute(text(f"COMMENT ON TABLE {_TABLE} IS '{_MARK}{since}'"))
