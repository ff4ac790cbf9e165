"""WhatsApp templates at Meta: listed, registered in category Utility, and compared with the words of the product."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from common.domain.notifications.template import parameters, template_text
from common.domain.notifications.texts import TEMPLATES
from common.platform.outgoing import reaching, session
from common.platform.outside import OutsideFault
from common.platform.settings import Settings, settings
from common.platform.text import LANGUAGES
from common.platform.whatsapp.meta import GRAPH

_CATEGORY, _READY = "UTILITY", "APPROVED"
_EXAMPLES = {"name": "Siti Aminah", "course": "Basis Data", "number": "0012/ASLAB/2026"}
_UNSET = "{name} is not set: see common/docs/runbook/whatsapp.md"

Say = Callable[[str], None]
Key = tuple[str, str]


class Refused(Exception):
    """Meta did not do what it was asked for; the message is one line."""


@dataclass(frozen=True)
class Wanted:
    """A template as the product words it."""

    name: str
    language: str
    text: str
    examples: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.name, self.language

    @property
    def components(self) -> list[dict[str, Any]]:
        return [{"type": "BODY", "text": self.text, "example": {"body_text": [[*self.examples]]}}]

    def faults(self, there: Mapping[str, Any] | None) -> Iterator[str]:
        """What is not as it has to be at Meta."""
        if there is None:
            yield "missing"
            return
        if _body(there) != self.text:
            yield "other words"
        if there.get("category") != _CATEGORY:
            yield f"category {there.get('category')}, not {_CATEGORY}"
        if there.get("status") != _READY:
            yield f"status {there.get('status')}"


def wanted() -> list[Wanted]:
    """Each kind that goes by WhatsApp, in both languages."""
    return [
        Wanted(kind, language, text, tuple(_EXAMPLES.get(name, name) for name in parameters(template)))
        for kind, template in TEMPLATES.items()
        for language in LANGUAGES
        if (text := template_text(template, language))
    ]


def print_templates(say: Say) -> int:
    """Each template's name, language and body."""
    for one in wanted():
        say(f"--- {one.name} ({one.language})\n{one.text}\n")
    return 0


def check_templates(say: Say) -> int:
    """One line for each that is not ready at Meta; 1 if there is any."""
    there, ready = Account.of(settings()).templates(), 0
    for one in wanted():
        faults = ", ".join(one.faults(there.get(one.key)))
        ready += not faults
        if faults:
            say(f"{one.name} ({one.language}): {faults}")
    say(f"{ready} of {len(wanted())} templates are ready.")
    return int(ready < len(wanted()))


def register_templates(say: Say) -> int:
    """Add what is missing, and change what has other words or another category. Meta then looks at each."""
    account = Account.of(settings())
    there = account.templates()
    for one in wanted():
        known = there.get(one.key)
        if known is None:
            account.add(one)
            say(f"{one.name} ({one.language}): registered")
        elif _body(known) != one.text or known.get("category") != _CATEGORY:
            account.change(str(known["id"]), one)
            say(f"{one.name} ({one.language}): changed")
    say("Meta looks at what is new for minutes, at most a day; CHECK=1 says when all are ready.")
    return 0


@dataclass(frozen=True)
class Account:
    """A WhatsApp business account by its address in the Graph API."""

    base: str
    account_id: str
    token: str
    timeout: float

    @classmethod
    def of(cls, here: Settings) -> Account:
        """Raises Refused for a setting that is missing."""
        for name in ("whatsapp_token", "whatsapp_account_id"):
            if not getattr(here, name):
                raise Refused(_UNSET.format(name=name.upper()))
        base = f"{(here.whatsapp_url or GRAPH).rstrip('/')}/{here.whatsapp_version}"
        return cls(base, here.whatsapp_account_id, here.whatsapp_token.strip(), here.outside_timeout_seconds)

    def templates(self) -> dict[Key, dict[str, Any]]:
        """All that are there, by name and language."""
        found: dict[Key, dict[str, Any]] = {}
        asked = {"fields": "id,name,language,category,status,components", "limit": "100"}
        while True:
            page = self._asked("GET", f"{self.account_id}/message_templates", params=asked)
            found |= {(one["name"], one["language"]): one for one in page["data"]}
            if "next" not in page.get("paging", {}):
                return found
            asked = {**asked, "after": page["paging"]["cursors"]["after"]}

    def add(self, one: Wanted) -> None:
        new = {"name": one.name, "language": one.language, "category": _CATEGORY, "components": one.components}
        self._asked("POST", f"{self.account_id}/message_templates", json=new)

    def change(self, template_id: str, one: Wanted) -> None:
        self._asked("POST", template_id, json={"category": _CATEGORY, "components": one.components})

    def _asked(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            with session() as client, reaching():
                answer = client.request(
                    method,
                    f"{self.base}/{path}",
                    headers=headers,
                    timeout=self.timeout,
                    allow_redirects=False,
                    **content,
                )
                body = answer.json()
        except OutsideFault as fault:
            raise Refused(f"Meta: {fault.reason.en}") from fault
        if not answer.ok or not isinstance(body, dict):
            said = body.get("error", {}).get("message", "") if isinstance(body, dict) else ""
            raise Refused(f"Meta refused: HTTP {answer.status_code} {said}".rstrip())
        return body


def _body(template: Mapping[str, Any]) -> str:
    parts = (part for part in template.get("components", ()) if part.get("type") == "BODY")
    return next((str(part.get("text", "")) for part in parts), "")
