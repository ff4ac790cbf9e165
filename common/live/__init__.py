"""The notification plane: the signal that wakes delivery, and the inbox that each open tab asks for."""

from common.live.inbox import UNREAD_CAP, BadCursor, InboxItem, InboxPage
from common.live.live import Live, live

__all__ = ["UNREAD_CAP", "BadCursor", "InboxItem", "InboxPage", "Live", "live"]
