"""One decision about many: an answer for each, slots that nobody shares, and never more seats than there are."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError

from common.domain.recruitment import applications, deciding, selection
from common.domain.recruitment.errors import NotYourVacancy
from common.domain.recruitment.states import ApplicationState, Decision
from common.domain.recruitment.tables import applications as application_table
from common.domain.recruitment.tables import interview_slots
from common.domain.recruitment.tables import vacancies as vacancy_table
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from common.platform.errors import Invalid
from tests import factories as make
from tests.domain.recruitment.scene import Post, applied, post, steps
from tests.outcomes import mails, row
from tests.races import Decision as Work
from tests.races import at_once

S = ApplicationState
D = Decision


def form(decision: Decision, *made: Any, **values: Any) -> Any:
    empty = dict.fromkeys(("reason", "at", "place", "minutes", "break_minutes"))
    return {"decision": decision, "application_ids": [one.id for one in made]} | empty | values


def day(at: datetime, *made: Any, minutes: int = 20, pause: int | None = 10) -> Any:
    return form(D.INTERVIEW, *made, at=at, place="Lab 2", minutes=minutes, break_minutes=pause)


def morning(hour: int = 9) -> datetime:
    return clock.start_of(clock.today() + timedelta(days=3)) + timedelta(hours=hour)


def codes(db: Connection, here: Post, sent: Any, by: Actor | None = None) -> list[str]:
    found = deciding.decide(db, by or here.lecturer, here.vacancy.id, sent)
    assert [one.key for one in found] == list(dict.fromkeys(sent["application_ids"]))
    return [one.problem.code if one.problem else "done" for one in found]


def slots(db: Connection, *made: Any) -> list[timedelta | None]:
    """How long after nine in the morning each has its slot."""
    found = [row(db, application_table, one.id).interview_at for one in made]
    return [at and at - morning() for at in found]


def minutes(*numbers: int) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


@pytest.mark.parametrize(
    ("decision", "led_to", "kind", "values"),
    [
        (D.ACCEPTED, S.ACCEPTED, "application_accepted", {}),
        (D.WAITING_LIST, S.WAITING_LIST, "application_waiting_list", {}),
        (D.REJECTED, S.REJECTED, "application_rejected", {"reason": "Kuota terbatas."}),
    ],
)
def test_each_gets_the_decision_and_one_message(
    db: Connection, decision: Decision, led_to: S, kind: str, values: Any
) -> None:
    here, students = post(db, quota=3), [make.student(db) for _ in range(3)]
    made = [make.application(db, here.vacancy, student) for student in students]
    not_ticked = applied(db, here)
    assert codes(db, here, form(decision, *made, made[0], **values), here.co_lecturer) == ["done"] * 3
    assert {row(db, application_table, one.id).state for one in made} == {led_to}
    assert [mail.kind for student in students for mail in mails(db, student)] == [kind] * 3
    assert row(db, application_table, not_ticked.id).state == S.WAITING


def test_who_could_not_be_decided_about_does_not_keep_the_others_from_it(db: Connection) -> None:
    here = post(db, quota=2, accepted=1)
    first, gone, beyond = applied(db, here), applied(db, here, state=S.WITHDRAWN), applied(db, here)
    elsewhere = applied(db, post(db))
    assert codes(db, here, form(D.ACCEPTED, gone, first, elsewhere, beyond)) == [
        "illegal_move",
        "done",
        "not_found",
        "quota_full",
    ]
    assert row(db, vacancy_table, here.vacancy.id).accepted == 2
    assert row(db, application_table, beyond.id).state == S.WAITING
    assert row(db, application_table, elsewhere.id).state == S.WAITING


def test_who_was_accepted_meanwhile_is_not_rejected_with_the_rest(db: Connection) -> None:
    here = post(db, quota=2, accepted=1)
    seated, waiting = applied(db, here, state=S.ACCEPTED), applied(db, here)
    assert codes(db, here, form(D.REJECTED, seated, waiting, reason="x")) == ["illegal_move", "done"]
    assert row(db, application_table, seated.id).state == S.ACCEPTED
    assert row(db, vacancy_table, here.vacancy.id).accepted == 1


def test_slots_follow_one_another_with_the_break_between_them(db: Connection) -> None:
    here = post(db)
    one, gone, two, three = applied(db, here), applied(db, here, state=S.REJECTED), applied(db, here), applied(db, here)
    assert codes(db, here, day(morning(), one, gone, two, three)) == ["done", "illegal_move", "done", "done"]
    assert slots(db, one, two, three) == minutes(0, 30, 60)
    kept = select(interview_slots).where(interview_slots.c.vacancy_id == here.vacancy.id)
    found = {line.application_id: line.ends_at - line.starts_at for line in db.execute(kept)}
    assert found == dict.fromkeys((one.id, two.id, three.id), timedelta(minutes=20))
    assert steps(db, two)[-1].interview_at == morning() + timedelta(minutes=30)


def test_slots_that_somebody_has_are_passed_over(db: Connection) -> None:
    """Those of a slot, and the hour of who was invited alone; a slot whose applicant is decided about is free again."""
    here = post(db)
    alone, first, second, third = (applied(db, here) for _ in range(4))
    selection.invite(db, here.lecturer, alone.id, at=morning() + timedelta(minutes=30), place="Lab 1")
    assert codes(db, here, day(morning(), first, second, pause=None)) == ["done"] * 2
    assert slots(db, first, second) == minutes(0, 60)
    selection.put_on_waiting_list(db, here.lecturer, first.id)
    assert codes(db, here, day(morning(), third, pause=None)) == ["done"]
    assert slots(db, third) == minutes(0)
    assert codes(db, here, day(morning(), second, third, pause=None)) == ["done"] * 2
    assert slots(db, second, third) == minutes(60, 0)


def test_a_day_ends_at_midnight_on_campus(db: Connection) -> None:
    here = post(db)
    one, two, three = applied(db, here), applied(db, here), applied(db, here)
    assert codes(db, here, day(morning(23), one, two, three, minutes=30, pause=0)) == ["done", "done", "no_slot_left"]
    assert slots(db, one, two) == minutes(14 * 60, 14 * 60 + 30)
    assert row(db, application_table, three.id).state == S.WAITING


def test_of_a_day_that_began_nothing_is_written(db: Connection) -> None:
    here = post(db)
    made = applied(db, here)
    with pytest.raises(Invalid) as refused:
        deciding.decide(db, here.lecturer, here.vacancy.id, day(clock.now(), made))
    assert refused.value.fields["at"][0] == "Waktu wawancara harus di masa depan"
    assert row(db, application_table, made.id).state == S.WAITING


def test_only_lecturers_of_the_vacancy_decide(db: Connection) -> None:
    here, other = post(db), post(db)
    with pytest.raises(NotYourVacancy):
        deciding.decide(db, other.lecturer, here.vacancy.id, form(D.ACCEPTED, applied(db, here)))


def test_the_database_gives_no_slot_twice(db: Connection) -> None:
    here = post(db)
    one, two = applied(db, here), applied(db, here)
    codes(db, here, day(morning(), one, two))
    same = update(interview_slots).where(interview_slots.c.application_id == two.id).values(starts_at=morning())
    with pytest.raises(DBAPIError, match="one_applicant_per_slot"), db.begin_nested():
        db.execute(same)
    slot = {"application_id": one.id, "vacancy_id": here.vacancy.id, "starts_at": morning(12), "ends_at": morning(13)}
    with pytest.raises(DBAPIError, match="interview_slots_pkey"), db.begin_nested():
        db.execute(interview_slots.insert().values(slot))


@pytest.mark.usefixtures("committed")
def test_fifty_at_once_give_neither_a_seat_nor_a_slot_twice() -> None:
    """Half of them accept two, half invite two to one day, and some step back."""
    with transaction() as db:
        here = post(db, quota=3)
        students = [make.student(db) for _ in range(8)]
        made = [make.application(db, here.vacancy, student) for student in students]

    def bulk(n: int) -> Work:
        two = made[n % 8], made[(n + 3) % 8]
        sent = form(D.ACCEPTED, *two) if n % 4 < 2 else day(morning(), *two)
        return lambda db: deciding.decide(db, here.lecturer, here.vacancy.id, sent)

    leaving: list[Work] = [
        lambda db, who=who, one=one: applications.withdraw(db, make.as_actor(who), one.id)  # type: ignore[misc]
        for who, one in zip(students[:2], made[:2], strict=True)
    ]
    assert set(at_once([*leaving, *(bulk(n) for n in range(48))])) == {"done"}
    with transaction() as db:
        mine = application_table.c.vacancy_id == here.vacancy.id
        rows = db.execute(select(application_table).where(mine)).all()
        accepted = row(db, vacancy_table, here.vacancy.id).accepted
    states = Counter(one.state for one in rows)
    assert states[S.ACCEPTED] == accepted <= 3
    assert states[S.WITHDRAWN] == 2
    given = [one.interview_at for one in rows if one.state == S.INTERVIEW]
    assert len(given) == len(set(given)) == 8 - states[S.ACCEPTED] - states[S.WITHDRAWN]
