"""What people do in one sitting, as the requests that their pages send, and when in a day they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from random import Random
from typing import Final

THINK_SECONDS: Final = 15.0  # between two requests, at the mean; assumed
FILES_AN_APPLICATION: Final = 3
HOUR: Final = 3600.0
DAY_SECONDS: Final = 24 * HOUR

_FILE = ("announce file", "judge document", "file status")

# Each visit of somebody with an account begins with its sign-in, and its tab asks for the inbox each minute.
VISITS: Final[dict[str, tuple[str, ...]]] = {
    "look": ("browse", "browse"),
    "student": ("sign in", "own applications", "browse", "browse"),
    "applicant": (
        *("sign in", "browse", "browse", "own applications"),
        *_FILE * FILES_AN_APPLICATION,
        *("apply", "own applications"),
    ),
    "outcome": ("sign in", "own applications", "own applications"),
    "attendance": ("sign in", "own contract", "announce file", "judge photo", "file status", "record attendance"),
    "verification": ("sign in", "attendances", *("open file",) * 5, "approve", "attendances"),
    "publication": ("sign in", "own vacancies", "publish", "publish"),
    "selection": ("sign in", "own vacancies", *("candidate", "open file", "select") * 5),
    "profile": ("sign in", "profile", "profile"),
    "activation": ("sign in", *("activate",) * 20),
    "office": ("sign in", "report", "users", "users", "users", "periods", "messages", "end contract"),
    "certification": ("sign in", "own certificates", *("issue certificate",) * 5),
    "own certificate": ("sign in", "own certificates"),
    "check": ("check certificate",),
    "letters": ("deliver",),
    "drawing": ("draw",),
}


@dataclass(frozen=True)
class Rhythm:
    """`moment` draws a second of the day; at the peak, people come as if all came within `width` seconds."""

    moment: Callable[[Random], float]
    width: float


def _exponential(random: Random, mean: float) -> float:
    return -mean * log(1.0 - random.random())


def think(random: Random) -> float:
    return _exponential(random, THINK_SECONDS)


# The bursts are as wide as makes the very large campus meet the brief's peaks: 10 applications/s in the last half hour,
# 5 attendances/s at the start of a slot, 150 reads/s when results come out.
_CLOSES, _RUSH_SECONDS, _LAST_SECONDS = 17 * HOUR, 300.0, 1800.0
_SLOTS, _SLOT_SECONDS = (8 * HOUR, 10 * HOUR, 13 * HOUR, 15 * HOUR), 50.0
_ANNOUNCED, _NEWS_SECONDS = 10 * HOUR, 450.0
_WAKES, _SLEEPS, _BUSIEST = 7 * HOUR, 21 * HOUR, 14 * HOUR
_OPENS, _SHUTS = 8 * HOUR, 16 * HOUR


def _before_closing(random: Random) -> float:
    return _CLOSES - min(_exponential(random, _RUSH_SECONDS), _LAST_SECONDS)


def _at_a_slot(random: Random) -> float:
    return _SLOTS[int(random.random() * len(_SLOTS))] + _exponential(random, _SLOT_SECONDS)


def _after_the_news(random: Random) -> float:
    return _ANNOUNCED + _exponential(random, _NEWS_SECONDS)


DAYTIME: Final = Rhythm(lambda random: random.triangular(_WAKES, _SLEEPS, _BUSIEST), (_SLEEPS - _WAKES) / 2)
OFFICE: Final = Rhythm(lambda random: _OPENS + random.random() * (_SHUTS - _OPENS), _SHUTS - _OPENS)
DEADLINE: Final = Rhythm(_before_closing, _RUSH_SECONDS)
SLOT: Final = Rhythm(_at_a_slot, _SLOT_SECONDS * len(_SLOTS))
NEWS: Final = Rhythm(_after_the_news, _NEWS_SECONDS)
