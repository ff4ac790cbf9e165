"""Every kind of message and its words."""

from __future__ import annotations

from collections.abc import Mapping

from common.domain.notifications.template import Template, needed
from common.domain.notifications.texts.accounts import ACCOUNTS
from common.domain.notifications.texts.announcements import ANNOUNCEMENTS
from common.domain.notifications.texts.attendance import ATTENDANCE
from common.domain.notifications.texts.certificates import CERTIFICATES
from common.domain.notifications.texts.contracts import CONTRACTS
from common.domain.notifications.texts.exports import EXPORTS
from common.domain.notifications.texts.seats import SEATS
from common.domain.notifications.texts.selection import SELECTION

TEMPLATES: Mapping[str, Template] = (
    ACCOUNTS | SELECTION | SEATS | CONTRACTS | ATTENDANCE | CERTIFICATES | EXPORTS | ANNOUNCEMENTS
)


def check(kind: str, data: Mapping[str, object]) -> Template:
    """The template of `kind`, sure to be filled by `data`; else LookupError, before anything is queued."""
    template = TEMPLATES[kind]
    if missing := needed(template) - set(data):
        raise LookupError(f"a message {kind!r} also needs {', '.join(sorted(missing))}")
    return template
