"""The task of spreading an announcement, and the event that its messages have in common."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from common.platform.queue import Lane, wake
from common.platform.text import Text

SPREAD: Final = "spread_announcement"
SPREADING: Final = Lane(SPREAD, Text("Pengumuman gagal disebarkan", en="An announcement was not spread"), grave=True)


def event_of(announcement_id: UUID) -> str:
    return f"announcement:{announcement_id}"


def wake_spreading() -> None:
    """Signal that an announcement is to be spread."""
    wake("announcements")
