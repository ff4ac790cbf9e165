"""How long links, permissions and files that wait last: a second before their end, and a second after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import time_machine
from sqlalchemy import Connection, text

from common.domain.uploads.actions import request_upload
from common.domain.uploads.errors import FileNotReady, TooManyUploads
from common.domain.uploads.inspecting import give_up
from common.domain.uploads.links import link
from common.domain.uploads.tables import UploadState
from common.domain.uploads.unused import begin_leaving
from common.platform import clock
from common.platform.auth import Role
from common.platform.errors import Problem
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make

START = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LINK, PERMISSION, HOUR = timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)
WANTED = {"purpose": "dokumen", "content_type": "application/pdf", "size": 1000}


@pytest.fixture(autouse=True)
def now(database: None) -> Iterator[datetime]:
    with time_machine.travel(START, tick=False):
        yield START


def after(life: timedelta) -> Any:
    return time_machine.travel(START + life, tick=False)


@pytest.mark.parametrize(
    ("life", "opens"), [(timedelta(minutes=5) - SECOND, True), (timedelta(minutes=5) + SECOND, False)]
)
def test_a_link_opens_for_five_minutes(life: timedelta, opens: bool) -> None:
    storage().write(settings().private_bucket, "documents/lima.pdf", b"%PDF-1.7", "application/pdf")
    made = link("documents/lima.pdf", "application/pdf", "cv.pdf")
    assert made["expires_at"] == START + LINK
    with after(life):
        assert requests.get(made["url"], timeout=10).ok is opens


@pytest.mark.parametrize(("name", "content_type"), [("documents/1.pdf", None), (None, "application/pdf")])
def test_there_is_no_link_to_half_a_file(name: str | None, content_type: str | None) -> None:
    with pytest.raises(FileNotReady):
        link(name, content_type, "cv.pdf")


@pytest.mark.parametrize(("life", "taken"), [(PERMISSION - SECOND, True), (PERMISSION + SECOND, False)])
def test_a_permission_is_good_for_fifteen_minutes(db: Connection, life: timedelta, taken: bool) -> None:
    given = request_upload(db, make.as_actor(make.student(db)), WANTED)()
    assert given["expires_at"] == START + PERMISSION
    with after(life):
        answer = requests.post(given["url"], given["fields"], files={"file": ("cv.pdf", b"isi")}, timeout=10)
    assert answer.ok is taken


@pytest.mark.parametrize("kind", [Role.STUDENT, Role.LECTURER, Role.ASLAB])
def test_a_file_as_large_as_the_rule_says_is_sent_and_one_byte_more_is_not(db: Connection, kind: Role) -> None:
    sizes: dict[Role, tuple[int, dict[str, Any]]] = {
        Role.STUDENT: (2 * 2**20, WANTED),
        Role.LECTURER: (2 * 2**20, {"purpose": "pamflet", "content_type": "image/png"}),
        Role.ASLAB: (10 * 2**20, {"purpose": "foto", "content_type": "image/jpeg"}),
    }
    largest, wanted = sizes[kind]
    actor = make.as_actor(make.person(db), kind)
    given = request_upload(db, actor, wanted | {"size": largest})()
    for size, taken in ((largest + 1, False), (largest, True)):
        answer = requests.post(given["url"], given["fields"], files={"file": ("x", b"0" * size)}, timeout=10)
        assert answer.ok is taken


@pytest.mark.parametrize(
    ("life", "allowed"), [(timedelta(hours=1) - SECOND, False), (timedelta(hours=1) + SECOND, True)]
)
def test_what_was_announced_and_not_sent_counts_for_an_hour(db: Connection, life: timedelta, allowed: bool) -> None:
    student, mate = make.student(db), make.student(db)
    for _ in range(20):
        make.upload(db, student, state=UploadState.AWAITED, requested_at=START)
    with after(life):
        assert request_upload(db, make.as_actor(mate), WANTED)()["id"]
        try:
            request_upload(db, make.as_actor(student), WANTED)
        except TooManyUploads as refused:
            problem: Problem | None = refused
        else:
            problem = None
    assert (problem is None) is allowed
    if problem:
        assert (problem.retry_after, problem.values["minutes"]) == (1, 1)


def test_how_long_to_wait_is_counted_from_the_first_and_said_in_whole_minutes(db: Connection) -> None:
    student = make.student(db)
    for n in range(20):
        make.upload(db, student, state=UploadState.AWAITED, requested_at=START - timedelta(minutes=n, seconds=30))
    with pytest.raises(TooManyUploads) as refused:
        request_upload(db, make.as_actor(student), WANTED)
    assert (refused.value.retry_after, refused.value.values["minutes"]) == (40 * 60 + 30, 41)


def test_nineteen_that_wait_leave_room_for_one(db: Connection) -> None:
    student = make.student(db)
    for _ in range(19):
        make.upload(db, student, state=UploadState.AWAITED)
    assert request_upload(db, make.as_actor(student), WANTED)()["id"]
    with pytest.raises(TooManyUploads):
        request_upload(db, make.as_actor(student), WANTED)


def found(rows: Any, *mine: Any) -> list[bool]:
    ids = {row.id for row in rows}
    return [one.id in ids for one in mine]


def test_what_never_came_is_given_up_an_hour_after_its_permission_has_ended(db: Connection) -> None:
    limit = PERMISSION + timedelta(hours=1)
    old, young = (
        make.upload(db, make.student(db), state=UploadState.AWAITED, judged_at=None, requested_at=clock.now() - age)
        for age in (limit + SECOND, limit - SECOND)
    )
    came = make.upload(db, make.student(db), requested_at=clock.now() - 2 * limit)
    rows = give_up(db)
    assert found(rows, old, young, came) == [True, False, False]
    [given_up] = [row for row in rows if row.id == old.id]
    assert (given_up.state, given_up.refusal, given_up.judged_at) == ("ditolak", "never_arrived", clock.now())


@pytest.fixture
def without_index(db: Connection) -> None:
    """Rows are found as they lie, so that no index gives them an order by chance."""
    for way in ("indexscan", "indexonlyscan", "bitmapscan"):
        db.execute(text(f"SET LOCAL enable_{way} = off"))


@pytest.mark.usefixtures("without_index")
def test_the_oldest_are_given_up_first(db: Connection) -> None:
    ages = (20_000, 40_000, 30_000)
    made = [
        make.upload(db, make.student(db), state=UploadState.AWAITED, requested_at=clock.now() - timedelta(days=days))
        for days in ages
    ]
    order = [give_up(db, limit=1)[0].id for _ in made]
    assert order == [made[1].id, made[2].id, made[0].id]


def test_a_file_that_nothing_points_to_stays_for_two_days(db: Connection) -> None:
    limit = timedelta(days=2)
    old, young, coming = (
        make.upload(db, make.student(db), state=state, requested_at=clock.now() - age)
        for state, age in (
            (UploadState.ACCEPTED, limit + SECOND),
            (UploadState.ACCEPTED, limit - SECOND),
            (UploadState.AWAITED, 2 * limit),
        )
    )
    rows = begin_leaving(db, limit=1000).leaving
    assert found(rows, old, young, coming) == [True, False, False]
    assert {row.leaving_at for row in rows} == {clock.now()}


def test_what_a_run_has_taken_is_taken_up_again_after_an_hour(db: Connection) -> None:
    ages, limit = (timedelta(hours=1) + SECOND, timedelta(hours=1) - SECOND), timedelta(days=3)
    broken_off, under_way = (
        make.upload(db, make.student(db), requested_at=clock.now() - limit, leaving_at=clock.now() - age)
        for age in ages
    )
    assert found(begin_leaving(db, limit=1000).leaving, broken_off, under_way) == [True, False]


@pytest.mark.usefixtures("without_index")
def test_the_oldest_leave_first(db: Connection) -> None:
    made = [
        make.upload(db, make.student(db), requested_at=clock.now() - timedelta(days=days))
        for days in (20_000, 40_000, 30_000)
    ]
    order = [begin_leaving(db, limit=1).leaving[0].id for _ in made]
    assert order == [made[1].id, made[2].id, made[0].id]
