"""The score sheet: a correction replaces, the mean is of all criteria, and who is next is found by it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, select

from common.domain.recruitment import application_queries, selection
from common.domain.recruitment.errors import CriterionUnknown
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, criteria, scores
from common.domain.recruitment.waiting import next_on_waiting_list
from common.platform import clock
from tests import factories as make
from tests.domain.recruitment.scene import Post, applied, everything_of, post
from tests.outcomes import lines, row

S = ApplicationState


def sheet(db: Connection, at: Post, *points: int) -> list[dict[str, Any]]:
    """Points for the first criteria, in their order."""
    wanted = select(criteria.c.id).where(criteria.c.vacancy_id == at.vacancy.id).order_by(criteria.c.position)
    return [{"criterion_id": key, "points": n} for key, n in zip(db.scalars(wanted), points, strict=False)]


def sheet_of(db: Connection, application: Any) -> dict[Any, Any]:
    found = db.execute(select(scores).where(scores.c.application_id == application.id)).all()
    return {line.criterion_id: (line.points, line.scored_by, line.scored_at) for line in found}


def test_a_correction_replaces_the_points_of_one_criterion_of_one_application(db: Connection) -> None:
    """SEL-03."""
    at = post(db)
    made, other = applied(db, at), applied(db, at)
    first, second = (line["criterion_id"] for line in sheet(db, at, 0, 0))
    with time_machine.travel(clock.now(), tick=False) as moment:
        for one in (made, other):
            selection.score(db, at.lecturer, one.id, sheet(db, at, 80, 90))
        given, before = clock.now(), everything_of(db, other)
        moment.shift(timedelta(minutes=5))
        selection.score(db, at.co_lecturer, made.id, sheet(db, at, 50))
        assert sheet_of(db, made) == {
            first: (50, at.helper.id, clock.now()),
            second: (90, at.owner.id, given),
        }
    assert row(db, applications, made.id)._asdict() == made._asdict() | {"score": Decimal("66.00")}
    assert everything_of(db, other)[:3] == before[:3]
    assert sheet_of(db, other) == {first: (80, at.owner.id, given), second: (90, at.owner.id, given)}
    assert [(line.action, line.actor_id, line.old, line.new) for line in lines(db, made.id)] == [
        ("application.scored", at.owner.id, {"score": None}, {"score": "84"}),
        ("application.scored", at.helper.id, {"score": "84.00"}, {"score": "66"}),
    ]


def test_a_sheet_that_is_not_complete_has_no_mean(db: Connection) -> None:
    at = post(db)
    made = applied(db, at)
    selection.score(db, at.lecturer, made.id, sheet(db, at, 80))
    assert row(db, applications, made.id).score is None
    assert [line.new for line in lines(db, made.id)] == [{"score": None}]


@pytest.mark.parametrize(("points", "mean"), [((0, 0), "0"), ((100, 100), "100"), ((81, 92), "85.4"), ((1, 0), "0.6")])
def test_the_mean_is_weighted_60_to_40(db: Connection, points: tuple[int, int], mean: str) -> None:
    at = post(db)
    made = applied(db, at)
    selection.score(db, at.lecturer, made.id, sheet(db, at, *points))
    assert row(db, applications, made.id).score == Decimal(mean)


def test_each_criterion_of_another_vacancy_is_named_at_its_place_and_nothing_is_written(db: Connection) -> None:
    here, there = post(db), post(db)
    made = applied(db, here)
    mixed = [sheet(db, here, 80, 80)[0], *sheet(db, there, 70, 70)]
    with pytest.raises(CriterionUnknown) as refused:
        selection.score(db, here.lecturer, made.id, mixed)
    assert list(refused.value.fields) == ["scores.1.criterion_id", "scores.2.criterion_id"]
    assert refused.value.fields["scores.1.criterion_id"] == ["Kriteria tidak valid"]
    assert (sheet_of(db, made), lines(db, made.id)) == ({}, [])


def test_a_lecturer_sees_the_sheet_before_the_decision_and_the_applicant_with_it(db: Connection) -> None:
    """SEL-03: the points are shown with the decision, not while the sheet is being filled in."""
    at = post(db, quota=9)
    student = make.student(db)
    made, other = make.application(db, at.vacancy, student), applied(db, at)
    selection.score(db, at.lecturer, made.id, sheet(db, at, 80, 90))
    selection.score(db, at.lecturer, other.id, sheet(db, at, 10, 10))
    shown = application_queries.candidate(db, at.lecturer, made.id)
    points = {line["criterion_id"]: line["points"] for line in shown["scores"]}
    assert points == {str(line["criterion_id"]): line["points"] for line in sheet(db, at, 80, 90)}
    assert shown["score"] == Decimal("84.00")
    for state in S:
        db.execute(applications.update().where(applications.c.id == made.id).values(state=state))
        own = application_queries.own_application(db, make.as_actor(student), made.id)
        assert own["score"] == (Decimal("84.00") if state in {S.ACCEPTED, S.REJECTED} else None), state
        assert "scores" not in own


def test_who_applied_first_is_next_among_equals_and_unscored_candidates_come_last(db: Connection) -> None:
    here, there = post(db), post(db)
    now = clock.now()

    def waiting(at: Post, name: str, score: int | None, hours: int, state: S = S.WAITING_LIST) -> Any:
        student = make.student(db, name=name)
        moment = now - timedelta(hours=hours)
        return make.application(db, at.vacancy, student, state=state, score=score, submitted_at=moment)

    order = [waiting(here, "Ani", 90, 1), waiting(here, "Budi", 70, 3), waiting(here, "Citra", 70, 2)]
    order += [waiting(here, "Dedi", None, 9), waiting(here, "Eka", None, 8)]
    waiting(there, "Fajar", 99, 9)
    for state in set(S) - {S.WAITING_LIST}:
        waiting(here, "Gita", 100, 9, state)
    seen = []
    while found := next_on_waiting_list(db, here.vacancy.id):
        seen.append(found.id)
        db.execute(applications.update().where(applications.c.id == found.id).values(state=S.REJECTED))
    assert seen == [one.id for one in order]
