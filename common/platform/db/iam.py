"""The service account's access token, from Cloud Run's metadata server: the password of IAM database authentication."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from http.client import HTTPConnection
from threading import Lock

from common.platform import clock

_HOST = "metadata.google.internal"
_PATH = "/computeMetadata/v1/instance/service-accounts/default/token"

_lock = Lock()
_token = ""
_good_until: datetime | None = None


def access_token() -> str:
    """A token that is good for at least one minute; fetched again only when it is about to expire."""
    global _token, _good_until  # noqa: PLW0603 - one token per process is the point
    with _lock:
        if _good_until is None or clock.now() >= _good_until:
            _token, seconds = _fetch()
            _good_until = clock.now() + timedelta(seconds=seconds - 60)
        return _token


def _fetch() -> tuple[str, int]:
    connection = HTTPConnection(_HOST, timeout=5)
    try:
        connection.request("GET", _PATH, headers={"Metadata-Flavor": "Google"})
        answer = json.loads(connection.getresponse().read())
        return answer["access_token"], int(answer["expires_in"])
    finally:
        connection.close()
