"""An attendance that goes with its photo, while another is sent for the same day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.event import listen

from common.domain.attendance.recording import record
from common.domain.attendance.tables import attendances
from common.platform.db import Connection, transaction
from common.platform.errors import RequestInProgress
from tests import factories as make
from tests.bystanders import is_own
from tests.domain.attendance.scene import Scene, form, saved, scene

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def one() -> Scene:
    """An aslab whose attendance of today is there already."""
    with transaction() as db:
        found = scene(db)
        make.attendance(db, found.contract)
    return found


def around_entries(db: Connection, moment: str, do: Callable[[], object]) -> None:
    """`do` comes right before or after each attempt to enter an attendance, in a transaction of its own."""

    def meanwhile(*event: Any) -> None:
        if event[2].startswith("INSERT INTO attendances"):
            do()

    listen(db, f"{moment}_cursor_execute", meanwhile)


def take_away() -> list[Any]:
    with transaction() as db:
        return list(db.execute(delete(attendances).where(is_own(attendances)).returning(attendances)).all())


def test_what_stood_in_the_way_and_is_gone_is_not_in_the_way(one: Scene) -> None:
    with transaction() as db:
        around_entries(db, "after", take_away)
        made = record(db, one.aslab, one.contract.id, form(db, one))
    with transaction() as db:
        assert [row.id for row in saved(db)] == [made.id]


def test_who_never_sees_what_stands_in_the_way_is_asked_to_send_again(one: Scene) -> None:
    away: list[Any] = []
    attempts: list[int] = []

    def put_back() -> None:
        attempts.append(len(away))
        with transaction() as db:
            for row in away:
                db.execute(attendances.insert().values(row._asdict()))

    def take() -> None:
        away[:] = take_away()

    with pytest.raises(RequestInProgress) as refused, transaction() as db:
        around_entries(db, "before", put_back)
        around_entries(db, "after", take)
        record(db, one.aslab, one.contract.id, form(db, one))
    assert refused.value.retry_after == 1
    assert len(attempts) == 2, "once more, and not for ever"
