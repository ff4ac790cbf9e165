"""Every kind of message and its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.domain.notifications.texts.accounts import ACCOUNTS
from common.domain.notifications.texts.attendance import ATTENDANCE
from common.domain.notifications.texts.certificates import CERTIFICATES
from common.domain.notifications.texts.contracts import CONTRACTS
from common.domain.notifications.texts.selection import SELECTION
from common.domain.notifications.wording import Wording, needed

WORDINGS: Mapping[str, Wording] = ACCOUNTS | SELECTION | CONTRACTS | ATTENDANCE | CERTIFICATES


def check(kind: str, data: Mapping[str, Any]) -> Wording:
    """The wording of `kind`, sure to be filled by `data`; else LookupError, before anything is queued."""
    wording = WORDINGS[kind]
    if missing := needed(wording) - set(data):
        raise LookupError(f"a message {kind!r} also needs {', '.join(sorted(missing))}")
    return wording
