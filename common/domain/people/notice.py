"""The privacy notice that is in force. Its words are the portal's (`web/src/features/privacy`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

# The day since which it says what it says; another text is another version, and everybody is asked again.
VERSION: Final = "2026-12-01"


def is_due(person: PersonRow) -> bool:
    """Whether the person has not agreed to the notice that is in force; nothing is locked until then (LAP-13)."""
    return person.notice_version != VERSION
