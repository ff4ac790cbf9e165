"""The counts of applications are added up now and then, so that few rows are read for each vacancy."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, literal, select

from common.domain.reports.tables import COUNTS, application_counts
from common.platform.db import Connection

_C = application_counts.c


def add_up_counts(db: Connection) -> None:
    """Make one row of all of a vacancy's, where rows were added since the last time.

    What another run has locked is left to it: whichever rows are taken, the sum stays the same.
    """
    added = select(_C.vacancy_id).where(~_C.is_sum)
    taken = select(_C.id).where(_C.vacancy_id.in_(added)).with_for_update(skip_locked=True).cte("taken")
    counts = [_C[name] for name in COUNTS]
    gone = delete(application_counts).where(_C.id.in_(select(taken.c.id))).returning(_C.vacancy_id, *counts).cte("gone")
    sums = select(gone.c.vacancy_id, literal(True), *(func.sum(gone.c[name]) for name in COUNTS))
    summed = insert(application_counts).from_select(["vacancy_id", "is_sum", *COUNTS], sums.group_by(gone.c.vacancy_id))
    db.execute(summed)
