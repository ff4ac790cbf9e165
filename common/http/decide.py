"""Deciding in the database: who may by the rows, one transaction, each key once, and a trace of each refusal."""

from __future__ import annotations

from collections.abc import Callable

from flask import Request, Response

from common.domain import audit
from common.domain.assistants.policy import require_running_contract
from common.domain.people import sessions
from common.http.admit import caller, permit
from common.http.call import Later, settled
from common.http.declare import Endpoint
from common.http.idempotency import once
from common.platform.auth import ANY_SESSION, Actor, Role
from common.platform.auth.tokens import Claims
from common.platform.db import Connection, transaction
from common.platform.errors import Problem

Answer = Callable[[Actor, Connection], Response | Later]


def decide(endpoint: Endpoint, claims: Claims | None, request: Request, answer: Answer) -> Response:
    """`answer`'s response, with everything that it wrote in one transaction."""
    try:
        permit(endpoint, claims)
        with transaction() as db:
            actor = _admit(db, endpoint, claims, request)
            given = once(db, endpoint, actor, request, lambda: answer(actor, db))
        return settled(given)
    except Problem as problem:
        if problem.audited:
            _leave_a_trace(endpoint, problem, caller(claims, request))
        raise


def _admit(db: Connection, endpoint: Endpoint, claims: Claims | None, request: Request) -> Actor:
    """The actor, after the session, the account and, for an aslab, the contract were asked of the database.

    Whose last contract has ended may still see the own session, leave it, or go on as a student (END-06).
    """
    known = caller(claims, request)
    if claims is None:
        return known
    actor = sessions.actor_of(db, claims, known.ip, known.request_id)
    if actor.role == Role.ASLAB and endpoint.roles != ANY_SESSION:
        require_running_contract(db, actor)
    return actor


def _leave_a_trace(endpoint: Endpoint, problem: Problem, actor: Actor) -> None:
    """A refused access is written down although its transaction was undone (AUTH-11, SEL-08)."""
    with transaction() as db:
        audit.record(db, actor, f"refused.{problem.code}", "operation", endpoint.operation_id)
