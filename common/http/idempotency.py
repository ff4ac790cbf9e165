"""The same post twice is one decision: the answer is kept with the decision, in its own transaction.

There is no "in progress" row to go stale: a running request holds a transaction-level advisory lock on its key, which
ends with it, however it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from flask import Request, Response
from sqlalchemy import Column, DateTime, Index, LargeBinary, SmallInteger, Table, Text, Uuid, func, select

from common.http.call import Later, settled
from common.http.declare import Endpoint
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, metadata
from common.platform.errors import IdempotencyKeyReused, Malformed, RequestInProgress
from common.platform.settings import settings

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(None, "at"),
)

_LONGEST_KEY = 200


def once(
    db: Connection, endpoint: Endpoint, actor: Actor, request: Request, work: Callable[[], Response | Later]
) -> Response | Later:
    """`work`'s response, or the one that the same key and request got before.

    Raises RequestInProgress while the first is running, IdempotencyKeyReused when the key came with something else.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not (key and endpoint.repeatable_by_key):
        return work()
    if len(key) > _LONGEST_KEY:
        raise Malformed()
    if not db.scalar(select(func.pg_try_advisory_xact_lock(_lock_number(actor, key)))):
        raise RequestInProgress()
    fingerprint = sha256(b"\n".join([request.method.encode(), request.path.encode(), request.get_data()])).hexdigest()
    return _replay(db, actor, key, fingerprint) or _keep(db, actor, key, fingerprint, settled(work()))


def _replay(db: Connection, actor: Actor, key: str, fingerprint: str) -> Response | None:
    mine = (idempotency_keys.c.person_id == actor.person_id) & (idempotency_keys.c.key == key)
    kept = db.execute(select(idempotency_keys).where(mine)).one_or_none()
    if kept is None:
        return None
    if kept.request != fingerprint:
        raise IdempotencyKeyReused()
    response = Response(kept.answer, status=kept.status, content_type=kept.content_type or None)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _keep(db: Connection, actor: Actor, key: str, fingerprint: str, response: Response) -> Response:
    db.execute(
        idempotency_keys.insert().values(
            person_id=actor.person_id,
            key=key,
            request=fingerprint,
            status=response.status_code,
            content_type=response.content_type or "",
            answer=response.get_data(),
            at=clock.now(),
        )
    )
    return response


def _lock_number(actor: Actor, key: str) -> int:
    return int.from_bytes(sha256(f"{actor.person_id} {key}".encode()).digest()[:8], "big", signed=True)


def forget_old_keys(db: Connection) -> int:
    """How many keys older than `idempotency_hours` were dropped."""
    before = clock.now() - timedelta(hours=settings().idempotency_hours)
    return db.execute(idempotency_keys.delete().where(idempotency_keys.c.at < before)).rowcount
