"""`python -m tests.bench`: the cold starts, in rounds that set each function beside hello and the rival.

Compare ratios, never milliseconds; and run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from common.ops.checkout import CHECKOUT
from tests.bench.contestants import Contestant, functions, yardsticks
from tests.bench.figures import Round, figures
from tests.bench.first_requests import Callers
from tests.bench.place import place
from tests.bench.show import table, write

OUT = CHECKOUT / ".local" / "bench"
# Functions that share one start of hello and of the rival: near enough in time to be a pair.
_BESIDE = 4


def main() -> None:
    options = _options()
    with TemporaryDirectory() as folder, place() as environment:
        work = Path(folder)
        every = {"PATH": os.defpath, **environment}
        hello, rival = yardsticks(work)
        contestants = functions(work / "build", Callers(), set(filter(None, options.only.split(","))))
        _warm([hello, rival, *contestants], every, work / "log")
        rounds: dict[str, list[Round]] = defaultdict(list)
        for number in range(options.rounds):
            _say(f"round {number + 1} of {options.rounds}")
            for contestant, one in _round(hello, rival, _turned(contestants, number), every, work / "log"):
                rounds[contestant.name].append(one)
        results = [figures(one.name, one.kind, rounds[one.name]) for one in (hello, rival, *contestants)]
        write(results, options.rounds, every, OUT)
    _say(f"\n{table(results)}\n\nlive store: {every['LIVE_STORE']}; numbers and plot: .local/bench/cold-start.*")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how often each is started (at least 7 to go by)")
    parser.add_argument("--only", default="", help="names of functions, with commas between them")
    return parser.parse_args()


def _warm(everybody: Sequence[Contestant], environment: Mapping[str, str], log: Path) -> None:
    """Files into memory and bytecode onto the disk; and a contestant that cannot answer is found before measuring."""
    for contestant in everybody:
        contestant.start(environment, log)


def _turned(contestants: Sequence[Contestant], number: int) -> list[Contestant]:
    """Another one begins in each round, so that nobody always has the same neighbours."""
    turn = number % len(contestants) if contestants else 0
    return [*contestants[turn:], *contestants[:turn]]


def _round(
    hello: Contestant, rival: Contestant, contestants: Sequence[Contestant], environment: Mapping[str, str], log: Path
) -> Iterator[tuple[Contestant, Round]]:
    for start in range(0, len(contestants), _BESIDE):
        beside = hello.start(environment, log), rival.start(environment, log)
        if start == 0:
            yield from ((yardstick, Round(own, *beside)) for yardstick, own in zip((hello, rival), beside, strict=True))
        for contestant in contestants[start : start + _BESIDE]:
            yield contestant, Round(contestant.start(environment, log), *beside)


if __name__ == "__main__":
    main()
