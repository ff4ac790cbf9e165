"""Which contracts a filter of the admin's list may mean: found by indexes, before each is looked at in full.

The state of a certificate is computed from three tables, and a name is in a fourth. By them alone one contract after
the other is computed until a page is full. For a rare state or name that is every contract.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    exists,
    func,
    literal,
    select,
    union,
)

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.certificates.sending import mailed
from common.domain.certificates.states import CertificateState
from common.domain.certificates.tables import certificates
from common.domain.certificates.tasks import DRAW
from common.domain.notifications.states import MessageState
from common.platform import clock
from common.platform.db import Connection
from common.platform.pages import contains
from common.platform.queue import TaskState, tasks

_C = certificates.c


def may_have(state: str) -> Iterator[ColumnElement[bool]]:
    """Conditions on `contracts` that all with a certificate in this state fulfil; none for a common state."""
    if state == CertificateState.NOT_ISSUED:
        yield ~exists().where(_C.contract_id == contracts.c.id)
    elif state == CertificateState.REVOKED:
        yield exists().where(_C.contract_id == contracts.c.id, _C.revoked_at.is_not(None))
    elif state == CertificateState.ISSUED:
        to_draw = _C.stored_at.is_(None) & _C.revoked_at.is_(None)
        yield contracts.c.id.in_(union(_of(to_draw), _of(_C.id.in_(mailed(MessageState.QUEUED)))))
    elif state == CertificateState.NOT_SENT:
        given_up = select(tasks.c.subject_id).where(tasks.c.kind == DRAW, tasks.c.state == TaskState.FAILED)
        unsent = _C.stored_at.is_not(None) & (_C.sendings == 0)
        parts = (_C.id.in_(given_up), _C.id.in_(mailed(MessageState.FAILED)), unsent)
        yield contracts.c.id.in_(union(*map(_of, parts)))


def ended(since: date | None = None) -> ColumnElement[bool]:
    """A condition on `contracts`: they are over, since that day if it is said."""
    # In the text: with a parameter, a plan for all values could not use the index of those that ended.
    over = contracts.c.state == literal(ContractState.ENDED, Text, literal_execute=True)
    return and_(over, contracts.c.ended_at >= clock.start_of(since)) if since else over


def count_unissued(since: date) -> Select[int]:
    """How many contracts that ended since then have never had a certificate."""
    never = may_have(CertificateState.NOT_ISSUED)
    return select(func.count()).select_from(contracts).where(ended(since), *never)


def searched(db: Connection, search: str, last: FromClause) -> Iterator[ColumnElement[bool]]:
    """Conditions on the list with the `last` certificate of each: as of contracts, and by a part of the number."""
    from common.domain.assistants import searching

    numbered = _of(contains(_C.number, search))
    yield from searching.searched(db, search, numbered, other=contains(last.c.number, search))


def _of(which: ColumnElement[bool]) -> Select[tuple[UUID]]:
    return select(_C.contract_id).where(which)
