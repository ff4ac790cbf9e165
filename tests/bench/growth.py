"""`python -m tests.bench.growth`: every read, job and claim in a campus and in one ten times as old, plan by plan.

What is under way is as much in both. A statement that reads more in the larger one grows with what lies behind.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from time import monotonic

from sqlalchemy import create_engine

from common.ops.checkout import CHECKOUT
from common.ops.local.environment import apply
from common.platform.db import engine
from tests.bench.campus_sizes import SIZES, Size, load
from tests.bench.place import place
from tests.bench.plans import BIG, Statement, explain_all, statements
from tests.bench.probes import Probe, Probes

OUT = CHECKOUT / ".local" / "bench" / "growth.json"
MOST = 1.5
# A tree of an index may have one level more; and what takes so little time is not measured well.
_FEW_BUFFERS, _FEW_MILLISECONDS = 64, 2.0
# A server decides at the sixth execution whether it goes on planning for each value.
_RUNS = 8


@dataclass(frozen=True)
class Cost:
    """Of one statement of a probe: the most that any run read, and the time of the run in the middle."""

    buffers: int
    milliseconds: float
    whole: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    probe: str
    statement: str
    small: Cost
    large: Cost

    @property
    def buffers(self) -> float:
        return self.large.buffers / max(self.small.buffers, 1)

    @property
    def time(self) -> float:
        return self.large.milliseconds / max(self.small.milliseconds, 0.001)

    @property
    def grows(self) -> bool:
        more = self.large.buffers - self.small.buffers > _FEW_BUFFERS and self.buffers > MOST
        longer = self.large.milliseconds - self.small.milliseconds > _FEW_MILLISECONDS and self.time > MOST
        return more or longer


def main() -> None:
    options = _options()
    small, large = (measured(SIZES[name], options.only) for name in (options.small, options.large))
    lines = [Line(*name, small[name], large[name]) for name in small.keys() & large.keys()]
    lines.sort(key=lambda line: (-line.buffers, line.probe))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([asdict(line) | {"grows": line.grows} for line in lines], indent=1) + "\n")
    sys.stdout.write(table(lines, every=options.every))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--small", default="1x", choices=SIZES)
    parser.add_argument("--large", default="10x", choices=SIZES)
    parser.add_argument("--only", default="", help="the beginning of the names of probes")
    parser.add_argument("--every", action="store_true", help="print what does not grow, too")
    return parser.parse_args()


def measured(size: Size, only: str = "") -> Mapping[tuple[str, str], Cost]:
    with place() as environment:
        apply({"DATABASE_STATEMENT_SECONDS": "300"})
        # A connection without any time-out.
        loader = create_engine(environment["DATABASE_URL"])
        begun = monotonic()
        load(loader, size)
        loader.dispose()
        sys.stdout.write(f"{size}: loaded in {monotonic() - begun:.0f} s\n")
        sys.stdout.flush()
        explain_all(engine())
        probes = [probe for probe in Probes(size).every() if probe.name.startswith(only)]
        return {name: cost for probe in probes for name, cost in costs(probe)}


def costs(probe: Probe) -> Iterator[tuple[tuple[str, str], Cost]]:
    """The same text twice in one run counts as one statement."""
    runs = []
    for _ in range(_RUNS):
        with statements(engine()) as found:
            probe.run()
        runs.append(_by_text(found))
    for text in {text for run in runs for text in run}:
        took = [run[text] for run in runs if text in run]
        whole = {scan.table for run in took for one in run for scan in one.scans if scan.way == "Seq Scan"}
        yield (
            (probe.name, text),
            Cost(
                max(sum(one.buffers for one in run) for run in took),
                median(sum(one.milliseconds for one in run) for run in took),
                tuple(sorted(whole & BIG)),
            ),
        )


def _by_text(found: list[Statement]) -> Mapping[str, list[Statement]]:
    by_text: dict[str, list[Statement]] = defaultdict(list)
    for statement in found:
        by_text[statement.text].append(statement)
    return by_text


def table(lines: list[Line], *, every: bool) -> str:
    """A line for each probe: that of its statements that grows most; with `every`, also those that do not grow."""
    worst: dict[str, Line] = {}
    for line in sorted(lines, key=lambda line: (line.grows, line.buffers), reverse=True):
        worst.setdefault(line.probe, line)
    rows = [f"{'':2}{'read, job or claim':62} {'buffers':>19} {'x':>5} {'ms':>19} {'x':>5}  sequential scans"]
    for line in worst.values():
        if every or line.grows:
            rows.append(_row(line))
            if line.grows:
                rows.append(f"      {line.statement[:180]}")
    growing = sum(line.grows for line in worst.values())
    return "\n".join([*rows, f"{growing} of {len(worst)} grow by more than {MOST}", ""])


def _row(line: Line) -> str:
    before, after = line.small, line.large
    numbers = f"{before.buffers:>8} -> {after.buffers:>7} {line.buffers:>5.1f}"
    times = f"{before.milliseconds:>8.2f} -> {after.milliseconds:>7.2f} {line.time:>5.1f}"
    return f"{'! ' if line.grows else '  '}{line.probe[:62]:62} {numbers} {times}  {' '.join(after.whole)}"


if __name__ == "__main__":
    main()
