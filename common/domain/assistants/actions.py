"""Contracts, from activation to the end.

Locks are taken in one order: vacancy, application, person, contract.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.assistants.errors import (
    AlreadyActive,
    ContractAlreadyEnded,
    EmailNotUsable,
    NotAccepted,
    StudentDeactivated,
    TooManyContracts,
)
from common.domain.assistants.messages import notify_aslab
from common.domain.assistants.states import CONTRACT, ContractState
from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.people.tables import people
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.seats import ENDED_EARLY, seat_came_free
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, JsonObject, all_of, one, translating_constraints, value, without_secrets
from common.platform.errors import Invalid
from common.platform.settings import settings
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.assistants.rows import ContractRow
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.rows import ApplicationRow

_OVER = Text("Tanggal selesai sudah lewat", en="The last day is already over", code="in_the_past")


def activate(db: Connection, actor: Actor, application_id: UUID, *, starts_on: date, ends_on: date) -> UUID:
    """Copy the accepted student into `aslab_accounts` and start the contract (ACT-09)."""
    if ends_on < clock.today():
        raise Invalid(fields={"ends_on": [_OVER]})
    application = _locked_application(db, application_id)
    if application.activated_at is not None:
        raise AlreadyActive()
    if application.state != ApplicationState.ACCEPTED:
        raise NotAccepted()
    # The person's row is the lock under which contracts are counted.
    account = select(*without_secrets(people)).where(people.c.id == application.student_id)
    student: PersonRow = one(db, account.with_for_update())
    if not student.active:
        raise StudentDeactivated()
    if not student.email:
        raise EmailNotUsable()
    _require_room(db, student.id)
    account_id = _account(db, actor, student)
    contract_id = _start(db, actor, application, account_id, starts_on, ends_on)
    db.execute(update(applications).where(applications.c.id == application_id).values(activated_at=clock.now()))
    new = {"application_id": application_id, "starts_on": starts_on, "ends_on": ends_on}
    audit.record(db, actor, "contract.activated", "contract", contract_id, new=new)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    notify_aslab(db, contract_id, "aslab_activated", "", days)
    return contract_id


def suspend(db: Connection, actor: Actor, contract_id: UUID, *, reason: str) -> None:
    """Access stops at the next request; attendances stay (ACT-08)."""
    _move(db, actor, _locked(db, contract_id), ContractState.SUSPENDED, reason)
    notify_aslab(db, contract_id, "contract_suspended", clock.now().isoformat(), {"reason": reason})


def resume(db: Connection, actor: Actor, contract_id: UUID) -> None:
    _move(db, actor, _locked(db, contract_id), ContractState.ACTIVE)
    notify_aslab(db, contract_id, "contract_resumed", clock.now().isoformat(), {})


def end(db: Connection, actor: Actor, contract_id: UUID, *, reason: str | None) -> None:
    """A lecturer ends a contract. Before its last day the seat comes free for the waiting list (END-08)."""
    vacancy_id: UUID = value(db, select(contracts.c.vacancy_id).where(contracts.c.id == contract_id))
    require_lecturer_of(db, actor, vacancy_id)
    db.execute(select(vacancies.c.id).where(vacancies.c.id == vacancy_id).with_for_update())
    contract = _locked(db, contract_id)
    _end(db, actor, contract, reason)
    if clock.today() < contract.ends_on:
        seat_came_free(db, actor, vacancy_id, ENDED_EARLY, contract.student_id, str(contract_id))


def end_overdue(db: Connection, actor: Actor, *, limit: int = 100) -> int:
    """End contracts whose last day is over; how many. Two runs at once share the work and end each once (END-07)."""
    over = select(contracts).where(contracts.c.ends_on < clock.today(), contracts.c.state != ContractState.ENDED)
    wanted = over.order_by(contracts.c.ends_on).limit(limit).with_for_update(skip_locked=True)
    rows: Sequence[ContractRow] = all_of(db, wanted)
    for contract in rows:
        _end(db, actor, contract, None)
    return len(rows)


def _locked_application(db: Connection, application_id: UUID) -> ApplicationRow:
    vacancy_id: UUID = value(db, select(applications.c.vacancy_id).where(applications.c.id == application_id))
    db.execute(select(vacancies.c.id).where(vacancies.c.id == vacancy_id).with_for_update(read=True, key_share=True))
    this = select(applications).where(applications.c.id == application_id)
    return one(db, this.with_for_update(key_share=True))


def _require_room(db: Connection, student_id: UUID) -> None:
    running = (contracts.c.student_id == student_id) & (contracts.c.state != ContractState.ENDED)
    most = settings().active_contracts
    if (db.scalar(select(func.count()).where(running)) or 0) >= most:
        raise TooManyContracts(most=most)


def _account(db: Connection, actor: Actor, student: PersonRow) -> UUID:
    """The one account of the person, made at the first activation and brought up to date at each later one."""
    data = {
        "nim": student.number,
        "name": student.name,
        "program": student.program,
        "email": student.email,
        "whatsapp": student.whatsapp,
    }
    made = insert(aslab_accounts).values(
        **data, person_id=student.id, activated_by=actor.person_id, activated_at=clock.now()
    )
    kept = made.on_conflict_do_update(constraint="one_aslab_account_per_person", set_=data)
    account_id: UUID = db.execute(kept.returning(aslab_accounts.c.id)).scalar_one()
    return account_id


def _start(
    db: Connection, actor: Actor, application: ApplicationRow, account_id: UUID, starts_on: date, ends_on: date
) -> UUID:
    row = {
        "aslab_id": account_id,
        "application_id": application.id,
        "vacancy_id": application.vacancy_id,
        "student_id": application.student_id,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "state": ContractState.ACTIVE,
        "activated_by": actor.person_id,
        "activated_at": clock.now(),
    }
    with translating_constraints({"one_contract_per_application": AlreadyActive}):
        contract_id: UUID = db.execute(contracts.insert().values(row).returning(contracts.c.id)).scalar_one()
    return contract_id


def _end(db: Connection, actor: Actor, contract: ContractRow, reason: str | None) -> None:
    if contract.state == ContractState.ENDED:
        raise ContractAlreadyEnded()
    ended = {"ended_at": clock.now(), "ended_by": actor.id, "end_reason": reason}
    _move(db, actor, contract, ContractState.ENDED, reason, ended)
    if reason:
        notify_aslab(db, contract.id, "contract_ended", "", {"reason": reason})
    else:
        notify_aslab(db, contract.id, "contract_completed", "", {})


def _locked(db: Connection, contract_id: UUID) -> ContractRow:
    return one(db, select(contracts).where(contracts.c.id == contract_id).with_for_update())


def _move(
    db: Connection,
    actor: Actor,
    contract: ContractRow,
    new: ContractState,
    reason: str | None = None,
    values: JsonObject | None = None,
) -> None:
    CONTRACT.check(contract.state, new, actor)
    db.execute(update(contracts).where(contracts.c.id == contract.id).values(**(values or {}), state=new))
    action = {"suspended": "suspended", "active": "resumed", "ended": "ended"}[new.name.lower()]
    old = {"state": contract.state}
    audit.record(db, actor, f"contract.{action}", "contract", contract.id, old=old, new={"state": new}, reason=reason)
