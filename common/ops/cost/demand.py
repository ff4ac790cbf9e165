"""The four campuses, the days of their year, and how many people come on each for what.

Shares, visits and the work of each request are assumed, in assumptions.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any, Final

from common.ops.cost.prices import DAYS_A_MONTH
from common.ops.lazily import lazily

_FILE = Path(__file__).with_name("assumptions.toml")
ASSUMED: Final[dict[str, Any]] = lazily(lambda: tomllib.loads(_FILE.read_text(encoding="utf-8")))
THINK_SECONDS: Final = 15.0  # between two requests, at the mean; assumed
LETTERS_A_BATCH: Final = 20  # `deliver_due`
HOUR: Final = 3600.0
DAY_SECONDS: Final = 24 * HOUR


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

    def count(self, of: str) -> float:
        return float(getattr(self, of))


class Day(StrEnum):
    """What kind of day it is."""

    QUIET = "quiet day"
    RECRUITING = "day with open vacancies"
    CLOSING = "closing day"
    RESULTS = "results day"
    TEACHING = "practicum day"
    CERTIFICATES = "certificate day"


@dataclass(frozen=True)
class Request:
    """`turn` seconds of the vCPU, taken one after another; `wait` seconds for others, side by side; `sql` seconds of
    the database's CPU. `signals` says that a decision is made, which wakes both event functions."""

    step: str
    turn: float
    wait: float
    sql: float
    signals: bool = False


@dataclass(frozen=True)
class Rhythm:
    """`moment` draws a second of the day; at the peak, people come as if all came within `width` seconds."""

    moment: Callable[[Random], float]
    width: float


@dataclass(frozen=True)
class Crowd:
    """`people` make the same visit, in one rhythm."""

    visit: str
    people: float
    rhythm: Rhythm


SIZES: Final = lazily(lambda: tuple(Size(**row) for row in ASSUMED["sizes"]))
REQUESTS: Final = lazily(
    lambda: {
        name: Request(row["step"], **ASSUMED["work"][row["work"]], signals=row.get("signals", False))
        for name, row in ASSUMED["requests"].items()
    }
)
WOKEN: Final = ("deliver sweep", "draw sweep", "import sweep")  # by each signal
SWEPT: Final = lazily(lambda: {REQUESTS[name].step: name for name in (*WOKEN, "upload sweep", "house")})
UNASKED: Final = lazily(lambda: {*SWEPT.values(), "uptime check"})  # what no person waits for
VISITS: Final[dict[str, tuple[str, ...]]] = lazily(
    lambda: {
        visit: tuple(name for times, *names in rows for name in names * times)
        for visit, rows in ASSUMED["visits"].items()
    }
)


# The bursts are as wide as makes the very large campus meet the brief's peaks: 10 applications/s in the last half hour,
# 5 attendances/s at the start of a slot, 150 reads/s when results come out.
_SLOTS = (8 * HOUR, 10 * HOUR, 13 * HOUR, 15 * HOUR)
_RHYTHMS: Final = {
    "daytime": Rhythm(lambda random: random.triangular(7 * HOUR, 21 * HOUR, 14 * HOUR), 7 * HOUR),
    "office": Rhythm(lambda random: 8 * HOUR + random.random() * 8 * HOUR, 8 * HOUR),
    "deadline": Rhythm(lambda random: 17 * HOUR - min(random.expovariate(1 / 300), 1800.0), 300.0),
    "slot": Rhythm(lambda random: _SLOTS[int(random.random() * 4)] + random.expovariate(1 / 50), 200.0),
    "news": Rhythm(lambda random: 10 * HOUR + random.expovariate(1 / 450), 450.0),
}


def months() -> list[dict[Day, float]]:
    """Days of each kind in each of six months of equal length; what is not named is quiet."""
    named = [{Day(day): float(count) for day, count in month.items()} for month in ASSUMED["semester"]]
    return [{**busy, Day.QUIET: DAYS_A_MONTH - sum(busy.values())} for busy in named]


def crowds(day: Day, size: Size) -> list[Crowd]:
    """Those of any day, then those for the work of the season."""
    place, days = list(Day).index(day), sum(month.get(day, 0) for month in ASSUMED["semester"])
    found = [
        *(_crowd(size, **{**row, "share": row["share"][place]}) for row in ASSUMED["everyday"]),
        *(_crowd(size, **{**row, "share": row["share"] / days}) for row in ASSUMED["seasonal"].get(day, ())),
    ]
    return [crowd for crowd in found if crowd.people > 0]


def _crowd(size: Size, visit: str, of: str, share: float, rhythm: str, sitting: int = 1) -> Crowd:
    return Crowd(visit, share * size.count(of) / sitting, _RHYTHMS[rhythm])
