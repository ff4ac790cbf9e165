"""What the product asks of a bucket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

# An object that is one person's: no cache between may keep it.
PRIVATE: Final = "private, max-age=0"


class NoSuchObject(Exception):
    """There is no such object, no such generation of it, or no such bucket."""


class ObjectExists(Exception):
    """A write that was to be the first one found an object there."""


@dataclass(frozen=True)
class UploadPolicy:
    """Permission to send one object: the browser posts `fields`, in any order, then the file as field `file`."""

    url: str
    fields: dict[str, str]


class Storage(Protocol):
    """A service out of reach is an Outage, wrong rights are an Alarm, damage on the way is a Retry."""

    def upload_policy(
        self, bucket: str, name: str, *, content_type: str, max_bytes: int, expires_in: timedelta
    ) -> UploadPolicy:
        """Let the bearer send 1 to `max_bytes` bytes of exactly `content_type` under exactly this name."""

    def read_link(
        self,
        bucket: str,
        name: str,
        *,
        expires_in: timedelta,
        content_type: str | None = None,
        file_name: str | None = None,
        inline: bool = True,
    ) -> str:
        """An address that shows the object, without any other right, for at most seven days.

        `content_type` and `file_name` (any text) are in the answer to the browser; not `inline` makes it save the file.
        """

    def read(self, bucket: str, name: str, generation: int | None = None) -> bytes:
        """The whole object, checked against its checksum, else NoSuchObject. Ask `size` first of what others sent."""

    def size(self, bucket: str, name: str, generation: int | None = None) -> int:
        """Bytes, else NoSuchObject."""

    def generation(self, bucket: str, name: str) -> int:
        """Of the newest object, else NoSuchObject."""

    def write(
        self,
        bucket: str,
        name: str,
        data: bytes,
        content_type: str,
        *,
        only_new: bool = False,
        cache_control: str = PRIVATE,
    ) -> int:
        """The generation written. With `only_new` an object already there is ObjectExists.

        An answer lost on the way makes the client write again, so ObjectExists may also mean that this very
        call has written it.
        """

    def copy(self, bucket: str, name: str, new_name: str) -> None:
        """The same bytes once more in the same bucket, else NoSuchObject."""

    def write_parts(self, bucket: str, name: str, parts: Iterable[bytes], content_type: str) -> None:
        """An object that is sent while its parts come; it is there when all of them are, or not at all."""

    def delete(self, bucket: str, name: str, generation: int | None = None) -> None:
        """Gone afterwards, and no error when it was not there. With `generation` a newer object stays."""
