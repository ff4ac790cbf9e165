"""Cloud Storage, and the bucket server of one machine: the same client, with other settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from common.platform.outside import translated
from common.platform.settings import settings
from common.platform.storage import signing
from common.platform.storage.disposition import content_disposition
from common.platform.storage.faults import faults
from common.platform.storage.protocol import PRIVATE, NoSuchObject, ObjectExists, Storage, UploadPolicy

_CONNECT_SECONDS = 3.05
_PART = 1024 * 1024  # bytes that are sent at once; a multiple of 256 KiB


@cache
def storage() -> Storage:
    here = settings()
    signer = signing.key_file_signer if here.storage_emulator_host else signing.keyless_signer
    return CloudStorage(client(), signer, here.storage_public_url)


def client() -> Any:
    """Google's own, by the credentials of this place."""
    endpoint = settings().storage_emulator_host
    if not endpoint:
        return _client(credentials=signing.own_credentials())
    from google.auth.credentials import AnonymousCredentials

    nobody = AnonymousCredentials()  # type: ignore[no-untyped-call]
    return _client(credentials=nobody, client_options={"api_endpoint": endpoint})


def _client(**how: Any) -> Any:
    from google.cloud.storage import Client

    client = Client(project=settings().google_cloud_project, **how)
    # For traces that nobody reads, the client would ask for the bucket's description in a thread of its own: one
    # request more at each cold start, for a right (storage.buckets.get) that our accounts do not have.
    client._bucket_metadata_cache = None
    return client


class CloudStorage:
    """`signer` gives credentials that sign; it is asked at the first signature, since reading needs none."""

    def __init__(self, client: Any, signer: Callable[[], Any], public_url: str = "") -> None:
        self._client = client
        self._signer = signer
        self._base = (public_url or client.api_endpoint).rstrip("/")

    def upload_policy(
        self, bucket: str, name: str, *, content_type: str, max_bytes: int, expires_in: timedelta
    ) -> UploadPolicy:
        with translated(faults()):
            policy = self._client.generate_signed_post_policy_v4(
                bucket,
                name,
                expires_in,
                # A new list each time: the library adds its own conditions to the one it is given.
                conditions=[["content-length-range", 1, max_bytes]],
                fields={"content-type": content_type},
                credentials=self._signer(),
            )
        return UploadPolicy(f"{self._base}/{bucket}/", policy["fields"])

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
        with translated(faults()):
            return str(
                self._blob(bucket, name).generate_signed_url(
                    version="v4",
                    method="GET",
                    expiration=expires_in,
                    api_access_endpoint=self._base,
                    credentials=self._signer(),
                    response_type=content_type,
                    response_disposition=content_disposition(file_name, inline=inline),
                )
            )

    def read(self, bucket: str, name: str, generation: int | None = None) -> bytes:
        with translated(faults()):
            return bytes(self._blob(bucket, name, generation).download_as_bytes(**_patience()))

    def size(self, bucket: str, name: str, generation: int | None = None) -> int:
        return int(self._described(bucket, name, generation).size)

    def generation(self, bucket: str, name: str) -> int:
        return int(self._described(bucket, name).generation)

    def _described(self, bucket: str, name: str, generation: int | None = None) -> Any:
        blob = self._blob(bucket, name, generation)
        with translated(faults()):
            blob.reload(**_patience())
        return blob

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
        blob = self._blob(bucket, name)
        blob.cache_control = cache_control
        with translated(faults(ObjectExists)):
            # Repeating is safe: either the same bytes again, or the precondition refuses the second time.
            blob.upload_from_string(
                data, content_type=content_type, if_generation_match=0 if only_new else None, **_patience()
            )
        return int(blob.generation)

    def copy(self, bucket: str, name: str, new_name: str) -> None:
        here = self._client.bucket(bucket)
        with translated(faults()):
            # Repeating is safe: it writes the same bytes again.
            here.copy_blob(here.blob(name), here, new_name=new_name, **_patience())

    def write_parts(self, bucket: str, name: str, parts: Iterable[bytes], content_type: str) -> None:
        blob = self._blob(bucket, name)
        blob.cache_control = PRIVATE
        with translated(faults()), blob.open("wb", chunk_size=_PART, content_type=content_type, **_patience()) as sent:
            for part in parts:
                sent.write(part)

    def delete(self, bucket: str, name: str, generation: int | None = None) -> None:
        try:
            if generation is not None:
                self.size(bucket, name, generation)  # the bucket server of one machine deletes whatever is newest
            with translated(faults(NoSuchObject)):
                self._blob(bucket, name).delete(if_generation_match=generation, **_patience())
        except NoSuchObject:
            return

    def _blob(self, bucket: str, name: str, generation: int | None = None) -> Any:
        return self._client.bucket(bucket).blob(name, generation=generation)


def _patience() -> dict[str, Any]:
    """Seconds for one try, and for all tries together; what may be tried again is the library's knowledge."""
    from google.cloud.storage.retry import DEFAULT_RETRY

    seconds = settings().outside_timeout_seconds
    return {"timeout": (_CONNECT_SECONDS, seconds), "retry": DEFAULT_RETRY.with_timeout(seconds)}
