"""Requests to the server that signs people in: bounded in time and size, answered by a JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from common.platform.outgoing import reaching, session
from common.platform.outside import Alarm, Outage, Retry
from common.platform.settings import settings
from common.platform.text import Text

_LONGEST = 256 * 1024
_HERE = {"localhost", "127.0.0.1"}
STRANGE = Text("jawaban server akun kampus tidak dikenal ({code})", en="strange answer of the sign-in server ({code})")
NOT_SAFE = Text("alamat server akun kampus tidak aman ({code})", en="unsafe address of the sign-in server ({code})")


@dataclass(frozen=True)
class Answer:
    """`body` is empty when no JSON object came back."""

    status: int
    body: Mapping[str, Any]


def ask(url: str, *, form: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None) -> Answer:
    """GET, or POST of `form`. Raises Outage where nobody answers, Alarm for an address without TLS."""
    require_safe(url)
    content = b""
    with reaching(), session() as client:
        wait, sent = settings().outside_timeout_seconds, {"Accept": "application/json"}
        method = "GET" if form is None else "POST"
        with client.request(
            method, url, data=form, auth=auth, headers=sent, timeout=wait, allow_redirects=False, stream=True
        ) as answer:
            for piece in answer.iter_content(16 * 1024):
                content += piece
                if len(content) > _LONGEST:
                    raise Retry(STRANGE.format(code="too long"))
    if answer.status_code == 429 or answer.status_code >= 500:
        raise Outage(STRANGE.format(code=f"HTTP {answer.status_code}"))
    return Answer(answer.status_code, _object(content))


def require_safe(url: str) -> None:
    """Raises Alarm unless it is https; on this machine, plain http is as safe."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise Alarm(NOT_SAFE.format(code=url[:100]))


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
