"""The four campuses, the days of their year, and how many people come on each for what. The shares are assumed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from common.ops.cost.prices import DAYS_A_MONTH
from common.ops.cost.visits import DAYTIME, DEADLINE, LETTERS_A_BATCH, NEWS, OFFICE, SLOT, Rhythm


@dataclass(frozen=True)
class Size:
    """Counts of one semester, and the environment of Terraform that is its least."""

    name: str
    environment: str
    students: int
    vacancies: int
    applications: int
    assistants: int
    attendances: int

    @property
    def admins(self) -> float:
        """Assumed: one, and one more for each 10,000 students."""
        return bool(self.students) + self.students / 10_000


SIZES: Final = (
    Size("pilot lab", "dev", 600, 25, 200, 60, 1_350),
    Size("campus", "prod", 10_000, 120, 1_200, 300, 6_750),
    Size("very large campus", "prod", 60_000, 900, 11_000, 3_500, 78_750),
    Size("stress", "prod", 500_000, 10_000, 200_000, 50_000, 1_100_000),
)


class Day(StrEnum):
    """What kind of day it is."""

    QUIET = "quiet day"
    RECRUITING = "day with open vacancies"
    CLOSING = "closing day"
    RESULTS = "results day"
    TEACHING = "practicum day"
    CERTIFICATES = "certificate day"


_RECRUITING_DAYS: Final = 10
_TEACHING_DAYS: Final = 80  # sixteen weeks of five days
# The other semester is like this one.
_SEMESTER: Final[tuple[dict[Day, int], ...]] = (
    {Day.RECRUITING: _RECRUITING_DAYS, Day.CLOSING: 1, Day.RESULTS: 1},
    *({Day.TEACHING: _TEACHING_DAYS // 4} for _ in range(4)),
    {Day.CERTIFICATES: 1},
)


def months() -> list[dict[Day, float]]:
    """Days of each kind in each of six months of equal length; what is not named is quiet."""
    return [{**busy, Day.QUIET: DAYS_A_MONTH - sum(busy.values())} for busy in _SEMESTER]


@dataclass(frozen=True)
class Crowd:
    """`people` make the same visit, in one rhythm."""

    visit: str
    people: float
    rhythm: Rhythm


# Shares of the students who look, sign in and edit their profile, of the assistants whose certificate is checked, and
# visits of each admin.
_EVERYDAY: Final = {
    Day.QUIET: (0.005, 0.003, 0.0005, 0.01, 0.3),
    Day.RECRUITING: (0.05, 0.03, 0.002, 0.02, 2),
    Day.CLOSING: (0.10, 0.03, 0.002, 0.02, 2),
    Day.RESULTS: (0.03, 0.01, 0.002, 0.02, 2),
    Day.TEACHING: (0.01, 0.01, 0.002, 0.02, 2),
    Day.CERTIFICATES: (0.01, 0.005, 0.002, 0.02, 2),
}
# Attendances or candidates that a lecturer decides in one sitting, contracts that an admin activates and certificates
# that an admin issues in one.
_PAPERS, _CONTRACTS, _CERTIFICATES = 5, 20, 50


def crowds(day: Day, size: Size) -> list[Crowd]:
    looking, signing_in, editing, checked, office = _EVERYDAY[day]
    everyday = [
        Crowd("look", looking * size.students, DAYTIME),
        Crowd("student", signing_in * size.students, DAYTIME),
        Crowd("profile", editing * size.students, DAYTIME),
        Crowd("check", checked * size.assistants, DAYTIME),
        Crowd("office", office * size.admins, OFFICE),
    ]
    return [crowd for crowd in everyday + _special(day, size) if crowd.people > 0]


def _special(day: Day, size: Size) -> list[Crowd]:
    today = size.attendances / _TEACHING_DAYS
    daily = size.applications / _RECRUITING_DAYS
    # Half of the applications come on the closing day, and half of those in its last half hour.
    half, quarter = 0.5, 0.25 * size.applications
    return {
        Day.QUIET: [],
        Day.RECRUITING: [
            Crowd("applicant", half * daily, DAYTIME),
            Crowd("publication", size.vacancies / _RECRUITING_DAYS, OFFICE),
            Crowd("selection", daily / _PAPERS, OFFICE),
            _letters(2 * daily, DAYTIME),
        ],
        Day.CLOSING: [
            *(Crowd("applicant", quarter, rhythm) for rhythm in (DAYTIME, DEADLINE)),
            *(_letters(quarter, rhythm) for rhythm in (DAYTIME, DEADLINE)),
        ],
        Day.RESULTS: [
            *(Crowd("outcome", size.applications, rhythm) for rhythm in (NEWS, DAYTIME)),
            Crowd("activation", size.assistants / _CONTRACTS, OFFICE),
            _letters(size.applications, NEWS),
        ],
        Day.TEACHING: [
            Crowd("attendance", today, SLOT),
            Crowd("verification", today / _PAPERS, DAYTIME),
            _letters(today / _PAPERS, DAYTIME),
        ],
        Day.CERTIFICATES: [
            Crowd("certification", size.assistants / _CERTIFICATES, OFFICE),
            Crowd("drawing", size.assistants, OFFICE),
            Crowd("own certificate", 0.8 * size.assistants, DAYTIME),
            Crowd("check", 0.1 * size.assistants, DAYTIME),
            _letters(size.assistants, OFFICE),
        ],
    }[day]


def _letters(messages: float, rhythm: Rhythm) -> Crowd:
    return Crowd("letters", messages / LETTERS_A_BATCH, rhythm)
