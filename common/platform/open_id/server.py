"""What the campus's server publishes: its addresses and its keys, kept for an hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from common.platform import clock
from common.platform.open_id.asking import STRANGE, ask, require_safe
from common.platform.outside import Alarm, Outage

if TYPE_CHECKING:
    from jwt import PyJWK

_KEPT = timedelta(hours=1)
# Tokens with made-up names of keys must not become requests to the campus.
_REFETCHED = timedelta(minutes=1)
_DOCUMENT = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class _Published:
    addresses: Mapping[str, Any]
    keys: Mapping[str, PyJWK]
    at: datetime


class Server:
    """One issuer. A key that is not known yet is looked for once more, at most once a minute."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._published: _Published | None = None

    def address(self, name: str) -> str:
        """An address by its name in the discovery document. Raises Alarm where there is none, or no safe one."""
        found = str(self._fresh(_KEPT).addresses.get(name, ""))
        require_safe(found)
        return found

    @property
    def takes_basic(self) -> bool:
        """Whether the client shows its secret in the Authorization header, which is the default."""
        methods = self._fresh(_KEPT).addresses.get("token_endpoint_auth_methods_supported")
        return not isinstance(methods, list) or "client_secret_basic" in methods

    def key(self, key_id: str) -> PyJWK | None:
        """The public key of that name, also one that came to be within the hour."""
        return self._fresh(_KEPT).keys.get(key_id) or self._fresh(_REFETCHED).keys.get(key_id)

    def _fresh(self, age: timedelta) -> _Published:
        """What was published, asked for again when it is older. Nobody waits for another one's asking."""
        kept = self._published
        if kept is None or clock.now() - kept.at > age:
            kept = self._published = self._fetched()
        return kept

    def _fetched(self) -> _Published:
        document = _asked(self.issuer.rstrip("/") + _DOCUMENT)
        # The document of another issuer would lead people, and the client's secret, elsewhere.
        if document.get("issuer") != self.issuer:
            raise Alarm(STRANGE.format(code="issuer"))
        return _Published(document, _keys(_asked(str(document.get("jwks_uri", "")))), clock.now())


@cache
def server(issuer: str) -> Server:
    return Server(issuer)


def _asked(url: str) -> Mapping[str, Any]:
    answer = ask(url)
    if answer.status != 200 or not answer.body:
        raise Outage(STRANGE.format(code=f"HTTP {answer.status}"))
    return answer.body


def _keys(document: Mapping[str, Any]) -> Mapping[str, PyJWK]:
    """Those that sign and have a name; kinds that we do not know are passed over."""
    from jwt import PyJWK, PyJWTError

    found: dict[str, PyJWK] = {}
    listed = document.get("keys")
    for key in listed if isinstance(listed, list) else []:
        if isinstance(key, dict) and key.get("kid") and key.get("use", "sig") == "sig":
            try:
                found[str(key["kid"])] = PyJWK(key)
            except (PyJWTError, ValueError, TypeError):
                continue
    return found
