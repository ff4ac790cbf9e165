"""Signals that wake the function that works a queue off."""

from __future__ import annotations

from common.platform.log import log
from common.platform.settings import settings


def wake(topic: str) -> None:
    """A lost signal costs a minute at most: the sweep is the guarantee."""
    if not settings().wake_delivery:
        return
    from common.platform.live import live

    try:
        live().signal(topic)
    except Exception:
        log.warning("nobody was woken for %s; the sweep will find the work", topic, exc_info=True)
