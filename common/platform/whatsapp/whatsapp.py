"""Who carries a WhatsApp message: chosen by the settings, or nobody."""

from __future__ import annotations

from typing import Protocol

from common.platform.outside import Alarm
from common.platform.settings import settings


class MissingTemplate(Alarm):
    """The provider does not know the template of this message; others may go."""


class WhatsApp(Protocol):
    def send(self, to_e164: str, text: str, template: str, parameters: tuple[str, ...], language: str) -> str:
        """The provider's id of the message; raises an `OutsideFault` when it was not taken.

        A provider with templates fills `template` (in `language`, `id` or `en`) with `parameters`; one without sends
        `text`. Taken is not yet delivered.
        """


def whatsapp() -> WhatsApp | None:
    """None where the campus has no provider."""
    here = settings()
    match here.whatsapp_provider:
        case "":
            return None
        case "meta":
            from common.platform.whatsapp.meta import MetaCloud

            return MetaCloud.of(here)
        case "fonnte":
            from common.platform.whatsapp.fonnte import Fonnte

            return Fonnte.of(here)
    raise ValueError(f"WHATSAPP_PROVIDER={here.whatsapp_provider!r} is none of 'meta', 'fonnte', ''")
