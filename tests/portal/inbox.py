"""What lies in somebody's inbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from common.platform import clock
from common.platform.live import InboxItem, live


def notified(person: Any, title: str, *, age: int = 0, link: str = "/profil", role: str = "") -> None:
    """A notice in the inbox, `age` minutes old."""
    now = clock.now()
    live().add_item(
        str(person.id),
        InboxItem(
            id=str(uuid4()),
            kind="uji",
            title=title,
            body="Isi pemberitahuan.",
            link=link,
            role=role,
            created_at=now - timedelta(minutes=age),
            expires_at=now + timedelta(days=1),
        ),
    )
