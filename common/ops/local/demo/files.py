"""Files as the product keeps them: inspected by its own rules, their rows at once, their objects all together later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from common.domain.uploads.contents import content
from common.domain.uploads.purposes import RULES
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection
from common.platform.documents.kinds import JPEG
from common.platform.settings import settings
from common.platform.storage import storage

_WRITERS = 4
_ON_THE_WAY = timedelta(seconds=9)


@dataclass(frozen=True)
class Drawing:
    """A file that somebody will send in; it is drawn when it is sent."""

    purpose: Purpose
    content_type: str
    draw: Callable[[], bytes]


@dataclass
class Files:
    """What the story has sent in so far; `write` puts it into the buckets, at the real time."""

    _objects: list[tuple[str, str, bytes, str]] = field(default_factory=list)

    def announce(self, db: Connection, owner: Actor, purpose: Purpose, content_type: str) -> UUID:
        """An upload that waits for its file."""
        return _enter(db, owner, purpose, content_type, {"state": UploadState.AWAITED})

    def send(self, db: Connection, owner: Actor, drawing: Drawing) -> UUID:
        """A file that came and was accepted. Raises `contents.Refused` for what the product would not take."""
        data = drawing.draw()
        kept = content(RULES[drawing.purpose], data)
        folder, key, bucket = RULES[drawing.purpose].folder, uuid4(), settings().private_bucket
        full = f"{folder}/{key}.{kept.ending}"
        small = f"{folder}/{key}-320.jpg" if kept.thumbnail else None
        columns: dict[str, Any] = {"id": key, "state": UploadState.ACCEPTED, "judged_at": clock.now()}
        columns |= {"stored_object": full, "thumbnail_object": small, "stored_type": kept.content_type}
        columns |= {"bytes": len(data), "sha256": kept.sha256, "fingerprint": kept.fingerprint}
        columns |= {"fingerprint_variants": kept.variants}
        self.keep(bucket, full, kept.data, kept.content_type)
        if small and kept.thumbnail:
            self.keep(bucket, small, kept.thumbnail, JPEG)
        return _enter(db, owner, drawing.purpose, drawing.content_type, columns)

    def keep(self, bucket: str, name: str, data: bytes, content_type: str) -> None:
        self._objects.append((bucket, name, data, content_type))

    def write(self) -> None:
        def put(one: tuple[str, str, bytes, str]) -> Any:
            return storage().write(*one)

        storage()  # made once, before several threads ask for it
        with ThreadPoolExecutor(_WRITERS) as writers:
            list(writers.map(put, self._objects))


def _enter(db: Connection, owner: Actor, purpose: Purpose, content_type: str, columns: Mapping[str, Any]) -> UUID:
    asked = {"object": str(uuid4()), "requested_at": clock.now() - _ON_THE_WAY}
    row = {"owner_id": owner.person_id, "purpose": purpose, "content_type": content_type, **asked, **columns}
    upload_id: UUID = db.execute(uploads.insert().values(row).returning(uploads.c.id)).scalar_one()
    return upload_id
