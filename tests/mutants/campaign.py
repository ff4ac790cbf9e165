"""From mutants to verdicts: the tests that reach each one are recorded once, then run by a few workers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.laws.source import Module
from tests.mutants.edits import Mutant, places
from tests.mutants.language import Scope
from tests.mutants.worker import HUNG, NOT_APPLICABLE, SURVIVED, UNSOUND, Runs
from tests.mutants.workers import Ended, Worker, workers

_UNREACHED = "no test runs it"
# Names of tests, each with the seconds that it may take.
Tests = list[tuple[str, float]]


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant; `why` is the test that noticed it, or what is to be known of those that did not."""

    mutant: Mutant
    outcome: str
    why: str


@dataclass(frozen=True)
class Reach:
    """Which tests run which statement, and which statements name what: statements by `file:line`."""

    tests: Mapping[str, Tests]
    named: Mapping[str, set[str]]

    def of(self, mutant: Mutant) -> Tests:
        """The tests that may notice it: those of its noun first, the quick ones before the slow."""
        statements = {f"{mutant.file}:{mutant.statement}"} | self.named_by(mutant)
        found = {test for statement in statements for test in self.tests.get(statement, ())}
        noun = f"/{noun_of(mutant.file)}/"
        return sorted(found, key=lambda test: (noun not in test[0].partition("::")[0], test[1]))

    def named_by(self, mutant: Mutant) -> set[str]:
        """Where that is named which is made once; a name that begins with `_` is its module's own."""
        where = f"{mutant.file}:" if mutant.owner.startswith("_") else ""
        found = self.named.get(mutant.owner, ()) if mutant.made_once else ()
        return {statement for statement in found if statement.startswith(where)}


def named(modules: Sequence[Module]) -> dict[str, set[str]]:
    """The statements of functions by each name in them."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        for place in places(module, Scope({})):
            name = getattr(place.node, "id", getattr(place.node, "attr", ""))
            if name and not place.owner.constant:
                found[name].add(f"{module.name}:{place.statement.lineno}")
    return found


def noun_of(file: str) -> str:
    """`people` for `common/domain/people/actions.py`, `functions` for every step, `shared` for none."""
    if file.startswith("functions/"):
        return "functions"
    room = Path(file).parent.name
    return "shared" if room in {"common", "platform"} else room


def verdicts(
    root: Path,
    modules: Sequence[Module],
    tests: Sequence[str],
    mutants: Sequence[Mutant],
    *,
    jobs: int = 1,
    patience: float = 5,
    say: Callable[[str], None] = print,
) -> Iterator[Verdict]:
    """One for each mutant of `modules`, as they come; `tests` are files and folders below `root`.

    A test that takes three times as long as usual, and `patience` seconds more, is taken for one that never ends.
    """
    if not mutants or not tests:
        yield from (Verdict(mutant, SURVIVED, _UNREACHED) for mutant in mutants)
        return
    with ThreadPoolExecutor(jobs) as threads, workers(jobs, root, tests) as team:
        say("recording which test runs which statement ...")
        files = [module.name for module in modules]
        shares = threads.map(lambda share: team[share].ask("record", share, jobs, files), range(jobs))
        runs = {name: run for share in shares for name, run in share.items()}
        failing = "".join(f"\n  left out, since it fails: {name}" for name, run in runs.items() if run is None)
        say(f"{len(runs)} tests{failing}")
        reach = Reach(_by_statement(runs, patience), named(modules))
        free: SimpleQueue[Worker] = SimpleQueue()
        for worker in team:
            free.put(worker)
        waiting = [threads.submit(_attempt, free, mutant, reach) for mutant in mutants]
        try:
            yield from (done.result() for done in as_completed(waiting))
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def _by_statement(runs: Runs, patience: float) -> dict[str, Tests]:
    found: dict[str, Tests] = defaultdict(list)
    for name, run in runs.items():
        seconds, statements = run or (0.0, [])
        for statement in statements:
            found[statement].append((name, 3 * seconds + patience))
    return found


def _attempt(free: SimpleQueue[Worker], mutant: Mutant, reach: Reach) -> Verdict:
    """What did not end, or was in doubt, gets a second chance; a process in doubt is ended."""
    tests = reach.of(mutant)
    if mutant.made_once and not reach.named_by(mutant):
        return Verdict(mutant, NOT_APPLICABLE, "used at import alone")
    if not tests:
        return Verdict(mutant, SURVIVED, _UNREACHED)
    worker = free.get()
    try:
        outcome, why = _asked(worker, mutant, tests)
        if outcome in {HUNG, UNSOUND}:
            outcome, why = _asked(worker, mutant, tests)
        if outcome == HUNG:
            # Something may still be running.
            worker.stop()
    finally:
        free.put(worker)
    return Verdict(mutant, outcome, why or f"{len(tests)} tests run it")


def _asked(worker: Worker, mutant: Mutant, tests: Tests) -> tuple[str, str]:
    try:
        outcome, why = worker.ask("attempt", mutant.file, mutant.number, tests)
    except Ended:
        return HUNG, "its process ended"
    if outcome == UNSOUND:
        worker.stop()
    return outcome, why
