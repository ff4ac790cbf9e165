"""A check from outside that a deployment answers: the site, the keys, and two addresses of the API."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from common.ops.deploy.commands import Failed

PATIENCE = timedelta(minutes=5)
_PAUSE_SECONDS = 5
_TIMEOUT_SECONDS = 30
_KEYS, _API = "/jwks.json", ("/v1/jwks.json", "/v1/vacancies")


def addresses(address: str, api_origin: str) -> list[str]:
    """What is asked: `address` is the portal's, as links begin; `api_origin` is empty where it is the same origin."""
    page = address.partition("#")[0]
    parts = urlsplit(page)
    site = f"{parts.scheme}://{parts.netloc}"
    return [page, site + _KEYS, *((api_origin or site) + path for path in _API)]


def smoke_test(
    address: str, api_origin: str, fresh: bool, say: Callable[[str], None], patience: timedelta = PATIENCE
) -> bool:
    """Asks for at most `patience`, since neither a gateway nor a name is everywhere at once.

    A `fresh` name may have no address and no certificate even then: the answer is False. Raises Failed for whatever
    else does not answer well.
    """
    until = time.monotonic() + patience.total_seconds()
    for url in addresses(address, api_origin):
        answer = _status_of(url, until)
        if answer is None and fresh:
            say(f"  {url} cannot be reached yet.")
            return False
        if answer != 200:
            raise Failed(f"{url} answers {answer}." if answer else f"{url} cannot be reached.")
        say(f"  {answer} {url}")
    return True


def _status_of(url: str, until: float) -> int | None:
    """The status, or None without a connection."""
    while True:
        status = _status(url)
        if status == 200 or time.monotonic() > until:
            return status
        time.sleep(_PAUSE_SECONDS)


def _status(url: str) -> int | None:
    import requests

    try:
        return requests.get(url, timeout=_TIMEOUT_SECONDS).status_code
    except requests.ConnectionError:
        return None
    except requests.Timeout:
        return 504
