"""Vacancies of earlier periods as drafts of another: of each one draft, whoever asks, and however many at once."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Connection, select

from common.domain.recruitment.errors import CopiedBefore
from common.domain.recruitment.rolling_over import roll_over
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import vacancies, vacancy_copies
from common.platform.db import transaction
from tests import factories as make
from tests.domain.recruitment.scene import post
from tests.races import together


def test_what_the_owner_copied_a_co_lecturer_does_not_copy_again(db: Connection) -> None:
    here, term = post(db), make.period(db)
    [first] = roll_over(db, here.lecturer, term.id, [here.vacancy.id])
    [second] = roll_over(db, here.co_lecturer, term.id, [here.vacancy.id])
    assert first.problem is None
    assert isinstance(second.problem, CopiedBefore)
    drafts = db.scalars(select(vacancies.c.lecturer_id).where(vacancies.c.state == VacancyState.DRAFT)).all()
    assert here.helper.id not in drafts


@pytest.mark.usefixtures("committed")
def test_fifty_at_once_make_one_draft_of_each() -> None:
    with transaction() as db:
        here, term = post(db), make.period(db)
        mine = [here.vacancy.id, *(make.vacancy(db, here.owner).id for _ in range(3))]

    def ask(first: int) -> int:
        with transaction() as db:
            found = roll_over(db, here.lecturer, term.id, [*mine[first:], *mine[:first]])
        return sum(one.problem is None for one in found)

    assert sum(together([partial(ask, n % 4) for n in range(50)])) == 4
    with transaction() as db:
        copies = db.execute(select(vacancy_copies).where(vacancy_copies.c.period_id == term.id)).all()
        drafts = select(vacancies.c.id).where(vacancies.c.period_id == term.id)
        assert sorted(one.source_id for one in copies) == sorted(mine)
        assert {one.copy_id for one in copies} == set(db.scalars(drafts))
