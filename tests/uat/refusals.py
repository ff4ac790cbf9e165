"""What a refusal says in both languages, and that it leaves nothing behind but its line in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, func, select, text

from common.domain.audit.tables import audit_log
from common.platform.db import metadata, transaction
from tests.client import Answer, Portal

# They change with each request or sign-in, also with one that is refused.
_OF_EVERY_REQUEST = {"audit_log", "sessions", "refresh_tokens"}


@contextmanager
def unchanged(portal: Portal) -> Iterator[None]:
    """Inside, no row of any table changes and no message goes out."""
    settle(portal)
    portal.campus.outbox.clear()
    with transaction() as db:
        before = _digests(db)
    yield
    settle(portal)
    with transaction() as db:
        assert _digests(db) == before
    assert ([mail.subject for mail in portal.campus.outbox.mails], portal.campus.outbox.whatsapps) == ([], ())


def settle(portal: Portal) -> None:
    """Until whatever was decided is delivered."""
    portal.sweep()
    assert portal.campus.signals.wait_idle()


def refused(view: Portal, operation: str, expect: int, told: str, english: str, **call: Any) -> Answer:
    """The refusal with this title, in both languages; the answer in Indonesian."""
    answers = _in_both_languages(view, operation, expect, **call)
    assert [answer.title for answer in answers] == [told, english]
    return answers[0]


def refused_at(view: Portal, operation: str, field: str, told: str, english: str, **call: Any) -> Answer:
    """The refusal of what was typed, with this sentence at its field alone."""
    answers = _in_both_languages(view, operation, 422, **call)
    assert [answer.fields for answer in answers] == [{field: told}, {field: english}]
    return answers[0]


def refusals_logged(person: Any) -> list[tuple[str, str]]:
    """Code and operation of each refusal of one person in the audit log, once for both languages."""
    c = audit_log.c
    wanted = select(c.action, c.subject_id).where(c.actor_id == person.id, c.action.startswith("refused."))
    grouped = wanted.group_by(c.action, c.subject_id).order_by(func.min(c.id))
    with transaction() as db:
        return [(row.action.removeprefix("refused."), row.subject_id) for row in db.execute(grouped)]


def _in_both_languages(view: Portal, operation: str, expect: int, **call: Any) -> list[Answer]:
    before, answers = view.language, []
    for view.language in ("id", "en"):
        answers.append(view.call(operation, expect=expect, **call))
    view.language = before
    return answers


def _digests(db: Connection) -> dict[str, Any]:
    """One number for all rows of each table."""
    tables = [table.name for table in metadata.sorted_tables if table.name not in _OF_EVERY_REQUEST]
    each = (f"SELECT '{name}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} AS t" for name in tables)
    return {row[0]: row[1] for row in db.execute(text(" UNION ALL ".join(each)))}
