"""The notification plane: the signal that wakes delivery, and the inbox that each open tab asks for."""

from common.platform.live.inbox import UNREAD_CAP, InboxItem, InboxPage
from common.platform.live.live import Live, live

__all__ = ["UNREAD_CAP", "InboxItem", "InboxPage", "Live", "live"]
