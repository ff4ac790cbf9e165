"""The answer as the tables of common/docs/cost.md, which the terminal prints too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from common.ops.cost.demand import Day
from common.ops.cost.model import Answer, Architecture
from common.ops.cost.prices import Amount

Rows = list[tuple[str, ...]]
_SHOWN = (Day.QUIET, Day.RECRUITING, Day.CLOSING, Day.TEACHING)


def tables(found: Sequence[Answer]) -> dict[str, str]:
    """In markdown, by the name that a document has for each."""
    made = {"costs": _costs(found), "needs": _needs(found), "starts": _starts(found)}
    return {name: _markdown(rows) for name, rows in made.items()}


def filled(text: str, found: Sequence[Answer]) -> str:
    """A document with its tables made anew, each between `<!-- make cost: <name> -->` and `<!-- end -->`.

    Raises ValueError when it has no place for one of them.
    """
    for name, table in tables(found).items():
        place = re.compile(rf"(<!-- make cost: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not place.search(text):
            raise ValueError(f"no place for the table of {name}")
        text = place.sub(rf"\g<1>{table}\n\g<2>", text)
    return text


def _markdown(table: Rows) -> str:
    head, *rows = (f"| {' | '.join(row)} |" for row in table)
    return "\n".join([head, f"|{'---|' * len(table[0])}", *rows])


def _costs(found: Sequence[Answer]) -> Rows:
    return [
        ("size", *Architecture),
        *((one.size.name, *(_money(one.monthly(a)) for a in Architecture)) for one in found),
    ]


def _money(amount: Amount) -> str:
    return f"{amount.usual:,.0f} ({amount.low:,.0f}-{amount.high:,.0f})"


def _needs(found: Sequence[Answer]) -> Rows:
    head = ("size", "scale", "connections", "Cloud SQL", "database's share", "instances on closing day")
    return [head, *(_need(one) for one in found)]


def _need(one: Answer) -> tuple[str, ...]:
    share = one.monthly(Architecture.SUITE, "database").usual / one.monthly(Architecture.SUITE).usual
    ours, theirs = (max(alive for _, alive in it[Day.CLOSING].instances()) for it in (one.suite, one.container))
    needed = (str(one.scale), str(one.connections), one.database.name)
    return (one.size.name, *needed, f"{share:.0%}", f"{ours} / {theirs}")


def _starts(found: Sequence[Answer]) -> Rows:
    return [("size", *_SHOWN), *((one.size.name, *(_start(one, day) for day in _SHOWN)) for one in found)]


def _start(one: Answer, day: Day) -> str:
    ours, theirs, asleep = one.suite[day].usage, one.container[day].usage, one.asleep[day].usage
    waiting = ours.met_by_people / ours.people
    return f"{ours.cold_starts:,.0f} ({waiting:.1%}) / {theirs.cold_starts:.0f} / {asleep.cold_starts:.0f}"
