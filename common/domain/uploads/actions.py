"""Asking for the permission to send one file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Protocol
from uuid import UUID, uuid4

from sqlalchemy import func, select

from common.domain.people.tables import people
from common.domain.uploads.errors import PurposeNotYours, TooManyUploads
from common.domain.uploads.purposes import RULES, Rule
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, one
from common.platform.errors import Invalid
from common.platform.settings import settings

if TYPE_CHECKING:

    class Awaited(Protocol):
        """How many files have been announced lately, and the first of them when."""

        number: int
        first: datetime | None

    from common.domain.uploads.forms import UploadRequestForm
    from common.domain.uploads.views import UploadPermissionData

_WINDOW = timedelta(hours=1)

# What the bucket calls every file that is sent, whatever the browser calls it: nobody reads it from there as anything
# else, and a policy that is signed for one type cannot be unfit for the file.
_AS_SENT = "application/octet-stream"


def request_upload(db: Connection, actor: Actor, form: UploadRequestForm) -> Callable[[], UploadPermissionData]:
    """A row that waits for the file, and what signs the policy by which the browser may send it, after the commit.

    Raises TooManyUploads.
    """
    purpose = Purpose(form["purpose"])
    rule = RULES[purpose]
    if actor.role != rule.role:
        raise PurposeNotYours()
    _require_fitting(rule, form["size"])
    now = clock.now()
    _require_few_awaited(db, actor, now)
    name = str(uuid4())
    row = {"owner_id": actor.person_id, "purpose": purpose, "content_type": form["content_type"] or _AS_SENT}
    row |= {"state": UploadState.AWAITED, "object": name, "requested_at": now}
    upload_id = db.execute(uploads.insert().values(row).returning(uploads.c.id)).scalar_one()
    return lambda: _permission(upload_id, rule, name, now)


def _require_fitting(rule: Rule, size: int) -> None:
    """What the browser calls the file is not asked: many name a sound PDF otherwise. Its content decides."""
    if not 0 < size <= rule.largest():
        raise Invalid(fields={"size": [rule.says(rule.wrong_size if size else rule.wrong_kind)]})


def _require_few_awaited(db: Connection, actor: Actor, now: datetime) -> None:
    # One's own row is the lock under which one's uploads are counted.
    db.execute(select(people.c.id).where(people.c.id == actor.person_id).with_for_update(key_share=True))
    awaited = (uploads.c.owner_id == actor.person_id) & (uploads.c.state == UploadState.AWAITED)
    figures = (func.count().label("number"), func.min(uploads.c.requested_at).label("first"))
    recent: Awaited = one(db, select(*figures).where(awaited, uploads.c.requested_at > now - _WINDOW))
    if recent.first is not None and recent.number >= settings().awaited_uploads_per_hour:
        wait = ceil((recent.first + _WINDOW - now).total_seconds())
        raise TooManyUploads(retry_after=wait, minutes=ceil(wait / 60))


def _permission(upload_id: UUID, rule: Rule, name: str, now: datetime) -> UploadPermissionData:
    from common.platform.storage import storage

    life = timedelta(minutes=settings().upload_minutes)
    policy = storage().upload_policy(
        settings().incoming_bucket, name, content_type=_AS_SENT, max_bytes=rule.largest(), expires_in=life
    )
    return {"id": upload_id, "url": policy.url, "fields": policy.fields, "expires_at": now + life}
