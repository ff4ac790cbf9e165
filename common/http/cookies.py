"""Cookies: the marks that they are set with, and the names that the browser knows them by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from flask import Request, Response

from common.http.call import Cookie
from common.platform.settings import settings

PREFIX = "__Secure-"


def set_cookie(response: Response, cookie: Cookie) -> None:
    """HttpOnly always. One origin: SameSite=Strict; with the portal on another origin: None and Partitioned."""
    apart = bool(settings().allowed_origin)
    response.set_cookie(
        _prefix() + cookie.name,
        cookie.value or "",
        max_age=timedelta(seconds=cookie.seconds) if cookie.value else 0,
        expires=None if cookie.value else datetime.fromtimestamp(0, UTC),
        path=cookie.path,
        secure=_secure(),
        httponly=True,
        samesite="None" if apart else "Strict",
        partitioned=apart,
    )


def cookies_of(request: Request) -> Mapping[str, str]:
    """By their names without the prefix. Where there has to be one, a cookie without it is not believed."""
    prefix = _prefix()
    return {name.removeprefix(prefix): value for name, value in request.cookies.items() if name.startswith(prefix)}


def _secure() -> bool:
    return settings().cookie_secure or bool(settings().allowed_origin)


def _prefix() -> str:
    """What keeps a page that came without TLS from setting the cookie; a browser takes it from https alone."""
    return PREFIX if _secure() and settings().portal_url.startswith("https://") else ""
