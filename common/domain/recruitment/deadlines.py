"""Until when an accepted student confirms, where the vacancy asks for it (MHS-REG-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications
from common.platform import clock
from common.platform.db import Connection, all_of

if TYPE_CHECKING:
    from common.domain.recruitment.rows import ApplicationRow

# Who is accepted late has these days to confirm, whatever the vacancy's date.
_LEAST = timedelta(days=3)
_A = applications.c


def deadline(confirm_by: date | None, accepted_on: date) -> date | None:
    """The last day on which who was accepted then can confirm; None where the vacancy does not ask for it."""
    return max(confirm_by, accepted_on + _LEAST) if confirm_by else None


def move_deadlines(db: Connection, vacancy_id: UUID, confirm_by: date | None) -> None:
    """The lecturer has set another date: it holds for everybody who has still to confirm."""
    open_ones = select(applications).where(_A.vacancy_id == vacancy_id, is_unconfirmed())
    waiting: Sequence[ApplicationRow] = all_of(db, open_ones.order_by(_A.id).with_for_update())
    for one in waiting:
        accepted_on = clock.campus_day(one.decided_at or clock.now())
        moved = deadline(confirm_by, accepted_on)
        db.execute(update(applications).where(_A.id == one.id).values(confirm_by=moved))


def is_unconfirmed() -> ColumnElement[bool]:
    """That a seat is given, not yet confirmed, and its owner no aslab yet."""
    return (_A.state == ApplicationState.ACCEPTED) & _A.confirmed_at.is_(None) & _A.activated_at.is_(None)
