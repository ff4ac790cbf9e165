"""The transaction of a request: opened for whom the rows admit, and a record of each refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Request

from common.domain import audit
from common.domain.assistants.policy import require_running_contract, works
from common.domain.people import sessions
from common.http.admit import authorise, caller
from common.http.declare import Endpoint
from common.platform import clock
from common.platform.auth import ANY_SESSION, Actor, Role
from common.platform.auth.tokens import Claims
from common.platform.db import Connection, reading, transaction
from common.platform.errors import Problem


@contextmanager
def opened(endpoint: Endpoint, claims: Claims | None, request: Request) -> Iterator[tuple[Actor, Connection]]:
    """The actor and the transaction. A refusal undoes it, and is written to the audit log in another one."""
    try:
        authorise(endpoint, claims)
        with reading() if endpoint.only_reads else transaction() as db:
            yield _actor(db, endpoint, claims, request), db
    except Problem as problem:
        if problem.audited:
            _record_refusal(endpoint, problem, caller(claims, request))
        raise


def _actor(db: Connection, endpoint: Endpoint, claims: Claims | None, request: Request) -> Actor:
    """The actor, after the session, the account and, for an aslab, the contract were asked of the database.

    An aslab whose last contract has ended may see the own session, leave it, or go on as a student (END-06).
    """
    known = caller(claims, request)
    if claims is None:
        return known
    if claims.role != Role.ASLAB or endpoint.roles == ANY_SESSION:
        return sessions.actor_of(db, claims, known.ip, known.request_id)
    today = {"today": clock.today()}
    actor, working = sessions.actor_and(db, claims, known.ip, known.request_id, works(), today)
    if not working:
        require_running_contract(db, actor)
    return actor


def _record_refusal(endpoint: Endpoint, problem: Problem, actor: Actor) -> None:
    """A refused access is in the audit log although its transaction was undone (AUTH-11, SEL-08)."""
    with transaction() as db:
        audit.record(db, actor, f"refused.{problem.code}", "operation", endpoint.operation_id)
