"""Files sent to a bucket that no event is delivered for: the test itself calls what inspects them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from common.domain.attendance.photos import photo_inspected
from common.domain.uploads.inspecting import RawObject, clear_away, inspect, settle
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.ops.local.campus import Campus
from common.platform.db import transaction
from common.platform.settings import settings
from common.platform.storage import NoSuchObject, storage
from tests import factories as make
from tests.bystanders import own

BUCKET = "files-under-test"


@dataclass(frozen=True)
class Sent:
    """An announced file that has arrived."""

    upload_id: Any
    owner: Any
    raw: RawObject

    def row(self) -> Any:
        with transaction() as db:
            return db.execute(own(uploads).where(uploads.c.id == self.upload_id)).one()

    def again(self, data: bytes) -> RawObject:
        """Another file, by the same permission; it takes the place of the first one."""
        return RawObject(BUCKET, self.raw.name, storage().write(BUCKET, self.raw.name, data, "text/plain"))


Send = Callable[..., Sent]


def inspect_whole(raw: RawObject, follow: Callable[..., Any] = photo_inspected) -> None:
    """As the step does it: inspect, settle with what follows from it, clear away."""
    inspection = inspect(raw)
    if inspection:
        with transaction() as db:
            upload = follow(db, settle(db, inspection))
        clear_away(inspection, upload)


@pytest.fixture(scope="session")
def bucket(campus: Campus) -> None:
    campus._buckets.create(BUCKET)


@pytest.fixture
def send(bucket: None, committed: None) -> Send:
    """Announce and send a file; `owner` is new unless given."""

    def sending(purpose: Purpose, data: bytes, owner: Any = None) -> Sent:
        with transaction() as db:
            owner = owner or make.student(db)
            awaited = {"state": UploadState.AWAITED, "stored_object": None, "sha256": None, "judged_at": None}
            row = make.upload(db, owner, purpose, **awaited)
        generation = storage().write(BUCKET, row.object, data, "application/octet-stream")
        return Sent(row.id, owner, RawObject(BUCKET, row.object, generation))

    return sending


def is_there(bucket: str, name: str) -> bool:
    try:
        storage().size(bucket, name)
    except NoSuchObject:
        return False
    return True


def kept(name: str) -> bool:
    """Whether the private bucket holds it."""
    return is_there(settings().private_bucket, name)
