"""Publishing: the built portal goes into its bucket so that nobody ever meets half of a new one.

First what has new names, last the page that names them. What an earlier build had stays for tabs that are open, marked
with the time it went out of use; the bucket's lifecycle takes it away 30 days later. Only what differs is sent.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import Any

from common.domain.recruitment.share_tasks import FOLDER
from common.ops.static_site import INDEX, SECURITY, WORKER, cache_control, compressed, is_hashed, type_of
from common.platform.clock import now

# Lie in the bucket too: Terraform's, and the pages of open vacancies, which import_people writes.
_NOT_OURS = ("jwks.json", FOLDER)
_COMPRESSED = ".br"


@dataclass(frozen=True)
class File:
    """One object of the site, as it is to be there."""

    name: str
    content: bytes
    content_type: str
    encoding: str | None

    @property
    def cache_control(self) -> str:
        return cache_control(self.name)

    def is_there_as(self, blob: Any) -> bool:
        """A mark cannot be taken off again: what comes back into use is sent anew."""
        digest = b64encode(md5(self.content, usedforsecurity=False).digest()).decode()
        wanted = (digest, self.content_type, self.encoding, self.cache_control, None)
        return wanted == (
            blob.md5_hash,
            blob.content_type,
            blob.content_encoding or None,
            blob.cache_control,
            blob.custom_time,
        )


def files_of(built: Path) -> list[File]:
    """Hashed names first, the start page last, and then what keeps it on devices."""
    files = (file for file in built.rglob("*") if file.is_file() and not _is_twin(file))
    return sorted((_read(built, file) for file in files), key=_order)


def publish(built: Path, bucket: str, project: str, say: Callable[[str], None], security: str = "") -> None:
    """Bring the bucket `bucket` to what lies in the folder `built`, with the text `security` of security.txt."""
    client = _client(project)
    there = {blob.name: blob for blob in client.list_blobs(bucket) if not blob.name.startswith(_NOT_OURS)}
    files = _with_security(files_of(built), security)
    sent = [file for file in files if file.name not in there or not file.is_there_as(there[file.name])]
    for file in sent:
        _send(client.bucket(bucket), file)
    marked = _mark(there, {file.name for file in files})
    say(f"  {len(files)} files: {len(sent)} sent, {len(files) - len(sent)} as they were; {marked} out of use")


def _with_security(files: list[File], text: str) -> list[File]:
    """It is not of the build, which may be an old one: it expires."""
    if not text:
        return files
    return [File(SECURITY, text.encode(), "text/plain; charset=utf-8", None), *files]


def _client(project: str) -> Any:
    from google.cloud.storage import Client

    return Client(project=project)


def _is_twin(file: Path) -> bool:
    return file.suffix == _COMPRESSED and file.with_suffix("").is_file()


def _order(file: File) -> tuple[bool, bool, bool, str]:
    return file.name == WORKER, file.name == INDEX, not is_hashed(file.name), file.name


def _read(built: Path, file: Path) -> File:
    """A bucket does not choose by what a browser takes, so it holds the compressed twin, which every browser takes."""
    twin = compressed(file)
    packed = twin.is_file()
    kind = type_of(file)
    return File(
        file.relative_to(built).as_posix(),
        (twin if packed else file).read_bytes(),
        f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        "br" if packed else None,
    )


def _send(bucket: Any, file: File) -> None:
    blob = bucket.blob(file.name)
    blob.cache_control = file.cache_control
    blob.content_encoding = file.encoding
    blob.upload_from_string(file.content, content_type=file.content_type)


def _mark(there: Mapping[str, Any], wanted: Iterable[str]) -> int:
    """Whatever is in the bucket and not in the build any more; the number of those that were not marked before."""
    left = [blob for name, blob in there.items() if name not in wanted and blob.custom_time is None]
    for blob in left:
        blob.custom_time = now()
        blob.patch()
    return len(left)
