"""How many people of a campus come on each kind of day, and for what. The shares are assumed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from common.cost.requests import LETTERS_A_BATCH
from common.cost.sizes import Size
from common.cost.visits import DAYTIME, DEADLINE, NEWS, OFFICE, SLOT, Rhythm
from common.cost.year import RECRUITING_DAYS, TEACHING_DAYS, Day

LAST_DAY = 0.5  # of the applications come on the closing day,
LAST_HALF_HOUR = 0.5  # and of those in its last half hour
PAPERS_A_SITTING = 5  # attendances or candidates that a lecturer judges in one
CONTRACTS_A_SITTING = 20  # that an admin activates in one
CERTIFICATES_A_SITTING = 50  # that an admin issues in one, in bulk


@dataclass(frozen=True)
class Crowd:
    """`people` make the same visit, in one rhythm."""

    visit: str
    people: float
    rhythm: Rhythm


def crowds(day: Day, size: Size) -> list[Crowd]:
    return [crowd for crowd in _DEMAND[day](size) if crowd.people > 0]


def _quiet(size: Size) -> list[Crowd]:
    return [
        Crowd("look", 0.005 * size.students, DAYTIME),
        Crowd("student", 0.003 * size.students, DAYTIME),
        Crowd("profile", 0.0005 * size.students, DAYTIME),
        Crowd("check", 0.01 * size.assistants, DAYTIME),
        Crowd("office", 0.3 * size.admins if size.students else 0, OFFICE),
    ]


def _recruiting(size: Size) -> list[Crowd]:
    return [
        *_interest(size, looking=0.05, signing_in=0.03),
        Crowd("applicant", (1 - LAST_DAY) * size.applications / RECRUITING_DAYS, DAYTIME),
        Crowd("publication", size.vacancies / RECRUITING_DAYS, OFFICE),
        Crowd("selection", size.applications / PAPERS_A_SITTING / RECRUITING_DAYS, OFFICE),
        _letters(2 * size.applications / RECRUITING_DAYS, DAYTIME),
    ]


def _closing(size: Size) -> list[Crowd]:
    last = LAST_DAY * size.applications
    return [
        *_interest(size, looking=0.10, signing_in=0.03),
        Crowd("applicant", last * (1 - LAST_HALF_HOUR), DAYTIME),
        Crowd("applicant", last * LAST_HALF_HOUR, DEADLINE),
        _letters(last * (1 - LAST_HALF_HOUR), DAYTIME),
        _letters(last * LAST_HALF_HOUR, DEADLINE),
    ]


def _results(size: Size) -> list[Crowd]:
    return [
        *_interest(size, looking=0.03, signing_in=0.01),
        Crowd("outcome", size.applications, NEWS),
        Crowd("outcome", size.applications, DAYTIME),
        Crowd("activation", size.assistants / CONTRACTS_A_SITTING, OFFICE),
        _letters(size.applications, NEWS),
    ]


def _teaching(size: Size) -> list[Crowd]:
    today = size.attendances / TEACHING_DAYS
    return [
        *_interest(size, looking=0.01, signing_in=0.01),
        Crowd("attendance", today, SLOT),
        Crowd("verification", today / PAPERS_A_SITTING, DAYTIME),
        _letters(today / PAPERS_A_SITTING, DAYTIME),
    ]


def _certificates(size: Size) -> list[Crowd]:
    return [
        *_interest(size, looking=0.01, signing_in=0.005),
        Crowd("certification", size.assistants / CERTIFICATES_A_SITTING, OFFICE),
        Crowd("drawing", size.assistants, OFFICE),
        Crowd("own certificate", 0.8 * size.assistants, DAYTIME),
        Crowd("check", 0.1 * size.assistants, DAYTIME),
        _letters(size.assistants, OFFICE),
    ]


def _interest(size: Size, looking: float, signing_in: float) -> list[Crowd]:
    """The everyday life of a working day; shares of the students."""
    return [
        Crowd("look", looking * size.students, DAYTIME),
        Crowd("student", signing_in * size.students, DAYTIME),
        Crowd("profile", 0.002 * size.students, DAYTIME),
        Crowd("check", 0.02 * size.assistants, DAYTIME),
        Crowd("office", 2 * size.admins if size.students else 0, OFFICE),
    ]


def _letters(messages: float, rhythm: Rhythm) -> Crowd:
    return Crowd("letters", messages / LETTERS_A_BATCH, rhythm)


_DEMAND: Final[dict[Day, Callable[[Size], list[Crowd]]]] = {
    Day.QUIET: _quiet,
    Day.RECRUITING: _recruiting,
    Day.CLOSING: _closing,
    Day.RESULTS: _results,
    Day.TEACHING: _teaching,
    Day.CERTIFICATES: _certificates,
}
