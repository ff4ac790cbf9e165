"""One decision about many applicants in one request (SEL-14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from common.domain.recruitment import selection
from common.domain.recruitment.interview_day import InterviewDay, interview_day
from common.domain.recruitment.moving import lock_vacancy
from common.domain.recruitment.outcomes import Outcome, attempt, counted
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.states import UNDECIDED, Decision
from common.domain.recruitment.tables import applications
from common.platform.auth import Actor
from common.platform.db import Connection, value
from common.platform.errors import IllegalMove, why_not

if TYPE_CHECKING:
    from common.domain.recruitment.forms import DecisionsForm
    from common.domain.recruitment.views import DecidedViewData, DecisionsViewData

# The slot, where the decision gives one.
Step = Callable[[UUID], datetime | None]


# Where the decision gives a slot, its beginning.
Decided = Outcome[datetime | None]


def decide(db: Connection, actor: Actor, vacancy_id: UUID, form: DecisionsForm) -> list[Decided]:
    """The same for each, in the order in which they are named. Raises NotYourVacancy, Invalid for a day in the past."""
    require_lecturer_of(db, actor, vacancy_id)
    lock_vacancy(db, vacancy_id)
    step = _step(db, actor, vacancy_id, form)
    wanted = Decision(form["decision"])

    def decide_one(key: UUID) -> datetime | None:
        _require_undecided(db, vacancy_id, wanted, key)
        return step(key)

    return [attempt(db, key, decide_one) for key in dict.fromkeys(form["application_ids"])]


def summary(outcomes: Sequence[Decided], language: str) -> DecisionsViewData:
    return {**counted(outcomes), "results": [_view(outcome, language) for outcome in outcomes]}


def _view(outcome: Decided, language: str) -> DecidedViewData:
    return {"application_id": outcome.key, "interview_at": outcome.made, **why_not(outcome.problem, language)}


def _require_undecided(db: Connection, vacancy_id: UUID, wanted: Decision, key: UUID) -> None:
    """Who was accepted meanwhile is not rejected along with the others. Raises NotFound and IllegalMove."""
    this = (applications.c.id == key) & (applications.c.vacancy_id == vacancy_id)
    state: str = value(db, select(applications.c.state).where(this))
    if state not in UNDECIDED:
        raise IllegalMove(old=state, new=str(wanted))


def _step(db: Connection, actor: Actor, vacancy_id: UUID, form: DecisionsForm) -> Step:
    match form["decision"]:
        case Decision.ACCEPTED:
            return lambda key: selection.accept(db, actor, key)
        case Decision.WAITING_LIST:
            return lambda key: selection.put_on_waiting_list(db, actor, key)
        case Decision.REJECTED:
            return lambda key: selection.reject(db, actor, key, reason=form["reason"] or "")
    at, place, minutes = form["at"], form["place"], form["minutes"]
    if at is None or place is None or minutes is None:
        raise LookupError("an interview takes a start, a length and a place")
    selection.require_future(at)
    return _inviting(db, actor, interview_day(db, vacancy_id, at, minutes, form["break_minutes"] or 0), place)


def _inviting(db: Connection, actor: Actor, day: InterviewDay, place: str) -> Step:
    def invite(key: UUID) -> datetime:
        begins, ends = day.slot_for(key)
        selection.invite(db, actor, key, at=begins, place=place, ends_at=ends)
        day.taken[key] = begins, ends
        return begins

    return invite
