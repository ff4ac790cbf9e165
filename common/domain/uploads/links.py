"""Short-lived links to files that were inspected and kept. Who may have one is decided before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from common.domain.uploads.errors import FileNotReady
from common.platform import clock
from common.platform.settings import settings

if TYPE_CHECKING:

    class StoredFile(Protocol):
        """Where a file is kept in the private bucket, and as what."""

        stored_object: str | None
        stored_type: str | None

    from common.domain.uploads.views import LinkViewData


def link(stored_object: str | None, content_type: str | None, file_name: str) -> LinkViewData:
    """A link that shows the object in the browser, under `file_name` when it is saved. Raises FileNotReady."""
    from common.platform.storage import storage

    if stored_object is None or content_type is None:
        raise FileNotReady()
    life = timedelta(minutes=settings().link_minutes)
    expires_at = clock.now() + life
    url = storage().read_link(
        settings().private_bucket, stored_object, expires_in=life, content_type=content_type, file_name=file_name
    )
    return {"url": url, "expires_at": expires_at, "content_type": content_type}
