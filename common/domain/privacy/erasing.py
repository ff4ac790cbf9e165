"""What is over is erased every night, in pieces: as the columns' `keep` says, and for good.

Rows that statistics count stay, without what says whose they are. Files leave their bucket with the next clearing of
files, since nothing names them any more. A run that broke off is gone on with by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Date, Text, cast, delete, exists, func, select, tuple_, update

from common.domain import audit
from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.audit.erasing import erase_addresses, erase_values
from common.domain.notifications.expiry import forget_old_messages
from common.domain.people.tables import ACCOUNT_KEPT, PersonRole, people
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import (
    APPLICATION_KEPT,
    academic_periods,
    application_documents,
    application_steps,
    applications,
    invitations,
    vacancies,
)
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, transaction
from common.platform.db.personal import AnyColumn, columns_kept

ERASED: Final = "personal_data.erased"
NOBODY: Final = "Pengguna dihapus"
BATCH: Final = 500
_A = applications.c


def erase_what_is_over(actor: Actor, *, within: timedelta) -> None:
    """Until nothing is left or the time is up."""
    until = clock.now() + within
    for erase in (_applications, _invitations, _accounts, _messages, _addresses):
        while clock.now() < until and _piece(erase, actor) == BATCH:
            pass


def _piece(erase: Callable[[Connection, Actor], int], actor: Actor) -> int:
    with transaction() as db:
        return erase(db, actor)


def _applications(db: Connection, actor: Actor) -> int:
    """Contact data, reasons and documents of applications that led to no contract."""
    period_end = func.coalesce(academic_periods.c.ends_on, cast(vacancies.c.closes_at, Date))
    last = clock.campus_day(APPLICATION_KEPT.before(clock.now()))
    of = applications.join(vacancies).outerjoin(academic_periods, academic_periods.c.id == vacancies.c.period_id)
    over = select(_A.id).select_from(of).where(period_end < last, _A.email != "", _A.state != ApplicationState.ACCEPTED)
    over = over.where(~exists().where(contracts.c.application_id == _A.id)).limit(BATCH)
    ids = db.scalars(over.with_for_update(of=applications, skip_locked=True)).all()
    nothing = _emptied(columns_kept(applications, APPLICATION_KEPT))
    db.execute(update(applications).where(_A.id.in_(ids)).values(nothing))
    steps = _emptied(columns_kept(application_steps, APPLICATION_KEPT))
    db.execute(update(application_steps).where(application_steps.c.application_id.in_(ids)).values(steps))
    db.execute(delete(application_documents).where(application_documents.c.application_id.in_(ids)))
    _erased(db, actor, "application", ids)
    return len(ids)


def _invitations(db: Connection, actor: Actor) -> int:
    """They are kept as long as the applications that came of them."""
    last, invited = clock.campus_day(APPLICATION_KEPT.before(clock.now())), invitations.c
    ends = (academic_periods.c.ends_on, cast(vacancies.c.closes_at, Date), cast(invited.invited_at, Date))
    of = invitations.join(vacancies).outerjoin(academic_periods, academic_periods.c.id == vacancies.c.period_id)
    over = select(invited.vacancy_id, invited.person_id).select_from(of).where(func.coalesce(*ends) < last).limit(BATCH)
    gone = delete(invitations).where(tuple_(invited.vacancy_id, invited.person_id).in_(over))
    return _counted(db, actor, "invitation", db.execute(gone).rowcount)


def _accounts(db: Connection, actor: Actor) -> int:
    """Students without a contract whose account was shut a year ago, and whose applications are erased."""
    shut = ~people.c.active & (people.c.updated_at < ACCOUNT_KEPT.before(clock.now())) & (people.c.name != NOBODY)
    served = exists().where(aslab_accounts.c.person_id == people.c.id)
    waiting = exists().where(_A.student_id == people.c.id, _A.email != "")
    over = select(people.c.id).where(shut, people.c.role == PersonRole.STUDENT, ~served, ~waiting).limit(BATCH)
    ids = db.scalars(over.with_for_update(of=people, skip_locked=True)).all()
    named = {
        "number": func.concat("-", cast(people.c.id, Text)),
        "name": NOBODY,
        "number_double": 0,
        "password_hash": None,
    }
    nothing = _emptied(columns_kept(people, ACCOUNT_KEPT)) | named
    db.execute(update(people).where(people.c.id.in_(ids)).values(nothing))
    _erased(db, actor, "person", ids)
    return len(ids)


def _messages(db: Connection, actor: Actor) -> int:
    return _counted(db, actor, "message", forget_old_messages(db, BATCH))


def _addresses(db: Connection, actor: Actor) -> int:
    return _counted(db, actor, "address", erase_addresses(db, BATCH))


def _emptied(columns: Iterable[AnyColumn]) -> dict[str, object]:
    return {column.name: None if column.nullable else "" for column in columns}


def _erased(db: Connection, actor: Actor, kind: str, ids: Iterable[UUID]) -> None:
    """A line for each, without what it was."""
    erase_values(db, kind, list(ids))
    for one in ids:
        audit.record(db, actor, ERASED, kind, one)


def _counted(db: Connection, actor: Actor, kind: str, count: int) -> int:
    if count:
        audit.record(db, actor, ERASED, kind, "", new={"count": count})
    return count
