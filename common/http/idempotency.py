"""The same request twice is one decision: the answer is kept with the decision, in its own transaction.

There is no "in progress" row to go stale: a running request holds a transaction-level advisory lock on its key, which
ends with it, however it ends. SQLAlchemy is imported only where a key came: a function without a database has none.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Response

from common.http.load import Key
from common.platform import clock
from common.platform.auth import Actor
from common.platform.errors import IdempotencyKeyReused, RequestInProgress
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.platform.db import Connection


def replayed(db: Connection | None, actor: Actor, key: Key | None) -> Response | None:
    """The answer that the same key and request got before; from here to the commit no other request has the key.

    Raises RequestInProgress while the first is running, IdempotencyKeyReused when the key came with something else.
    """
    if db is None or key is None:
        return None
    from sqlalchemy import func, select

    from common.http.tables import idempotency_keys

    if not db.scalar(select(func.pg_try_advisory_xact_lock(_lock_number(actor, key.text)))):
        raise RequestInProgress()
    mine = (idempotency_keys.c.person_id == actor.person_id) & (idempotency_keys.c.key == key.text)
    kept = db.execute(select(idempotency_keys).where(mine)).one_or_none()
    if kept is None:
        return None
    if kept.request != key.fingerprint:
        raise IdempotencyKeyReused()
    response = Response(kept.answer, status=kept.status, content_type=kept.content_type or None)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def remember(db: Connection | None, actor: Actor, key: Key | None, response: Response) -> Response:
    """`response`, which the same request with the same key gets again."""
    if db is None or key is None:
        return response
    from common.http.tables import idempotency_keys

    db.execute(
        idempotency_keys.insert().values(
            person_id=actor.person_id,
            key=key.text,
            request=key.fingerprint,
            status=response.status_code,
            content_type=response.content_type or "",
            answer=response.get_data(),
            at=clock.now(),
        )
    )
    return response


def forget_old_keys(db: Connection) -> int:
    """How many keys older than `idempotency_hours` were dropped."""
    from common.http.tables import idempotency_keys

    before = clock.now() - timedelta(hours=settings().idempotency_hours)
    return db.execute(idempotency_keys.delete().where(idempotency_keys.c.at < before)).rowcount


def _lock_number(actor: Actor, key: str) -> int:
    return int.from_bytes(sha256(f"{actor.person_id} {key}".encode()).digest()[:8], "big", signed=True)
