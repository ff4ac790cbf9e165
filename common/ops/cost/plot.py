"""The answer as a picture: four panels, the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from common.ops.cost.demand import Day
from common.ops.cost.model import Answer, Architecture
from common.ops.cost.usage import Simulated
from common.ops.cost.visits import DAY_SECONDS, HOUR

NAME: Final = "cost.svg"
_COLOURS: Final = {
    Architecture.SUITE: "#2f6f9f",
    Architecture.BALANCED: "#8fb4d0",
    Architecture.CONTAINER: "#b4552d",
    Architecture.VPS: "#3f8f6b",
    Architecture.VPS_SQL: "#a3c9b5",
}
_STYLE: Final[Any] = {  # matplotlib spells out every key that there is
    "svg.hashsalt": "si-aslab",  # names within the file, which would be random
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#8a8f98",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.color": "#444444",
    "ytick.color": "#444444",
}


def draw(found: Sequence[Answer], folder: Path) -> Path:
    """Write `cost.svg` into `folder`. The middle panels show the second size, and the third where it is busiest."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    with mpl.rc_context(_STYLE):
        figure, ((costs, starts), (closing, practicum)) = pyplot.subplots(2, 2, figsize=(11, 7.2))
        _costs(costs, found)
        _starts(starts, found[1])
        _day(closing, found[1], Day.CLOSING)
        _day(practicum, found[2], Day.TEACHING)
        figure.tight_layout(h_pad=2.5, w_pad=3)
        folder.mkdir(parents=True, exist_ok=True)
        figure.savefig(folder / NAME, metadata={"Date": None, "Creator": None}, facecolor="white")
        pyplot.close(figure)
    return folder / NAME


def _costs(axes: Any, found: Sequence[Answer]) -> None:
    """Logarithmic, for the sizes are far apart; the line is the range."""
    width = 0.16
    for place, architecture in enumerate(Architecture):
        amounts = [one.monthly(architecture) for one in found]
        at = [size + (place - 2) * width for size in range(len(found))]
        usual = [one.usual for one in amounts]
        range_ = [[one.usual - one.low for one in amounts], [one.high - one.usual for one in amounts]]
        axes.bar(at, usual, width * 0.9, color=_COLOURS[architecture], label=str(architecture))
        axes.errorbar(at, usual, yerr=range_, fmt="none", ecolor="#333333", elinewidth=0.8)
    axes.set_yscale("log")
    axes.set_yticks([10, 30, 100, 300, 1000, 3000], ["10", "30", "100", "300", "1,000", "3,000"])
    axes.minorticks_off()
    axes.set_xticks(range(len(found)), [one.size.name for one in found])
    axes.set_title("US dollars a month, Jakarta (logarithmic)")
    axes.legend(frameon=False, fontsize=8, loc="upper left")


def _starts(axes: Any, one: Answer) -> None:
    height, days = 0.36, list(Day)
    rows = (
        ("suite", _COLOURS[Architecture.SUITE], one.suite, -0.5),
        ("container without sweeps", _COLOURS[Architecture.CONTAINER], one.asleep, 0.5),
    )
    for label, colour, simulated, shift in rows:
        counts = [simulated[day].usage.cold_starts for day in days]
        bars = axes.barh([place + shift * height for place in range(len(days))], counts, height * 0.9, color=colour)
        bars.set_label(label)
        axes.bar_label(bars, fmt="%.0f", padding=3, fontsize=8)
    axes.set_yticks(range(len(days)), [str(day) for day in days])
    axes.set_ylim(len(days) + 0.3, -0.6)  # the first on top, and room for the legend below
    axes.tick_params(left=False)
    axes.margins(x=0.12)
    axes.set_title(f"Cold starts a day, {one.size.name}")
    axes.legend(frameon=False, fontsize=8, loc="lower right", ncols=2)


def _day(axes: Any, one: Answer, day: Day) -> None:
    curves = (("suite", Architecture.SUITE, one.suite), ("one container", Architecture.CONTAINER, one.container))
    for label, architecture, simulated in curves:
        hours, counts = _curve(simulated[day])
        axes.step(hours, counts, where="post", color=_COLOURS[architecture], linewidth=1.4, label=label)
    axes.set_xlim(0, 24)
    axes.set_ylim(bottom=0)
    axes.set_xticks(range(0, 25, 4))
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("hour of the day")
    axes.set_title(f"Instances on a {day}, {one.size.name}")
    axes.legend(frameon=False, fontsize=8, loc="upper left")


def _curve(day: Simulated) -> tuple[list[float], list[int]]:
    found = day.instances()
    return [*(moment / HOUR for moment, _ in found), DAY_SECONDS / HOUR], [*(alive for _, alive in found), found[-1][1]]
