"""Who did what, when, with which old and new value: written in the transaction of the change itself."""

from common.domain.audit.actions import changes, record

__all__ = ["changes", "record"]
