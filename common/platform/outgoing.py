"""HTTP to services outside: without redirects, and the machine's own proxies and `.netrc` have no say."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from common.platform.outside import NO_ANSWER, OUT_OF_REACH, Meanings, Outage, means, translated

if TYPE_CHECKING:
    import requests


def session() -> requests.Session:
    """A client that takes nothing from its surroundings; only the settings have a say."""
    import requests

    client = requests.Session()
    client.trust_env = False
    return client


def reaching() -> AbstractContextManager[None]:
    """Raises Outage where the service does not answer, or not in time."""
    import requests

    faults: Meanings = {
        requests.Timeout: means(Outage, NO_ANSWER),
        requests.RequestException: means(Outage, OUT_OF_REACH),
    }
    return translated(faults)
