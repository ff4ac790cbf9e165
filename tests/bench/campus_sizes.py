"""A campus of any size, written by SQL: what is under way is always as much, only what lies behind it grows.

Every id is a digest of a word and a number, so that rows find each other without a look at a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import md5
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, text

# A number in braces is one of `load`, and K(...) the digest of `key`.
_SQL = Path(__file__).with_suffix(".sql")
RARE_NAME: Final = "Xaverius Zulkarnaen"
COMMON_NAME: Final = "Siti"
RARE_ACTION: Final = "period.changed"


@dataclass(frozen=True)
class Size:
    """`vacancies` over the years; each has 12 applications, 6 contracts with 50 attendances each, and so on.

    Of the newest 40 are open, 5 are decided and not activated, and 20 have running contracts.
    """

    vacancies: int
    messages: int = 66
    lines: int = 280

    @property
    def students(self) -> int:
        return self.vacancies * 86 // 10

    @property
    def lecturers(self) -> int:
        return self.vacancies // 12

    @property
    def oldest_period(self) -> int:
        return (self.vacancies - 1) // 360

    @property
    def with_pamphlet(self) -> int:
        return self.vacancies // 10 * 10

    @property
    def depth(self) -> timedelta:
        """How long ago nine tenths of the vacancies were there."""
        return timedelta(hours=12) * (self.vacancies // 10 * 9)

    def student(self, application: int) -> int:
        return 1 + application * 7919 % self.students


# 13 thousand attendances, 200 thousand, 2 million, 12 million.
SIZES: Final = {"least": Size(90, 30, 100), "1x": Size(720), "10x": Size(7200), "stress": Size(40_000)}


def key(kind: str, number: int) -> UUID:
    """The id of a row, as the SQL below makes it."""
    return UUID(md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest())


def load(engine: Engine, size: Size) -> None:
    """Into the empty tables of a database; what the planner knows of them is up to date afterwards.

    Up to 1x every reference is checked; beyond that would take most of the time.
    """
    v = size.vacancies
    numbers = {"v": v, "s": size.students, "l": size.lecturers, "a": v * 12, "c": (v - 45) * 6}
    numbers |= {"m": v * size.messages, "log": v * size.lines}
    with engine.begin() as db:
        if v > SIZES["1x"].vacancies:
            db.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in filter(str.strip, _SQL.read_text(encoding="utf-8").split(";")):
            db.execute(text(statement.replace("K(", "md5(").format(**numbers)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("VACUUM ANALYZE"))
