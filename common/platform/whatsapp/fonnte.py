"""Fonnte: a gateway that sends plain text from a phone of the campus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from common.platform.outside import Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.settings import Settings
from common.platform.text import Text
from common.platform.whatsapp.post import CREDENTIALS, Answer, checked, post

FONNTE = "https://api.fonnte.com"

_UNREGISTERED = Text("nomor tidak terdaftar di WhatsApp", en="the number is not on WhatsApp")
_QUOTA = Text("kuota Fonnte habis", en="the Fonnte quota is used up")
_REFUSED = Text("Fonnte menolak: {code}", en="Fonnte refused: {code}")

# What a refusal starts with; any other is tried again.
_REASONS: dict[str, tuple[type[OutsideFault], Text]] = {
    "token invalid": (Alarm, CREDENTIALS),
    "invalid token": (Alarm, CREDENTIALS),
    "unknown token": (Alarm, CREDENTIALS),
    "insufficient quota": (Alarm, _QUOTA),
    # The phone of the campus is off.
    "request invalid on disconnected device": (Outage, _REFUSED),
    "target invalid": (Permanent, _UNREGISTERED),
    "invalid target": (Permanent, _UNREGISTERED),
}


@dataclass(frozen=True)
class Fonnte:
    """`url` without a slash at its end, `timeout` in seconds."""

    url: str
    token: str
    timeout: float

    @classmethod
    def of(cls, here: Settings) -> Fonnte:
        return cls((here.whatsapp_url or FONNTE).rstrip("/"), here.whatsapp_token.strip(), here.outside_timeout_seconds)

    def send(self, to_e164: str, text: str, template: str, parameters: tuple[str, ...], language: str) -> str:
        # The number is international already: 0 keeps Fonnte from putting a country code before it.
        form = {"target": checked(to_e164).removeprefix("+"), "message": text, "countryCode": "0"}
        return _message_id(post(f"{self.url}/send", self.token, self.timeout, data=form))


def _message_id(answer: Answer) -> str:
    """Fonnte answers 200 to a refusal too, and writes its keys now small, now large."""
    body = {str(key).lower(): value for key, value in answer.body.items()}
    if answer.fine and body.get("status") is True:
        return _first(body.get("id"))
    if body.get("status") is False and not answer.busy:
        raise _fault(str(body.get("reason", "")))
    raise answer.unsorted()


def _first(ids: Any) -> str:
    return str(ids[0]) if isinstance(ids, list) and ids else str(ids or "")


def _fault(reason: str) -> OutsideFault:
    said = " ".join(reason.lower().split())[:80] or "?"
    known = (meaning for start, meaning in _REASONS.items() if said.startswith(start))
    kind, text = next(known, (Retry, _REFUSED))
    return kind(text.format(code=said))
