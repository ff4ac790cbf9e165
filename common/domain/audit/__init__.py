"""Who did what, when, with which old and new value: written in the transaction of the change itself."""

from common.domain.audit.actions import changes, line, record, record_all, written_by

__all__ = ["changes", "line", "record", "record_all", "written_by"]
