"""The year as it comes: two semesters of recruitment, teaching and certificates, with quiet months between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from common.cost.prices import DAYS_A_MONTH


class Day(StrEnum):
    """What kind of day it is; what happens on it is in `demand`."""

    QUIET = "quiet day"
    RECRUITING = "day with open vacancies"
    CLOSING = "closing day"
    RESULTS = "results day"
    TEACHING = "practicum day"
    CERTIFICATES = "certificate day"


RECRUITING_DAYS: Final = 10
TEACHING_DAYS: Final = 80  # sixteen weeks of five days

_SEMESTER: Final[tuple[Mapping[Day, int], ...]] = (
    {Day.RECRUITING: RECRUITING_DAYS, Day.CLOSING: 1, Day.RESULTS: 1},
    *({Day.TEACHING: TEACHING_DAYS // 4} for _ in range(4)),
    {Day.CERTIFICATES: 1},
)


def months() -> list[dict[Day, float]]:
    """Days of each kind in each of twelve months of equal length; what is not named is quiet."""
    return [{**busy, Day.QUIET: DAYS_A_MONTH - sum(busy.values())} for busy in _SEMESTER * 2]
