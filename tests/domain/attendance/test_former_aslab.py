"""Inviting the aslab of an earlier semester: who sees and invites them, whom, each once, and when they are notified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, func, select, update

from common.domain.attendance.former_aslab import former_aslab, invite_former
from common.domain.people.tables import people
from common.domain.privacy.erasing import erase_what_is_over
from common.domain.recruitment.application_queries import candidate
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import invitations, vacancy_copies
from common.domain.recruitment.vacancies import change_vacancy, delete_vacancy
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import transaction
from tests import factories as make
from tests.domain.recruitment.scene import Post, post
from tests.outcomes import lines, mails, outcome
from tests.races import at_once

DRAFT: Any = {"state": VacancyState.DRAFT}
PUBLISH: Any = {"state": VacancyState.PUBLISHED}
_periods = count(1)


@dataclass(frozen=True)
class Copied:
    """A vacancy that was copied, and who served in the one before."""

    here: Post
    served: list[Any]
    contracts: list[Any]

    @property
    def id(self) -> Any:
        return self.here.vacancy.id

    @property
    def ids(self) -> list[Any]:
        return [who.id for who in self.served]


def copied(db: Connection, *names: str, **values: Any) -> Copied:
    here, source = post(db, **values), make.vacancy(db, make.lecturer(db))
    people_of = {"lecturer": make.lecturer(db), "admin": make.admin(db), "vacancy_id": source.id}
    served = [make.student(db, name=name) for name in names or ("Ayu", "Bagus")]
    made = [make.contract(db, student=who, **people_of) for who in served]
    start = clock.today() + timedelta(days=9000 + 10 * next(_periods))
    term = make.period(db, starts_on=start, ends_on=start + timedelta(days=5))
    make.insert(db, vacancy_copies, copy_id=here.vacancy.id, source_id=source.id, period_id=term.id)
    return Copied(here, served, made)


def shown(db: Connection, of: Copied, by: Actor | None = None) -> list[dict[str, Any]]:
    return [dict(row) for row in former_aslab(db, by or of.here.lecturer, of.id, "id")["items"]]


def invited(db: Connection, of: Copied, ids: list[Any] | None = None) -> list[str | None]:
    """Why each was not."""
    answer = invite_former(db, of.here.lecturer, of.id, of.ids if ids is None else ids)
    return [one.problem and one.problem.code for one in answer]


def test_they_are_listed_by_name_with_attendance_and_evaluation(db: Connection) -> None:
    one, other = copied(db, "Bagus", "Ayu"), copied(db, "Citra")
    first, second = one.contracts
    for n, state in enumerate(("disetujui", "disetujui", "ditolak", "menunggu_verifikasi")):
        make.attendance(db, first, day=clock.today() - timedelta(days=n), state=state)
    make.attendance(db, other.contracts[0], state="disetujui")
    make.evaluation(db, first, one.here.owner, teamwork=2)
    rows = shown(db, one)
    assert [(row["name"], row["number"], row["approved"], row["recorded"], row["code"]) for row in rows] == [
        ("Ayu", one.served[1].number, 0, 0, None),
        ("Bagus", one.served[0].number, 2, 4, None),
    ]
    assert rows[0]["evaluation"] is None
    assert (rows[1]["contract_id"], rows[1]["evaluation"]["teamwork"]) == (first.id, 2)
    assert second.id == rows[0]["contract_id"]


def test_only_lecturers_of_the_copy_see_and_invite_them(db: Connection) -> None:
    one, other = copied(db), copied(db)
    for stranger in (other.here.lecturer, other.here.co_lecturer):
        assert outcome(db, former_aslab, stranger, one.id, "id") == "not_your_vacancy"
        assert outcome(db, invite_former, stranger, one.id, one.ids) == "not_your_vacancy"
    assert len(shown(db, one, one.here.co_lecturer)) == 2
    assert outcome(db, invite_former, one.here.co_lecturer, one.id, one.ids) == "done"
    assert [row["message"] for row in shown(db, one)] == ["Sudah diundang"] * 2
    assert [row["message"] for row in shown(db, other)] == [None] * 2


def test_a_vacancy_that_was_not_copied_has_none(db: Connection) -> None:
    here, other = post(db), copied(db)
    assert former_aslab(db, here.lecturer, here.vacancy.id, "id") == {"items": []}
    [answer] = invite_former(db, here.lecturer, here.vacancy.id, other.ids[:1])
    assert answer.problem
    assert answer.problem.code == "not_found"


def test_each_is_refused_with_the_reason_and_the_others_are_invited(db: Connection) -> None:
    one, stranger = copied(db, "Ayu", "Bagus", "Citra", "Dewi"), make.student(db)
    free, gone, applied, withdrawn = one.served
    db.execute(update(people).where(people.c.id == gone.id).values(active=False))
    make.application(db, one.here.vacancy, applied)
    make.application(db, one.here.vacancy, withdrawn, state=ApplicationState.WITHDRAWN)
    expected = [None, "invitee_deactivated", "has_applied", None]
    assert [row["code"] for row in shown(db, one)] == expected
    assert invited(db, one, [*one.ids, stranger.id]) == [*expected, "not_found"]
    assert invited(db, one, [free.id]) == ["invited_before"]
    assert [(line.action, line.new) for line in lines(db, one.id)] == [
        ("vacancy.aslab_invited", {"student_id": str(who.id)}) for who in (free, withdrawn)
    ]
    assert [len(mails(db, who)) for who in (*one.served, stranger)] == [1, 0, 0, 1, 0]


def test_they_are_notified_at_once_where_the_vacancy_is_published(db: Connection) -> None:
    one = copied(db)
    assert invited(db, one, one.ids[:1]) == [None]
    [mail] = mails(db, one.served[0])
    post_of = one.here.vacancy
    assert (mail.kind, mail.expires_at) == ("invited_to_apply", post_of.closes_at)
    assert mail.data == {
        "name": one.served[0].name,
        "course": post_of.course,
        "lecturer": one.here.owner.name,
        "vacancy_id": str(one.id),
        "opens_at": post_of.opens_at.isoformat(),
        "closes_at": post_of.closes_at.isoformat(),
    }
    assert mails(db, one.served[1]) == []


def test_of_a_draft_they_are_notified_when_it_is_published_and_once(db: Connection) -> None:
    one, other = copied(db, **DRAFT), copied(db, **DRAFT)
    for each in (one, other):
        assert invited(db, each) == [None, None]
        assert [mails(db, who) for who in each.served] == [[], []]
    db.execute(update(people).where(people.c.id == one.ids[1]).values(active=False))
    change_vacancy(db, one.here.lecturer, one.id, {"quota": 3})
    assert mails(db, one.served[0]) == []
    change_vacancy(db, one.here.lecturer, one.id, PUBLISH)
    change_vacancy(db, one.here.lecturer, one.id, {"quota": 4})
    assert [[mail.kind for mail in mails(db, who)] for who in one.served] == [["invited_to_apply"], []]
    assert [mails(db, who) for who in other.served] == [[], []]


def test_nobody_is_invited_to_what_is_closed(db: Connection) -> None:
    past = {"opens_at": clock.now() - timedelta(days=9), "closes_at": clock.now() - timedelta(days=1)}
    for values in ({"state": VacancyState.CLOSED}, past):
        one = copied(db, **values)
        assert outcome(db, invite_former, one.here.lecturer, one.id, one.ids) == "vacancy_closed"
    assert invited(db, copied(db, **past, **DRAFT)) == [None, None]


def test_a_candidate_is_marked_who_was_invited(db: Connection) -> None:
    one = copied(db)
    invited(db, one, one.ids[:1])
    made = [make.application(db, one.here.vacancy, who) for who in one.served]
    assert [candidate(db, one.here.lecturer, each.id)["invited"] for each in made] == [True, False]


def test_invitations_go_with_the_vacancy(db: Connection) -> None:
    one, other = copied(db), copied(db)
    for each in (one, other):
        invited(db, each)
    delete_vacancy(db, one.here.lecturer, one.id)
    left = select(func.count()).where(invitations.c.vacancy_id.in_([one.id, other.id]))
    assert db.scalar(left) == 2


@pytest.mark.usefixtures("committed")
def test_fifty_at_once_invite_each_once() -> None:
    with transaction() as db:
        one = copied(db)

    def ask(n: int) -> Any:
        def step(db: Connection) -> None:
            for answer in invite_former(db, one.here.lecturer, one.id, one.ids[:: 1 if n % 2 else -1]):
                if answer.problem:
                    raise answer.problem

        return step

    assert at_once([ask(n) for n in range(50)]) == {"done": 1, "invited_before": 49}
    with transaction() as db:
        kept = select(invitations.c.person_id).where(invitations.c.vacancy_id == one.id)
        assert set(db.scalars(kept)) == set(one.ids)
        assert [len(mails(db, who)) for who in one.served] == [1, 1]


@pytest.mark.usefixtures("committed")
@pytest.mark.without_bystanders
def test_they_are_erased_a_year_after_the_vacancy() -> None:
    with transaction() as db:
        old, new = copied(db), copied(db, closes_at=clock.now() + timedelta(days=300))
        for each in (old, new):
            invited(db, each)
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        erase_what_is_over(Actor.system("uji"), within=timedelta(minutes=1))
    with transaction() as db:
        assert set(db.scalars(select(invitations.c.vacancy_id))) == {new.id}
