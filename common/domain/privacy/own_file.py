"""One's own data as one file: `data.json` with the rows, and the files that were handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from mimetypes import guess_extension
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile

from common.domain.privacy.own_data import Rows
from common.platform import clock
from common.platform.db.engine import plain
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.uploads.rows import UploadRow

ZIP: Final = "application/zip"
# An answer may have 32 MiB; what has no room is named in `left_out`, and is shown in the portal.
MOST_BYTES: Final = 20 * 2**20


def own_file(data: Mapping[str, Rows]) -> bytes:
    """Any fault of the bucket is raised; a file that has gone meanwhile is among those left out."""
    out, left_out = BytesIO(), list[str]()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in _files(data, left_out):
            archive.writestr(name, content)
        whole = {"made_at": clock.now(), "left_out": left_out, "data": data}
        archive.writestr("data.json", json.dumps(whole, default=plain, ensure_ascii=False, indent=2))
    return out.getvalue()


def _files(data: Mapping[str, Rows], left_out: list[str]) -> Iterator[tuple[str, bytes]]:
    """Those that were accepted, documents before photos, the newest first."""
    from common.platform.storage import NoSuchObject, storage

    room = MOST_BYTES
    uploads = cast("Sequence[UploadRow]", [SimpleNamespace(**row) for row in data.get("uploads", ())])
    kept = [row for row in uploads if row.stored_object and row.leaving_at is None]
    kept.sort(key=lambda row: row.requested_at, reverse=True)
    for row in sorted(kept, key=lambda row: row.purpose):
        name = f"files/{row.id}{guess_extension(row.stored_type or '') or ''}"
        try:
            size = storage().size(settings().private_bucket, row.stored_object or "")
            if size > room:
                left_out.append(name)
                continue
            room -= size
            yield name, storage().read(settings().private_bucket, row.stored_object or "")
        except NoSuchObject:
            left_out.append(name)
