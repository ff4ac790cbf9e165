"""The answer as the tables and the plot of common/docs/cost.md; the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from common.ops.cost.demand import DAY_SECONDS, HOUR, Day
from common.ops.cost.model import Answer, Architecture
from common.ops.cost.prices import Amount, exactly

_NEEDS = ("scale", "connections", "Cloud SQL", "database's share", "instances on closing day")
_DAYS = (Day.QUIET, Day.RECRUITING, Day.CLOSING, Day.TEACHING)

PLOT: Final = "cost.svg"
_COLOURS: Final = dict(zip(Architecture, ("#2f6f9f", "#8fb4d0", "#b4552d", "#3f8f6b", "#a3c9b5"), strict=True))
_STYLE: Final[Any] = {  # matplotlib spells out every key that there is
    "svg.hashsalt": "si-aslab",  # names within the file, which would be random
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def tables(found: Sequence[Answer]) -> dict[str, str]:
    """In markdown, by the name that a document has for each."""
    return {
        "costs": _markdown(Architecture, ((one.size.name, *_costs(one)) for one in found)),
        "needs": _markdown(_NEEDS, ((one.size.name, *_needs(one)) for one in found)),
        "starts": _markdown(_DAYS, ((one.size.name, *(_start(one, day) for day in _DAYS)) for one in found)),
    }


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


def _markdown(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    head = ("size", *columns)
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])


def _costs(one: Answer) -> list[str]:
    amounts = [one.monthly(architecture) for architecture in Architecture]
    return [f"{amount.usual:,.0f} ({amount.low:,.0f}-{amount.high:,.0f})" for amount in amounts]


def _needs(one: Answer) -> tuple[str, ...]:
    share = one.monthly(Architecture.SUITE, "database").usual / one.monthly(Architecture.SUITE).usual
    ours, theirs = (max(alive for _, alive in it[Day.CLOSING].instances()) for it in (one.suite, one.container))
    return (str(one.scale), str(one.connections), one.database.name, f"{share:.0%}", f"{ours} / {theirs}")


def _start(one: Answer, day: Day) -> str:
    ours, theirs, asleep = one.suite[day].usage, one.container[day].usage, one.asleep[day].usage
    waiting = ours.met_by_people / ours.people
    return f"{ours.cold_starts:,.0f} ({waiting:.1%}) / {theirs.cold_starts:.0f} / {asleep.cold_starts:.0f}"


def draw(found: Sequence[Answer], folder: Path) -> Path:
    """Write the plot into `folder`. Its days are those of the second size, and of the third where that is busiest."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    with mpl.rc_context(_STYLE):
        figure, ((costs, starts), (closing, practicum)) = pyplot.subplots(2, 2, figsize=(11, 8))
        amounts = {architecture: [one.monthly(architecture) for one in found] for architecture in Architecture}
        costs.set(title="US dollars a month, Jakarta (logarithmic)", xscale="log")
        _bars(costs, [one.size.name for one in found], amounts)
        starts.set(title=f"Cold starts a day, {found[1].size.name} (container without sweeps)")
        _bars(starts, list(Day), _cold_starts(found[1]))
        _instances(closing, found[1], Day.CLOSING)
        _instances(practicum, found[2], Day.TEACHING)
        figure.tight_layout(h_pad=2.5, w_pad=3)
        folder.mkdir(parents=True, exist_ok=True)
        figure.savefig(folder / PLOT, metadata={"Date": None, "Creator": None}, facecolor="white")
        pyplot.close(figure)
    return folder / PLOT


def _cold_starts(one: Answer) -> dict[Architecture, list[Amount]]:
    shown = {Architecture.SUITE: one.suite, Architecture.CONTAINER: one.asleep}
    return {architecture: [exactly(days[day].usage.cold_starts) for day in Day] for architecture, days in shown.items()}


def _bars(axes: Any, names: Sequence[str], series: Mapping[Architecture, Sequence[Amount]]) -> None:
    """Horizontal, in groups, the first on top; the thin line is the range."""
    height = 0.8 / len(series)
    for place, (architecture, amounts) in enumerate(series.items()):
        at = [group + place * height for group in range(len(names))]
        ends = [[one.usual - one.low for one in amounts], [one.high - one.usual for one in amounts]]
        usual, colour = [one.usual for one in amounts], _COLOURS[architecture]
        bars = axes.barh(at, usual, height * 0.9, xerr=ends, color=colour, label=str(architecture))
        axes.bar_label(bars, fmt="{:,.0f}", padding=3)
    axes.set_yticks([group + (0.8 - height) / 2 for group in range(len(names))], names)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.legend(frameon=False)


def _instances(axes: Any, one: Answer, day: Day) -> None:
    for architecture, days in ((Architecture.SUITE, one.suite), (Architecture.CONTAINER, one.container)):
        moments, alive = zip(*days[day].instances(), strict=True)
        hours = [moment / HOUR for moment in (*moments, DAY_SECONDS)]
        axes.step(hours, [*alive, alive[-1]], where="post", color=_COLOURS[architecture], label=str(architecture))
    axes.set(title=f"Instances on a {day}, {one.size.name}", xlabel="hour of the day", xlim=(0, 24), ylim=(0, None))
    axes.set_xticks(range(0, 25, 4))
    axes.legend(frameon=False)
