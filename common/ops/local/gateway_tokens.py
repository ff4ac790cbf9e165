"""The check of tokens before a function is asked, with the statuses and sentences of Envoy's filter."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jwt import PyJWK
    from werkzeug.wrappers import Request, Response

# Envoy's tolerance for clocks that differ.
_SKEW_SECONDS = 60
_KEYS_GOOD_FOR_SECONDS = 2.0
_INVALID = ', error="invalid_token"'
_FORM = "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections"


class Refused(Exception):
    """An answer of the gateway itself; `challenge` is what its `www-authenticate` says after the realm, if any."""

    def __init__(self, status: int, message: str, challenge: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.challenge = status, message, challenge

    def response(self, url: str) -> Response:
        from werkzeug.wrappers import Response

        body = json.dumps({"code": self.status, "message": self.message})
        response = Response(body, self.status, content_type="application/json")
        if self.challenge is not None:
            response.headers["WWW-Authenticate"] = f'Bearer realm="{url}"{self.challenge}'
        return response


class Tokens:
    """The check of tokens, in the order in which Envoy's filter looks: form, issuer, time, audience, signature."""

    def __init__(self, definition: Mapping[str, Any], jwks: Callable[[], Mapping[str, Any]]) -> None:
        self._issuer = definition["x-google-issuer"]
        self._audiences = definition["x-google-audiences"].split(",")
        self._places = definition["x-google-jwt-locations"]
        self._jwks = jwks
        self._keys: tuple[float, list[PyJWK]] = (float("-inf"), [])

    def check(self, request: Request) -> dict[str, Any]:
        """The payload of a good token. Raises Refused."""
        import jwt

        token = self._token(request)
        try:
            parsed = jwt.decode_complete(token, options={"verify_signature": False})
        except jwt.InvalidTokenError:
            raise _refused(_FORM) from None
        if not parsed["signature"]:
            raise _refused(_FORM)
        if parsed["header"].get("alg", "none") == "none":
            raise _refused("Jwt header [alg] is not supported")
        payload: dict[str, Any] = parsed["payload"]
        self._check_claims(payload)
        self._check_signature(token, parsed["header"])
        return payload

    def _token(self, request: Request) -> str:
        for place in self._places:
            value, prefix = request.headers.get(place["header"], ""), place["value_prefix"]
            if value.startswith(prefix):
                return value.removeprefix(prefix)
        raise Refused(401, "Jwt is missing", "")

    def _check_claims(self, payload: Mapping[str, Any]) -> None:
        now = time.time()
        if payload.get("iss") != self._issuer:
            raise _refused("Jwt issuer is not configured")
        if _seconds(payload, "nbf", 0) > now + _SKEW_SECONDS:
            raise _refused("Jwt not yet valid")
        if _seconds(payload, "exp", now) < now - _SKEW_SECONDS:
            raise _refused("Jwt is expired")
        named = payload.get("aud")
        if not any(audience in self._audiences for audience in (named if isinstance(named, list) else [named])):
            raise _refused("Audiences in Jwt are not allowed", 403)

    def _check_signature(self, token: str, header: Mapping[str, Any]) -> None:
        import jwt

        fitting = [key for key in self._current_keys() if _fits(key, header)]
        if not fitting:
            raise _refused("Jwks doesn't have key to match kid or alg from Jwt")
        for key in fitting:
            try:
                jwt.PyJWS().decode(token, key, algorithms=[header["alg"]])
                return
            except jwt.InvalidTokenError:
                continue
        raise _refused("Jwt verification fails")

    def _current_keys(self) -> list[PyJWK]:
        from jwt import PyJWK

        asked, keys = self._keys
        if time.monotonic() - asked > _KEYS_GOOD_FOR_SECONDS:
            keys = [PyJWK(dict(key)) for key in self._jwks()["keys"]]
            self._keys = (time.monotonic(), keys)
        return keys


def _refused(message: str, status: int = 401) -> Refused:
    return Refused(status, message, _INVALID)


def _seconds(payload: Mapping[str, Any], claim: str, otherwise: float) -> float:
    value = payload.get(claim, otherwise)
    if not isinstance(value, int | float):
        raise _refused(f"Jwt payload [{claim}] field is not an integer")
    return value


def _fits(key: PyJWK, header: Mapping[str, Any]) -> bool:
    same_key: bool = header.get("kid", key.key_id) == key.key_id
    return same_key and key.algorithm_name == header["alg"]
