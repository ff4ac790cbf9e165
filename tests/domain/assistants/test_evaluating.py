"""The evaluation of an aslab: who writes it and when, one a contract and one comment, also from many threads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, func, select

from common.domain.assistants import evaluating
from common.domain.assistants.tables import CRITERIA, evaluation_comments, evaluations
from common.domain.recruitment.tables import co_lecturers
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import own
from tests.domain.assistants.scene import Scene, in_days, scene
from tests.outcomes import lines, mails, outcome
from tests.races import Decision, at_once, behind

POINTS: Any = {"punctuality": 5, "mastery": 4, "teamwork": 3, "communication": 2, "note": "Rajin"}


def over(db: Connection, **values: Any) -> Scene:
    return scene(db, **{"ends_on": in_days(13)} | values)


def helped(db: Connection, one: Scene) -> Any:
    helper = make.lecturer(db)
    make.insert(db, co_lecturers, vacancy_id=one.contract.vacancy_id, lecturer_id=helper.id)
    return helper


def written(db: Connection, one: Scene) -> list[tuple[Any, ...]]:
    columns = [evaluations.c[name] for name in (*CRITERIA, "note", "written_by")]
    return [tuple(row) for row in db.execute(select(*columns).where(evaluations.c.contract_id == one.contract.id))]


def wrote(db: Connection, one: Scene) -> str:
    return outcome(db, evaluating.evaluate, one.lecturer, one.contract.id, POINTS)


@pytest.mark.parametrize(("left", "result"), [(14, "not_yet_evaluated"), (13, "done"), (0, "done"), (-300, "done")])
def test_it_is_written_from_fourteen_days_before_the_planned_end(db: Connection, left: int, result: str) -> None:
    assert wrote(db, over(db, starts_on=in_days(-400), ends_on=in_days(left))) == result


def test_a_day_is_the_campuss_own(db: Connection) -> None:
    """Half past midnight on campus is yesterday in UTC."""
    one, midnight = over(db, ends_on=in_days(15)), clock.start_of(in_days(2))
    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        assert wrote(db, one) == "not_yet_evaluated"
    with time_machine.travel(midnight + timedelta(minutes=30), tick=False):
        assert wrote(db, one) == "done"


def test_of_a_contract_that_ended_early_it_is_written_at_once(db: Connection) -> None:
    running, ended = over(db, ends_on=in_days(90)), over(db, ends_on=in_days(90), state="selesai", ended_at=clock.now())
    assert [wrote(db, one) for one in (running, ended)] == ["not_yet_evaluated", "done"]


def test_only_a_lecturer_of_the_vacancy_writes_it(db: Connection) -> None:
    one, other = over(db), over(db)
    helper = helped(db, one)
    for who, of in ((other.lecturer, one), (make.as_actor(helper), other)):
        assert outcome(db, evaluating.evaluate, who, of.contract.id, POINTS) == "not_your_vacancy"
    assert outcome(db, evaluating.evaluate, make.as_actor(helper), one.contract.id, POINTS) == "done"
    assert written(db, one) == [(5, 4, 3, 2, "Rajin", helper.id)]
    assert written(db, other) == []


def test_each_time_it_is_written_the_aslab_is_notified_and_the_log_has_the_points(db: Connection) -> None:
    one, other = over(db), over(db)
    with time_machine.travel(clock.now(), tick=False) as moment:
        evaluating.evaluate(db, one.lecturer, one.contract.id, POINTS)
        moment.shift(timedelta(minutes=5))
        evaluating.evaluate(db, one.lecturer, one.contract.id, {**POINTS, "teamwork": 5, "note": None})
    assert written(db, one) == [(5, 4, 5, 2, None, one.owner.id)]
    assert [mail.kind for mail in mails(db, one.student)] == ["aslab_evaluated"] * 2
    assert [(line.action, line.old, line.new) for line in lines(db, one.contract.id)] == [
        ("contract.evaluated", None, {name: POINTS[name] for name in CRITERIA}),
        ("contract.evaluated", {"teamwork": 3}, {"teamwork": 5}),
    ]
    assert mails(db, one.owner) + mails(db, other.student) == []


def test_the_aslab_alone_comments_once_and_its_lecturers_are_notified(db: Connection) -> None:
    one, other = over(db), over(db)
    helper, me = helped(db, one), make.as_actor(one.student)
    assert outcome(db, evaluating.comment, me, one.contract.id, text="Baik") == "not_found"
    make.evaluation(db, one.contract, helper)
    make.evaluation(db, other.contract, other.owner)
    assert outcome(db, evaluating.comment, me, other.contract.id, text="Baik") == "not_your_contract"
    assert outcome(db, evaluating.comment, me, one.contract.id, text="Baik") == "done"
    assert outcome(db, evaluating.comment, me, one.contract.id, text="Lagi") == "commented_before"
    assert [wrote(db, each) for each in (one, other)] == ["evaluation_answered", "done"]
    assert db.scalars(own(evaluation_comments, evaluation_comments.c.text)).all() == ["Baik"]
    for who in (one.owner, helper):
        [mail] = mails(db, who)
        assert (mail.kind, mail.data["aslab"]) == ("evaluation_commented", one.student.name)
    assert mails(db, other.owner) == []


def test_who_teaches_the_course_no_more_is_not_notified(db: Connection) -> None:
    one, former = over(db), make.lecturer(db)
    make.evaluation(db, one.contract, former)
    evaluating.comment(db, make.as_actor(one.student), one.contract.id, text="Baik")
    assert (len(mails(db, one.owner)), mails(db, former)) == (1, [])


def change(one: Scene) -> Decision:
    return lambda db: evaluating.evaluate(db, one.lecturer, one.contract.id, POINTS)


def comment(one: Scene) -> Decision:
    return lambda db: evaluating.comment(db, make.as_actor(one.student), one.contract.id, text="Baik")


@pytest.mark.usefixtures("committed")
def test_fifty_at_once_leave_one_evaluation_and_one_comment() -> None:
    with transaction() as db:
        one = over(db)
    assert at_once([change(one)] * 50) == {"done": 50}
    assert at_once([comment(one)] * 50) == {"done": 1, "commented_before": 49}
    with transaction() as db:
        assert written(db, one) == [(5, 4, 3, 2, "Rajin", one.owner.id)]
        assert db.scalar(own(evaluation_comments, func.count())) == 1


@pytest.mark.usefixtures("committed")
def test_a_comment_and_a_change_wait_for_each_other() -> None:
    with transaction() as db:
        one, other = over(db), over(db)
        for each in (one, other):
            make.evaluation(db, each.contract, each.owner)
    assert behind(comment(one), change(one)) == "evaluation_answered"
    assert behind(change(other), comment(other)) == "done"
