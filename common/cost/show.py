"""The answer as tables: for the terminal, and the same lines for the README."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from common.cost.amounts import Amount
from common.cost.model import Answer, Architecture
from common.cost.prices import AS_OF, Tier
from common.cost.services import HELLO_SECONDS, functions
from common.cost.timeline import most_instances
from common.cost.year import Day

Table = list[tuple[str, ...]]


def report(found: Sequence[Answer]) -> str:
    """Everything, for a terminal."""
    return "\n\n".join(
        [
            f"US dollars a month, mean of a year (lowest-highest), Jakarta; prices of {AS_OF}",
            _aligned(costs(found, Tier.TWO)),
            "The same at the prices of us-central1",
            _aligned(costs(found, Tier.ONE)),
            "What the suite's bill is made of, Jakarta",
            _aligned(parts(found)),
            f"What is needed at the worst moment of the year; {len(functions())} functions",
            _aligned(needs(found)),
            "Cold starts a day: suite (share of people's requests that wait for one) / one container / the same "
            f"without sweeps and checks; a bare function is taken to start in {HELLO_SECONDS} s",
            _aligned(starts(found)),
        ]
    )


def costs(found: Sequence[Answer], tier: Tier) -> Table:
    head = ("size", *(str(architecture) for architecture in Architecture))
    return [head, *((one.size.name, *(money(one.monthly(a, tier=tier)) for a in Architecture)) for one in found)]


def money(amount: Amount) -> str:
    return f"{amount.usual:,.0f} ({amount.low:,.0f}-{amount.high:,.0f})"


def parts(found: Sequence[Answer]) -> Table:
    names = list(found[0].bills[Tier.TWO][Architecture.BALANCED][0])
    rows = (
        (one.size.name, *(f"{one.monthly(Architecture.BALANCED, name).usual:,.2f}" for name in names)) for one in found
    )
    return [("size", *names), *rows]


def needs(found: Sequence[Answer]) -> Table:
    head = ("size", "scale", "connections", "Cloud SQL", "database's share", "instances on closing day")
    return [head, *(_need(one) for one in found)]


def _need(one: Answer) -> tuple[str, ...]:
    share = one.monthly(Architecture.SUITE, "database").usual / one.monthly(Architecture.SUITE).usual
    ours, theirs = most_instances(one.suite[Day.CLOSING]), most_instances(one.container[Day.CLOSING])
    return (
        one.size.name,
        str(one.scale),
        str(one.connections),
        one.database.name,
        f"{share:.0%}",
        f"{ours} / {theirs}",
    )


def starts(found: Sequence[Answer], days: Sequence[Day] = tuple(Day)) -> Table:
    return [("size", *days), *((one.size.name, *(_start(one, day) for day in days)) for one in found)]


def _start(one: Answer, day: Day) -> str:
    ours, theirs, asleep = one.suite[day].usage, one.container[day].usage, one.asleep[day].usage
    waiting = ours.met_by_people / ours.people if ours.people else 0.0
    return f"{ours.cold_starts:,.0f} ({waiting:.1%}) / {theirs.cold_starts:.0f} / {asleep.cold_starts:.0f}"


def _aligned(table: Table) -> str:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    )


def markdown(table: Table) -> str:
    head, *rows = (f"| {' | '.join(row)} |" for row in table)
    return "\n".join([head, f"|{'---|' * len(table[0])}", *rows])


def filled(text: str, found: Sequence[Answer]) -> str:
    """A document with its tables made anew, each between `<!-- make cost: <name> -->` and `<!-- end -->`.

    Raises ValueError when it has no place for one of them.
    """
    for name, table in _TABLES.items():
        place = re.compile(rf"(<!-- make cost: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not place.search(text):
            raise ValueError(f"no place for the table of {name}")
        text = place.sub(rf"\g<1>{markdown(table(found))}\n\g<2>", text)
    return text


_TABLES: Final[dict[str, Callable[[Sequence[Answer]], Table]]] = {
    "costs": lambda found: costs(found, Tier.TWO),
    "needs": needs,
    "starts": lambda found: starts(found, (Day.QUIET, Day.RECRUITING, Day.CLOSING, Day.TEACHING)),
}
