"""Where a copy of the campus lies: a folder, or a part of a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Protocol

_SCHEME = "gs://"
_PRIVATE = 0o700


class Place(Protocol):
    """Files by their names, which may have slashes. Writing replaces."""

    def reading(self, name: str) -> IO[bytes]:
        """Raises FileNotFoundError."""

    def writing(self, name: str) -> IO[bytes]: ...


def place(address: str) -> Place:
    """`gs://bucket/prefix`, or the path of a folder."""
    if address.startswith(_SCHEME):
        bucket, _, prefix = address.removeprefix(_SCHEME).partition("/")
        return Bucket(bucket, prefix.strip("/"))
    return Folder(Path(address))


class Folder:
    """It holds names, addresses and password hashes: nobody else may look into it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def reading(self, name: str) -> IO[bytes]:
        return (self._root / name).open("rb")

    def writing(self, name: str) -> IO[bytes]:
        file = self._root / name
        self._root.mkdir(parents=True, exist_ok=True)
        self._root.chmod(_PRIVATE)
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("wb")


class Bucket:
    """`prefix` stands before each name."""

    def __init__(self, bucket: str, prefix: str = "") -> None:
        self._bucket, self._prefix = bucket, f"{prefix}/" if prefix else ""

    def reading(self, name: str) -> IO[bytes]:
        from google.api_core.exceptions import NotFound

        blob = self._blob(name)
        try:
            blob.reload()
        except NotFound as missing:
            raise FileNotFoundError(f"{_SCHEME}{self._bucket}/{self._prefix}{name}") from missing
        found: IO[bytes] = blob.open("rb")
        return found

    def writing(self, name: str) -> IO[bytes]:
        made: IO[bytes] = self._blob(name).open("wb", ignore_flush=True)
        return made

    def names(self) -> set[str]:
        """Of every object; the product itself never lists any."""
        found = self._client.list_blobs(self._bucket, prefix=self._prefix, fields="items(name),nextPageToken")
        return {blob.name.removeprefix(self._prefix) for blob in found}

    def _blob(self, name: str) -> Any:
        return self._client.bucket(self._bucket).blob(self._prefix + name)

    @cached_property
    def _client(self) -> Any:
        from common.platform.storage.cloud import client

        return client()


class Hashing:
    """What is written goes on to `out`, and is counted and hashed on its way."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._digest, self.bytes, self.lines = out, sha256(), 0, 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.bytes += len(data)
        self.lines += data.count(b"\n")
        return self._out.write(data)

    def described(self) -> dict[str, Any]:
        return {"bytes": self.bytes, "sha256": self._digest.hexdigest()}


@contextmanager
def hashing(where: Place, name: str) -> Iterator[Hashing]:
    with where.writing(name) as out:
        yield Hashing(out)
