"""Meta's WhatsApp Cloud API: messages that a business starts must be templates that Meta has approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from common.platform.outside import Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.settings import Settings
from common.platform.text import Text
from common.platform.whatsapp.post import CREDENTIALS, Answer, checked, post
from common.platform.whatsapp.whatsapp import MissingTemplate

GRAPH = "https://graph.facebook.com"

_UNREGISTERED = Text("nomor tidak terdaftar di WhatsApp ({code})", en="the number is not on WhatsApp ({code})")
_INVALID = Text("isi pesan WhatsApp ditolak ({code})", en="the content was refused by WhatsApp ({code})")
_MISSING = Text(
    "templat WhatsApp {template} ({language}) belum terdaftar di Meta ({code})",
    en="the WhatsApp template {template} ({language}) is not registered with Meta ({code})",
)
_TEMPLATE = Text("templat WhatsApp ditolak ({code})", en="the WhatsApp template was refused ({code})")
_WINDOW = Text("batas 24 jam WhatsApp terlewati ({code})", en="the 24-hour window of WhatsApp is over ({code})")
_HELD_BACK = Text(
    "WhatsApp menahan pesan untuk penerima ini ({code})", en="WhatsApp holds back from this person ({code})"
)
_BUSY = Text("WhatsApp sedang sibuk ({code})", en="WhatsApp is busy ({code})")
_RESTRICTED = Text(
    "akun WhatsApp dibatasi atau belum dibayar ({code})", en="the WhatsApp account is restricted or unpaid ({code})"
)

Meaning = tuple[type[OutsideFault], Text]

# Meta's error codes; what is not here is tried again, since an error that nobody knows may pass.
_CODES: dict[range | int, Meaning] = {
    100: (Permanent, _INVALID),
    131008: (Permanent, _INVALID),
    131009: (Permanent, _INVALID),
    131026: (Permanent, _UNREGISTERED),
    131047: (Permanent, _WINDOW),
    # Meta chose not to deliver to this person; trying again makes it worse.
    131049: (Permanent, _HELD_BACK),
    range(132000, 132016): (Permanent, _TEMPLATE),
    0: (Alarm, CREDENTIALS),
    3: (Alarm, CREDENTIALS),
    10: (Alarm, CREDENTIALS),
    190: (Alarm, CREDENTIALS),
    range(200, 300): (Alarm, CREDENTIALS),
    # Our own number is gone (33), not registered (133010) or may not do this (131005).
    33: (Alarm, CREDENTIALS),
    131005: (Alarm, CREDENTIALS),
    133010: (Alarm, CREDENTIALS),
    # Policy, lock, payment, flagged as spam: an admin must act in WhatsApp Manager.
    368: (Alarm, _RESTRICTED),
    131031: (Alarm, _RESTRICTED),
    131042: (Alarm, _RESTRICTED),
    131048: (Alarm, _RESTRICTED),
    # The service is down (1, 2, 131000, 131016, 133004), we send too fast (4, 80007, 130429), or our account is being
    # moved (131057).
    1: (Outage, _BUSY),
    2: (Outage, _BUSY),
    4: (Outage, _BUSY),
    80007: (Outage, _BUSY),
    130429: (Outage, _BUSY),
    131000: (Outage, _BUSY),
    131016: (Outage, _BUSY),
    131057: (Outage, _BUSY),
    133004: (Outage, _BUSY),
}
# 100 with this subcode is not about the message: no such phone id, or no right to see it.
_NO_SUCH_OBJECT = 33
# The name is unknown, or unknown in this language.
_NO_SUCH_TEMPLATE = 132001


@dataclass(frozen=True)
class MetaCloud:
    """`url` without a slash at its end, `version` like `v26.0`, `timeout` in seconds."""

    url: str
    version: str
    phone_id: str
    token: str
    timeout: float

    @classmethod
    def of(cls, here: Settings) -> MetaCloud:
        url = (here.whatsapp_url or GRAPH).rstrip("/")
        seconds = here.outside_timeout_seconds
        return cls(url, here.whatsapp_version, here.whatsapp_phone_id, here.whatsapp_token.strip(), seconds)

    def send(self, to_e164: str, text: str, template: str, parameters: tuple[str, ...], language: str) -> str:
        content = _content(checked(to_e164), template, parameters, language)
        where = f"{self.url}/{self.version}/{self.phone_id}/messages"
        answer = post(where, f"Bearer {self.token}", self.timeout, json=content)
        if _is_missing(answer):
            raise MissingTemplate(_MISSING.format(template=template, language=language, code=_NO_SUCH_TEMPLATE))
        return _message_id(answer)


def _content(to: str, template: str, parameters: tuple[str, ...], language: str) -> dict[str, Any]:
    named: dict[str, Any] = {"name": template, "language": {"code": language}}
    if parameters:
        body = [{"type": "text", "text": _one_line(value)} for value in parameters]
        named["components"] = [{"type": "body", "parameters": body}]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": "template",
        "template": named,
    }


def _is_missing(answer: Answer) -> bool:
    match answer.body:
        case {"error": {"code": int(code)}}:
            return code == _NO_SUCH_TEMPLATE
    return False


def _one_line(value: str) -> str:
    """Meta takes no line break, no tab, no run of blanks and no empty text for a parameter."""
    return " ".join(value.split()) or "-"


def _message_id(answer: Answer) -> str:
    match answer.body:
        case {"messages": [{"id": str(found)}, *_]} if answer.fine:
            return found
        case {"error": {"code": int(code), **rest}}:
            raise _fault(code, rest.get("error_subcode"))
    raise answer.unsorted()


def _fault(code: int, subcode: object) -> OutsideFault:
    if code == 100 and subcode == _NO_SUCH_OBJECT:
        return Alarm(CREDENTIALS.format(code=f"{code}/{subcode}"))
    kind, reason = next((meaning for known, meaning in _CODES.items() if _is(code, known)), (Retry, _BUSY))
    return kind(reason.format(code=code))


def _is(code: int, known: range | int) -> bool:
    return code in known if isinstance(known, range) else code == known
