"""`python -m tests.bench.warm`: requests to what has been running for a while, beside the rival with equal duties.

Each round asks ours and the rival in turn, over eight connections that stay open. Compare ratios, never milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import select

from common.domain.people import sessions
from common.domain.recruitment.tables import application_steps, vacancies
from common.ops.checkout import CHECKOUT
from common.ops.local.places import HOST, free_port
from common.ops.local.processes import Process
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from tests import factories
from tests.bench.contestants import Contestant, functions, yardsticks
from tests.bench.figures import Quartiles
from tests.bench.first_requests import Callers
from tests.bench.measure import at_port, cpu_seconds
from tests.bench.place import place
from tests.packaging.serving import answers

OUT = CHECKOUT / ".local" / "bench" / "warm.json"
CONNECTIONS, REQUESTS, ROUNDS = 8, 400, 7


@dataclass(frozen=True)
class Figure:
    """What is asked of a function and of the rival; `goal` is the least multiple of the rival's throughput."""

    name: str
    function: str
    ours: str
    rival: str
    goal: float
    token: str = ""


@dataclass(frozen=True)
class Server:
    port: int
    pid: int


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
    rounds = _options()
    with TemporaryDirectory() as folder, place() as environment, ExitStack() as running:
        work = Path(folder)
        every = {"PATH": os.defpath, **environment, "DATABASE_POOL_SIZE": "1", "THREADS": str(CONNECTIONS)}
        callers = Callers()
        wanted = figures(callers)
        _, rival = yardsticks(work)
        beside = running.enter_context(served(rival, every, work))
        results = []
        for contestant in functions(work / "build", callers, {figure.function for figure in wanted}):
            with served(contestant, every, work) as server:
                for figure in (figure for figure in wanted if figure.function == contestant.name):
                    results.append(compared(figure, server, beside, rounds))
                    sys.stdout.write(f"{line(results[-1])}\n")
                    sys.stdout.flush()
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([asdict(result) | {"met": result.met} for result in results], indent=2) + "\n")


def _options() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.warm", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is asked (at least 7 to go by)")
    return int(parser.parse_args().rounds)


def figures(callers: Callers) -> list[Figure]:
    """The busiest reads: a student has applied five times, and sixty have for one vacancy."""
    with transaction() as db:
        student, lecturer = factories.student(db), callers.lecturer
        open_ = db.execute(select(vacancies).where(vacancies.c.lecturer_id == lecturer.id).limit(5)).all()
        for vacancy, by in [
            *((one, student) for one in open_),
            *((open_[0], factories.student(db)) for _ in range(59)),
        ]:
            made = factories.application(db, vacancy, by)
            for state in ("menunggu", "wawancara"):
                step = {"application_id": made.id, "at": clock.now(), "actor_id": lecturer.id, "state": state}
                db.execute(application_steps.insert().values(**step))
        own = sessions.open_session(db, student.id, [Role.STUDENT]).access_token
        teaching = sessions.open_session(db, lecturer.id, [Role.LECTURER]).access_token
    one = f"vacancies/{open_[0].id}"
    return [
        Figure("open vacancies, 25", "browse_vacancies", "/v1/vacancies", "/vacancies", 1.8),
        Figure("one vacancy", "browse_vacancies", f"/v1/{one}", f"/{one}", 1.0),
        Figure("own applications, 5", "apply", "/v1/my/applications", "/vacancies/mine/applications", 1.0, own),
        Figure("candidates, 60", "select_applicants", f"/v1/{one}/applications", f"/{one}/applications", 2.5, teaching),
    ]


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
    pairs = []
    turn(ours, figure.ours, figure.token), turn(rival, figure.rival, figure.token)
    for _ in range(rounds):
        pairs.append((turn(ours, figure.ours, figure.token), turn(rival, figure.rival, figure.token)))

    def ratio(value: Callable[[Turn], float]) -> Quartiles:
        return Quartiles.of(value(our) / value(other) for our, other in pairs)

    return Result(
        figure.name, figure.goal, ratio(lambda t: t.throughput), ratio(lambda t: t.cpu), ratio(lambda t: t.slowest)
    )


def turn(server: Server, path: str, token: str) -> Turn:
    """The same request, as often as `REQUESTS` says, over the connections at once."""
    before, begun = cpu_seconds(server.pid), time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        asked = [pool.submit(_ask, server.port, path, token, REQUESTS // CONNECTIONS) for _ in range(CONNECTIONS)]
        waits = [wait for one in asked for wait in one.result()]
    seconds = time.perf_counter() - begun
    return Turn(len(waits) / seconds, (cpu_seconds(server.pid) - before) / len(waits), quantiles(waits, n=100)[98])


def _ask(port: int, path: str, token: str, times: int) -> list[float]:
    connection, waits = HTTPConnection(HOST, port, timeout=30), []
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    for _ in range(times):
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        waits.append(time.perf_counter() - begun)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}: {body[:300]!r}")
    connection.close()
    return waits


def line(result: Result) -> str:
    verdict = "met" if result.met else f"missed: {result.goal}"
    return (
        f"{result.figure:22} throughput x rival {result.throughput}  CPU {result.cpu}  p99 {result.slowest}  {verdict}"
    )


if __name__ == "__main__":
    main()
