"""The bell: a person's inbox in the notification plane, which is asked without the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from common.platform.auth import Actor
from common.platform.errors import Invalid
from common.platform.fields import not_valid
from common.platform.text import Text

_CURSOR = Text("Penanda halaman", en="Page cursor")


def read(actor: Actor, *, limit: int, after: str | None) -> dict[str, Any]:
    """A page of the actor's own items, the newest first, with the count of unread ones (100 at most)."""
    from common.platform.live import BadCursor, live

    try:
        return vars(live().inbox(str(actor.person_id), limit=limit, before=after))
    except BadCursor:
        raise Invalid(fields={"after": [not_valid(_CURSOR)]}) from None


def mark_read(actor: Actor, ids: Sequence[UUID] | None) -> None:
    """These items, or all of them."""
    from common.platform.live import live

    live().mark_read(str(actor.person_id), None if ids is None else [str(key) for key in ids])
