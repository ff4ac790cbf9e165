"""Issuing and revoking: decisions, each in a short transaction. Drawing and sending are work that follows.

Locks are taken in one order: contracts by their ids, then the year's counter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.assistants.states import ContractState
from common.domain.certificates.candidates import for_issuing, presences, served
from common.domain.certificates.codes import new_code
from common.domain.certificates.errors import (
    AlreadyIssued,
    AttendanceBelowMinimum,
    ContractNotEnded,
    NeverServed,
)
from common.domain.certificates.facts import drawable, not_drawable, signer_not_named, snapshot
from common.domain.certificates.numbers import formatted
from common.domain.certificates.policy import locked
from common.domain.certificates.sending import stop_sending
from common.domain.certificates.tables import certificate_counters, certificates
from common.domain.certificates.tasks import ask_for_drawing, stop_drawing
from common.domain.notifications.queue import Recipient, notify
from common.domain.people.tables import people
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, one, without_secrets
from common.platform.errors import NotFound, Problem, why_not

if TYPE_CHECKING:
    from common.domain.certificates.candidates import ForIssuing, Presence
    from common.domain.certificates.facts import Facts
    from common.domain.certificates.views import BatchViewData, OutcomeViewData
    from common.domain.people.rows import PersonRow

    class Made(TypedDict):
        """The columns of a new certificate."""

        id: UUID
        contract_id: UUID
        year: int
        sequence: int
        number: str
        code: str
        facts: Facts
        overruled: str | None
        issued_by: UUID
        issued_at: datetime
        replaces: UUID | None


@dataclass(frozen=True)
class Outcome:
    """What became of one contract of a batch: a certificate, or why there is none."""

    contract_id: UUID
    certificate_id: UUID | None = None
    number: str | None = None
    problem: Problem | None = None

    def view(self, language: str) -> OutcomeViewData:
        return {
            "contract_id": self.contract_id,
            "certificate_id": self.certificate_id,
            "number": self.number,
            **why_not(self.problem, language),
        }


def issue(db: Connection, actor: Actor, contract_id: UUID, *, override_reason: str | None = None) -> UUID:
    """One certificate; with a written reason also below the minimum attendance (CERT-05)."""
    contract = for_issuing(db, [contract_id]).get(contract_id)
    if contract is None:
        raise NotFound()
    met = presences(db, [contract])
    if problem := _objection(contract, met, overruled=override_reason is not None):
        raise problem
    [made] = _write(db, actor, [contract], None if met[contract_id].enough else override_reason)
    return made["id"]


def issue_batch(db: Connection, actor: Actor, contract_ids: Sequence[UUID]) -> list[Outcome]:
    """Certificates for all that may have one; of the others, why they have none (CERT-10)."""
    found = for_issuing(db, contract_ids)
    met = presences(db, found.values())
    problems = {key: _objection(found.get(key), met, overruled=False) for key in contract_ids}
    good = [found[key] for key, problem in problems.items() if problem is None]
    made = {row["contract_id"]: row for row in _write(db, actor, good)}
    return [
        Outcome(key, problem=problem) if problem else Outcome(key, made[key]["id"], made[key]["number"])
        for key, problem in problems.items()
    ]


def summary(outcomes: Sequence[Outcome], language: str) -> BatchViewData:
    issued = sum(outcome.problem is None for outcome in outcomes)
    results = [outcome.view(language) for outcome in outcomes]
    return {"issued": issued, "failed": len(outcomes) - issued, "results": results}


def revoke(db: Connection, actor: Actor, certificate_id: UUID, *, reason: str) -> None:
    """It stays on record and its check page says so; a new one may be issued (CERT-09). What waits is not sent."""
    certificate = locked(db, certificate_id)
    revoked = {"revoked_at": clock.now(), "revoked_by": actor.person_id, "revoke_reason": reason}
    db.execute(update(certificates).where(certificates.c.id == certificate_id).values(revoked))
    stop_drawing(db, certificate_id)
    stop_sending(db, certificate)
    audit.record(
        db,
        actor,
        "certificate.revoked",
        "certificate",
        certificate_id,
        old={"number": certificate.number},
        reason=reason,
    )
    owner: PersonRow = one(db, select(*without_secrets(people)).where(people.c.id == certificate.student_id))
    data = {"name": owner.name, "number": certificate.number, "reason": reason}
    notify(db, Recipient.of(owner), "certificate_revoked", f"certificate_revoked:{certificate_id}", data)


def _objection(contract: ForIssuing | None, met: Mapping[UUID, Presence], *, overruled: bool) -> Problem | None:
    if contract is None:
        return NotFound()
    if contract.state != ContractState.ENDED:
        return ContractNotEnded()
    if contract.last_id is not None and contract.last_revoked is None:
        return AlreadyIssued(number=contract.last_number)
    if not served(contract).began:
        return NeverServed()
    mine = met[contract.contract_id]
    if not (mine.enough or overruled):
        return AttendanceBelowMinimum(**vars(mine))
    return signer_not_named() or not_drawable(drawable(snapshot(contract, "", "")))


def _write(db: Connection, actor: Actor, rows: Sequence[ForIssuing], reason: str | None = None) -> list[Made]:
    if not rows:
        return []
    year = clock.today().year
    first = _take_numbers(db, year, len(rows))
    made = [_certificate(actor, row, year, first + place, reason) for place, row in enumerate(rows)]
    db.execute(certificates.insert(), made)
    for row in made:
        new = {"number": row["number"], "contract_id": row["contract_id"], "replaces": row["replaces"]}
        audit.record(db, actor, "certificate.issued", "certificate", row["id"], new=new, reason=row["overruled"])
    ask_for_drawing(db, [row["id"] for row in made])
    return made


def _take_numbers(db: Connection, year: int, count: int) -> int:
    """The first of `count` numbers of the year. They are given back if the transaction is undone, so no gap stays."""
    counter = insert(certificate_counters).values(year=year, last=count)
    raised = counter.on_conflict_do_update(index_elements=["year"], set_={"last": certificate_counters.c.last + count})
    last: int = db.execute(raised.returning(certificate_counters.c.last)).scalar_one()
    return last - count + 1


def _certificate(actor: Actor, contract: ForIssuing, year: int, sequence: int, reason: str | None) -> Made:
    number = formatted(sequence, year)
    code = new_code()
    return {
        "id": uuid4(),
        "contract_id": contract.contract_id,
        "year": year,
        "sequence": sequence,
        "number": number,
        "code": code,
        "facts": snapshot(contract, number, code),
        "overruled": reason,
        "issued_by": actor.person_id,
        "issued_at": clock.now(),
        "replaces": contract.last_id,
    }
