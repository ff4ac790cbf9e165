"""Who may come in: 401 and 403, before anything is read or done."""

from __future__ import annotations

import re

from flask import Request

from common.http.declare import Endpoint
from common.platform.auth import Actor
from common.platform.auth.tokens import Claims, verify
from common.platform.errors import Forbidden, Unauthenticated, WrongOrigin
from common.platform.log import current_request_id, log
from common.platform.settings import settings

_MARK = re.compile(r"[0-9a-f]{32}")


def authenticate(endpoint: Endpoint, request: Request) -> Claims | None:
    """The claims of a good token; None on a public endpoint, which looks at no token at all."""
    return None if endpoint.public else verify(_bearer(request))


def authorise(endpoint: Endpoint, claims: Claims | None) -> None:
    """Raises Forbidden unless the role of the token is one of those declared."""
    if claims and claims.role not in endpoint.roles:
        raise Forbidden()


def caller(claims: Claims | None, request: Request) -> Actor:
    """The actor by the token alone: for a function without a database, and for the trace of a refusal."""
    if claims is None:
        return Actor.public(client_ip(request), current_request_id())
    return Actor(
        claims.person_id,
        claims.role,
        session_id=claims.session_id,
        ip=client_ip(request),
        request_id=current_request_id(),
    )


def client_ip(request: Request) -> str:
    """The address that the outermost trusted proxy saw; what a client writes before it is not believed."""
    hops, trusted = _hops(request), settings().trusted_proxies
    return hops[-trusted] if 0 < trusted <= len(hops) else request.remote_addr or ""


def _hops(request: Request) -> list[str]:
    return [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]


def log_check(request: Request) -> None:
    """`make check-campus` asks how many entries a request has come with; only their number is logged."""
    mark = request.headers.get("X-Check", "")
    if _MARK.fullmatch(mark):
        marks = {"event": "check", "check": mark, "hops": len(_hops(request)), "trusted": settings().trusted_proxies}
        log.info("checked", extra=marks)


def require_own_page(endpoint: Endpoint, request: Request) -> None:
    """A cookie comes by itself, so no page of another site may make use of one. Raises WrongOrigin."""
    origin = request.headers.get("Origin", "")
    if endpoint.cookie and origin and origin not in {settings().portal_url, settings().allowed_origin}:
        raise WrongOrigin()


def _bearer(request: Request) -> str:
    """Behind the gateway the caller's own token is the forwarded one; Authorization then holds the gateway's."""
    header = request.headers.get("X-Forwarded-Authorization") or request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated()
    return token
