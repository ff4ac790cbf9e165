"""No room left: the database's answer to it is an outage, and what cannot be written now is written later, once."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, text

from common.domain.audit.tables import audit_log
from common.domain.notifications.delivery import deliver_due
from common.domain.notifications.queue import BY_MAIL
from common.domain.recruitment.tables import applications
from common.http.tables import idempotency_keys
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.domain.notifications.conftest import ledger, queue_message
from tests.uat.cast import application_form

pytestmark = pytest.mark.without_bystanders
WRITTEN = (applications, audit_log, idempotency_keys)
# PostgreSQL's own code and words, from the server itself, at the last but one statement of a request.
FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE 'could not extend file "base/5/16384": No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()
"""


@contextmanager
def full_at(table: str) -> Iterator[None]:
    with transaction() as db:
        db.execute(text(FULL.format(table=table)))
    try:
        yield
    finally:
        with transaction() as db:
            db.execute(text("DROP FUNCTION no_room CASCADE"))


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """For this process, in which the sinks write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def counted() -> list[Any]:
    with transaction() as db:
        return [db.scalar(select(func.count()).select_from(table)) for table in WRITTEN]


@pytest.mark.parametrize("table", ["applications", "audit_log", "idempotency_keys"])
def test_a_full_database_saves_nothing_by_halves_and_the_same_request_goes_through_later(
    portal: Portal, table: str
) -> None:
    with transaction() as db:
        post = make.vacancy(db, make.lecturer(db))
    student = portal.as_(portal.new("mahasiswa"))
    form, key = application_form(student), {"Idempotency-Key": f"penuh-{table}"}
    before = counted()
    with full_at(table):
        refused = student.call("submit_application", vacancy_id=post.id, json=form, headers=key, expect=503)
    assert (refused.code, int(refused.headers["Retry-After"]) > 0) == ("unavailable", True)
    assert counted() == before
    done = student.call("submit_application", vacancy_id=post.id, json=form, headers=key)
    again = student.call("submit_application", vacancy_id=post.id, json=form, headers=key)
    assert again.response.content == done.response.content
    assert counted() == [count + 1 for count in before]


def test_a_mail_that_the_server_has_no_room_for_waits_and_arrives_once(campus: Campus, committed: None) -> None:
    campus.outbox.clear()
    queue_message(channels=BY_MAIL)
    with files_of_at_most(100):
        deliver_due()
    assert [row.state for row in ledger()] == ["antre"]
    assert campus.outbox.mails == ()
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        deliver_due()
    assert [row.state for row in ledger()] == ["terkirim"]
    assert len(campus.outbox.mails) == 1
