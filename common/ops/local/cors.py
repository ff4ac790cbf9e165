"""Which pages of other origins may use the bucket, as a bucket's CORS setting says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.wrappers import Request, Response


@dataclass(frozen=True)
class Cors:
    """The origins ("*": every one), methods and headers that are let through; `max_age` in seconds.

    A preflight for anything else is answered without the permission, and the browser stops there, as with the real
    bucket: a header that the setting forgets shows on one machine already.
    """

    origins: frozenset[str] = frozenset({"*"})
    methods: tuple[str, ...] = ("GET", "HEAD", "PUT", "POST")
    headers: tuple[str, ...] = ("Content-Type", "x-goog-content-length-range")
    max_age: int = 3600

    def preflight(self, request: Request) -> Response:
        from werkzeug.wrappers import Response

        response = Response(status=200)
        asked = _words(request.headers.get("Access-Control-Request-Headers", ""))
        method = request.headers.get("Access-Control-Request-Method", "")
        if self._knows(request) and method in self.methods and asked <= _lower(self.headers):
            response.headers["Access-Control-Allow-Methods"] = ", ".join(self.methods)
            response.headers["Access-Control-Allow-Headers"] = ", ".join(self.headers)
            response.headers["Access-Control-Max-Age"] = str(self.max_age)
            self.allow(request, response)
        return response

    def allow(self, request: Request, response: Response) -> None:
        """Lets the page that asked read `response`."""
        response.headers.add("Vary", "Origin")
        if self._knows(request):
            response.headers["Access-Control-Allow-Origin"] = "*" if "*" in self.origins else request.headers["Origin"]
            response.headers["Access-Control-Expose-Headers"] = ", ".join(self.headers)

    def _knows(self, request: Request) -> bool:
        origin = request.headers.get("Origin")
        return origin is not None and ("*" in self.origins or origin in self.origins)


def _words(header: str) -> set[str]:
    return {word.strip().lower() for word in header.split(",") if word.strip()}


def _lower(names: Iterable[str]) -> set[str]:
    return {name.lower() for name in names}
