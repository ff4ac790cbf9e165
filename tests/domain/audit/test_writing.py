"""Writing the log, and finding one line among those of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain import audit
from common.domain.audit.queries import audit_page
from common.domain.audit.tables import audit_log
from common.platform import clock
from common.platform.auth import Actor
from tests import factories as make
from tests.bystanders import own

# Midnight on campus, at the start of the 23rd.
MIDNIGHT = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


def actor(db: Connection, **values: Any) -> Actor:
    return replace(make.as_actor(make.admin(db)), **values)


def found(db: Connection, **filters: Any) -> list[str]:
    page = audit_page(db, **{"after": None, "limit": 100} | filters)
    return [line["action"] for line in page["items"]]


def test_a_line_says_all_that_is_known_of_the_act(db: Connection) -> None:
    who, subject, now = actor(db, ip="10.0.0.7", request_id="r-1"), uuid4(), clock.now()
    with time_machine.travel(now, tick=False):
        audit.record(db, who, "contract.ended", "contract", subject, old={"a": 1}, new={"b": 2}, reason="Selesai")
    line = db.execute(own(audit_log).where(audit_log.c.subject_id == str(subject))).one()
    assert (line.at, line.actor_id, line.actor_role) == (now, who.id, "admin")
    assert (line.action, line.subject_type) == ("contract.ended", "contract")
    assert (line.old, line.new, line.reason) == ({"a": 1}, {"b": 2}, "Selesai")
    assert (line.ip, line.request_id) == ("10.0.0.7", "r-1")


@pytest.mark.parametrize("nothing", [None, {}])
def test_what_did_not_change_is_null(db: Connection, nothing: Any) -> None:
    subject = uuid4()
    audit.record(db, actor(db), "contract.ended", "contract", subject, old=nothing, new=nothing)
    wanted = own(audit_log).where(audit_log.c.subject_id == str(subject), audit_log.c.old.is_(None))
    line = db.execute(wanted).one()
    assert (line.new, line.reason) == (None, None)


def test_of_two_rows_only_what_differs_is_told() -> None:
    old, new = {"name": "A", "state": "x", "only_old": 1}, {"name": "B", "state": "x"}
    assert audit.changes(old, new) == ({"name": "A"}, {"name": "B"})
    assert audit.changes(old, old) == ({}, {})


def test_the_page_is_as_long_as_asked_for(db: Connection) -> None:
    who = actor(db)
    for number in range(4):
        audit.record(db, who, f"a.{number}", "contract", number)
    sizes = []
    for limit in (3, 4, 5):
        page = audit_page(db, after=None, limit=limit, actor_id=who.id)
        sizes.append((len(page["items"]), page["next"] is not None))
    assert sizes == [(3, True), (4, False), (4, False)]


def test_each_filter_narrows_by_itself_and_together_with_the_others(db: Connection) -> None:
    one, other = actor(db), actor(db)
    for who, action, kind, subject in (
        (one, "uji.satu", "contract", "77"),
        (one, "uji.dua", "person", "77"),
        (one, "uji.tiga", "contract", "78"),
        (other, "uji.empat", "contract", "77"),
    ):
        audit.record(db, who, action, kind, subject)
    mine = {"action": "uji."}
    assert set(found(db, **mine)) == {"uji.satu", "uji.dua", "uji.tiga", "uji.empat"}
    assert set(found(db, **mine, actor_id=one.id)) == {"uji.satu", "uji.dua", "uji.tiga"}
    assert set(found(db, **mine, subject_type="contract")) == {"uji.satu", "uji.tiga", "uji.empat"}
    assert set(found(db, **mine, subject_id="77")) == {"uji.satu", "uji.dua", "uji.empat"}
    assert found(db, actor_id=one.id, action="uji.s", subject_type="contract", subject_id="77") == ["uji.satu"]
    assert found(db, actor_id=other.id, subject_id="78") == []


@pytest.mark.parametrize(("asked", "there"), [("uji_a", ["uji_a.x"]), ("uji%", []), ("uji", ["uji_a.x", "ujixa.x"])])
def test_the_beginning_of_an_action_is_meant_to_the_letter(db: Connection, asked: str, there: list[str]) -> None:
    who = actor(db)
    for action in ("uji_a.x", "ujixa.x"):
        audit.record(db, who, action, "contract", 1)
    assert sorted(found(db, actor_id=who.id, action=asked)) == sorted(there)


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        (MIDNIGHT - timedelta(microseconds=1), False, True),
        (MIDNIGHT, True, False),
        (MIDNIGHT + timedelta(microseconds=1), True, False),
    ],
)
def test_a_day_begins_and_ends_at_midnight_to_the_microsecond(
    db: Connection, moment: datetime, first: bool, last: bool
) -> None:
    """`first`: there from the 23rd on; `last`: there up to the 22nd."""
    who = actor(db)
    with time_machine.travel(moment, tick=False):
        audit.record(db, who, "uji.x", "contract", 1)
    assert found(db, actor_id=who.id, first_day=date(2026, 11, 23)) == ["uji.x"] * first
    assert found(db, actor_id=who.id, last_day=date(2026, 11, 22)) == ["uji.x"] * last
