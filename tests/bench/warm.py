"""`python -m tests.bench.warm`: requests to what has been running for a while, beside the rival with equal duties.

Each round asks ours and the rival in turn, over eight connections that stay open. Compare ratios, never milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import text

from common.http.function import FUNCTIONS
from common.ops.checkout import CHECKOUT
from common.ops.local.places import free_port
from common.ops.local.processes import Process
from common.platform.db import engine
from tests.bench.asked import Asked, Connection, Request
from tests.bench.contestants import Contestant, functions, yardsticks
from tests.bench.figures import Quartiles
from tests.bench.first_requests import Callers
from tests.bench.measure import at_port, cpu_seconds
from tests.bench.place import place
from tests.bench.semester import Figure, figures
from tests.packaging.serving import answers

OUT = CHECKOUT / ".local" / "bench" / "warm.json"
CONNECTIONS, REQUESTS, ROUNDS = 8, 400, 7


@dataclass(frozen=True)
class Server:
    """`cookies` are what its answers have set, by the first one of each browser."""

    port: int
    pid: int
    cookies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """Requests a second, seconds of CPU a request, and the longest of a hundred waits, in seconds."""

    throughput: float
    cpu: float
    slowest: float


@dataclass(frozen=True)
class Result:
    """As multiples of the rival's; CPU and waits are better when they are less."""

    figure: str
    goal: float
    throughput: Quartiles
    cpu: Quartiles
    slowest: Quartiles

    @property
    def met(self) -> bool:
        return self.throughput.median >= self.goal


def main() -> None:
    options = _options()
    with TemporaryDirectory() as folder, place() as environment, ExitStack() as running:
        work = Path(folder)
        every = {"PATH": os.defpath, **environment, "THREADS": str(CONNECTIONS)}
        callers = Callers()
        wanted = [
            figure
            for figure in figures(callers, CONNECTIONS, REQUESTS)
            if not options.only or figure.function in options.only
        ]
        # As autovacuum would, but not in the middle of a round.
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.execute(text("VACUUM ANALYZE"))
        _, rival = yardsticks(work)
        beside = running.enter_context(served(rival, every, work))
        results = []
        for contestant in functions(work / "build", callers, {figure.function for figure in wanted}):
            pool = {"DATABASE_POOL_SIZE": str(FUNCTIONS[f"functions.{contestant.name}.main"].pool)}
            with served(contestant, every | pool, work) as server:
                for figure in (figure for figure in wanted if figure.function == contestant.name):
                    results.append(compared(figure, server, beside, options.rounds))
                    sys.stdout.write(f"{line(results[-1])}\n")
                    sys.stdout.flush()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([asdict(result) | {"met": result.met} for result in results], indent=2) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.warm", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is asked (at least 7 to go by)")
    parser.add_argument("--only", nargs="*", default=[], help="functions to measure, if not all")
    return parser.parse_args()


@contextmanager
def served(contestant: Contestant, environment: Mapping[str, str], work: Path) -> Iterator[Server]:
    port = free_port()
    process = Process(
        contestant.name,
        ["/bin/sh", "-c", f'cd {contestant.folder} && exec "$@"', "-", *at_port(contestant.command, port)],
        log=work / f"{contestant.name}.log",
        ready=lambda: answers(port),
        environment=environment,
    )
    with process:
        assert process.pid
        yield Server(port, process.pid)


def compared(figure: Figure, ours: Server, rival: Server, rounds: int) -> Result:
    def pair() -> tuple[Turn, Turn]:
        return turn(ours, figure.ours, figure.before), turn(rival, figure.rival, figure.before)

    pair()
    pairs = [pair() for _ in range(rounds)]

    def ratio(value: Callable[[Turn], float]) -> Quartiles:
        return Quartiles.of(value(our) / value(other) for our, other in pairs)

    return Result(
        figure.name, figure.goal, ratio(lambda t: t.throughput), ratio(lambda t: t.cpu), ratio(lambda t: t.slowest)
    )


def turn(server: Server, asked: Asked, before: Callable[[], None]) -> Turn:
    """As many requests as `REQUESTS` says, over the connections at once."""
    before()
    cpu, begun = cpu_seconds(server.pid), time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        requests = [asked(number, REQUESTS // CONNECTIONS) for number in range(CONNECTIONS)]
        working = [pool.submit(_over_one, server, those) for those in requests]
        waits = [wait for one in working for wait in one.result()]
    seconds = time.perf_counter() - begun
    return Turn(len(waits) / seconds, (cpu_seconds(server.pid) - cpu) / len(waits), quantiles(waits, n=100)[98])


def _over_one(server: Server, requests: Sequence[Request]) -> list[float]:
    waits = []
    with closing(Connection(server.port, server.cookies)) as connection:
        for request in requests:
            begun = time.perf_counter()
            connection.ask(request)
            waits.append(time.perf_counter() - begun)
    return waits


def line(result: Result) -> str:
    verdict = "met" if result.met else f"missed: {result.goal}"
    return (
        f"{result.figure:22} throughput x rival {result.throughput}  CPU {result.cpu}  p99 {result.slowest}  {verdict}"
    )


if __name__ == "__main__":
    main()
