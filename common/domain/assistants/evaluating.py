"""A lecturer evaluates an aslab by the campus's criteria, and the aslab may comment once.

Until then the evaluation can be changed. Both lock its row, so that no comment is about what was changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.assistants.errors import CommentedBefore, EvaluationAnswered, NotYetEvaluated, NotYourContract
from common.domain.assistants.messages import notify_aslab, notify_of_comment
from common.domain.assistants.service import may_be_evaluated
from common.domain.assistants.tables import CRITERIA, contracts, evaluation_comments, evaluations
from common.domain.people.tables import people
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, Query, columns_of, one, translating_constraints, view, views

if TYPE_CHECKING:
    from common.domain.assistants.forms import EvaluationForm
    from common.domain.assistants.rows import ContractRow, EvaluationRow
    from common.domain.assistants.views import EvaluationViewData

_E, _C, _M = evaluations.c, contracts.c, evaluation_comments.c


def evaluate(db: Connection, actor: Actor, contract_id: UUID, form: EvaluationForm) -> None:
    """Write the evaluation of a contract, or change it while there is no comment."""
    contract: ContractRow = one(db, select(contracts).where(_C.id == contract_id))
    require_lecturer_of(db, actor, contract.vacancy_id)
    if not may_be_evaluated(contract.ends_on, contract.ended_at):
        raise NotYetEvaluated()
    now = clock.now()
    written: dict[str, object] = {**form, "written_by": actor.person_id, "written_at": now}
    made = insert(evaluations).values(contract_id=contract_id, **written)
    new = db.scalar(made.on_conflict_do_nothing(constraint="one_evaluation_per_contract").returning(_E.id))
    points = {name: written[name] for name in CRITERIA}
    old, points = (None, points) if new else audit.changes(_changed(db, contract_id, written), points)
    audit.record(db, actor, "contract.evaluated", "contract", contract_id, old=old, new=points)
    notify_aslab(db, contract_id, "aslab_evaluated", now.isoformat(), {})


def _changed(db: Connection, contract_id: UUID, written: dict[str, object]) -> dict[str, object]:
    """The points of before."""
    this = select(evaluations).where(_E.contract_id == contract_id)
    before: EvaluationRow = one(db, this.with_for_update())
    # Asked once the row is held: a comment that was being written is committed by now.
    if db.scalar(select(exists().where(_M.evaluation_id == before.id))):
        raise EvaluationAnswered()
    db.execute(evaluations.update().where(_E.id == before.id).values(written))
    return {name: columns_of(before)[name] for name in CRITERIA}


def comment(db: Connection, actor: Actor, contract_id: UUID, *, text: str) -> None:
    """The aslab's own word about it, once."""
    mine: ContractRow = one(db, select(contracts).where(_C.id == contract_id))
    if mine.student_id != actor.id:
        raise NotYourContract()
    # A shared lock: two comments meet at the key, and who changes the evaluation waits.
    this = select(evaluations).where(_E.contract_id == contract_id)
    about: EvaluationRow = one(db, this.with_for_update(read=True))
    with translating_constraints({"evaluation_comments_pkey": CommentedBefore}):
        db.execute(evaluation_comments.insert().values(evaluation_id=about.id, text=text, written_at=clock.now()))
    audit.record(db, actor, "contract.evaluation_commented", "contract", contract_id)
    notify_of_comment(db, contract_id, about.written_by)


def evaluation(db: Connection, contract_id: UUID) -> EvaluationViewData:
    return view(db, _shown().where(_C.id == contract_id))


def own_evaluations(db: Connection, actor: Actor) -> Sequence[EvaluationViewData]:
    """Those of one's own contracts, the last written first."""
    return views(db, _shown().where(_C.student_id == actor.person_id).order_by(_E.written_at.desc(), _E.id))


def evaluations_of(db: Connection, contract_ids: Sequence[UUID]) -> dict[UUID, EvaluationViewData]:
    """By contract, of those that have one."""
    found: Sequence[EvaluationViewData] = views(db, _shown().where(_C.id.in_(contract_ids)))
    return {each["contract_id"]: each for each in found}


@cache
def _shown() -> Query:
    points = [_E[name] for name in CRITERIA]
    about = (vacancies.c.course, people.c.name.label("lecturer"))
    said = (_M.text.label("comment"), _M.written_at.label("commented_at"))
    return (
        select(_E.contract_id, *points, _E.note, _E.written_at, *about, *said)
        .join(contracts, _C.id == _E.contract_id)
        .join(vacancies, vacancies.c.id == _C.vacancy_id)
        .join(people, people.c.id == _E.written_by)
        .outerjoin(evaluation_comments, _M.evaluation_id == _E.id)
    )
