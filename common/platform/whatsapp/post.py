"""One POST to a provider: bounded in time, without redirects; the caller decides what an answer means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from common.platform.outgoing import reaching, session
from common.platform.outside import Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.text import Text

if TYPE_CHECKING:
    import requests

NOT_A_NUMBER = Text("nomor WhatsApp tidak valid", en="the WhatsApp number is not valid")
CREDENTIALS = Text(
    "penyedia WhatsApp menolak token atau izin ({code})",
    en="the WhatsApp provider refused our token or rights ({code})",
)
STRANGE = Text(
    "jawaban penyedia WhatsApp tidak dikenal ({code})", en="strange answer of the WhatsApp provider ({code})"
)


@dataclass(frozen=True)
class Answer:
    """`body` is the JSON object that came back, empty when none did."""

    status: int
    body: Mapping[str, Any]

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300

    @property
    def busy(self) -> bool:
        """The provider is down, or we ask too often."""
        return self.status == 429 or self.status >= 500

    def unsorted(self) -> OutsideFault:
        """By the status alone, where the body has no known code."""
        if self.status in {401, 403}:
            return Alarm(CREDENTIALS.format(code=f"HTTP {self.status}"))
        return (Outage if self.busy else Retry)(STRANGE.format(code=f"HTTP {self.status}"))


def post(url: str, token: str, timeout: float, **content: Any) -> Answer:
    """`content` is `json=` or `data=` of requests; `timeout` in seconds, for the connection and for each read."""
    headers = {"Authorization": token}
    with reaching():
        answer = _session().post(url, headers=headers, timeout=timeout, allow_redirects=False, **content)
    return Answer(answer.status_code, _object(answer))


@cache
def _session() -> requests.Session:
    """Keeps connections open for a batch."""
    return session()


def _object(answer: requests.Response) -> Mapping[str, Any]:
    import requests

    try:
        found = answer.json()
    except requests.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def checked(to_e164: str) -> str:
    """Fonnte reads commas and bars in a number as more receivers: nothing but E.164 leaves."""
    if not re.fullmatch(r"\+[1-9]\d{6,14}", to_e164, re.ASCII):
        raise Permanent(NOT_A_NUMBER)
    return to_e164
