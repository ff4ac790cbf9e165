"""A server that answers as a campus's own does, but for the faults that a test wants."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from common.ops.local.serving import HttpServer
from common.platform import clock
from common.platform.open_id.server import server
from tests.identity.certified import CLIENT, SECRET


@cache
def key(name: str) -> Any:
    assert name
    return rsa.generate_private_key(65537, 2048)


def public(name: str) -> dict[str, Any]:
    return {**RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True), "kid": name, "use": "sig", "alg": "RS256"}


class Forger(HttpServer):
    """`claims` replace those of a good token, None takes one away; `sign` replaces how it is signed."""

    def __init__(self) -> None:
        super().__init__("The forger", self._answer)
        self.reset()

    def reset(self) -> None:
        # Nobody keeps keys of an earlier test.
        server.cache_clear()
        self.claims: dict[str, Any] = {}
        self.signing: dict[str, Any] = {"key": key("kampus-1"), "algorithm": "RS256", "headers": {"kid": "kampus-1"}}
        self.keys = [public("kampus-1")]
        self.document: dict[str, Any] = {}
        self.status, self.token = 200, ""
        self.asked: list[str] = []
        self.forms: list[dict[str, str]] = []

    def settings(self) -> dict[str, str]:
        return {"CAMPUS_ISSUER": self.url, "CAMPUS_CLIENT_ID": CLIENT, "CAMPUS_CLIENT_SECRET": SECRET}

    def visit(self, address: str, **claims: Any) -> dict[str, str]:
        """As if somebody had signed in at `address`."""
        asked = dict(parse_qsl(urlsplit(address).query))
        now = clock.now()
        good = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "s-1",
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + timedelta(minutes=5),
            "email_verified": True,
            "name": "Siti Aminah",
        }
        wanted = {name: value for name, value in {**good, **claims, **self.claims}.items() if value is not None}
        self.token = jwt.encode(wanted, **self.signing)
        return {"state": asked["state"], "code": "kode", "iss": self.url}

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        status, body = self.status, self._bodies(environ)[path]
        start_response(f"{status} {'OK' if status == 200 else 'No'}", [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    def _bodies(self, environ: WSGIEnvironment) -> Mapping[str, Any]:
        if environ["REQUEST_METHOD"] == "POST":
            sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
            self.forms.append({name: value for name, [value] in parse_qs(sent).items()})
        places = {"authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/keys"}
        addresses = {name: self.url + place for name, place in places.items()}
        return {
            "/.well-known/openid-configuration": {"issuer": self.url, **addresses, **self.document},
            "/keys": {"keys": self.keys},
            "/token": {"id_token": self.token, "access_token": "x", "token_type": "Bearer"},
        }
