"""`python -m tests.mutants`: see the package."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random, randrange

from tests.laws.source import CHECKOUT, Module, modules
from tests.mutants.campaign import Verdict, noun_of, verdicts
from tests.mutants.changes import touched
from tests.mutants.edits import Edit, Mutant, edits
from tests.mutants.report import described, known, line, table
from tests.mutants.swap import dotted
from tests.mutants.worker import NOT_APPLICABLE, SURVIVED, UNSOUND

NOUNS = (
    *("people", "auth", "http", "uploads", "recruitment", "assistants"),
    *("attendance", "certificates", "notifications", "audit", "reports"),
)
# The tests stand on these while they run.
_LEFT = ("common/ops/local/", "common/ops/migrations/")
_SAMPLE = 25
_TESTS = CHECKOUT / "tests"


def main(environment: Mapping[str, str]) -> None:
    seed = int(environment.get("SEED") or randrange(100_000))
    everything = [module for module in modules("common", "functions") if not module.within(*_LEFT)]
    mutants = _sample(_wanted(everything, environment), seed, int(environment.get("SAMPLE") or _SAMPLE))
    nouns = sorted({noun_of(mutant.file) for mutant in mutants})
    print(f"SEED={seed}: {len(mutants)} mutants of {', '.join(nouns) or 'nothing, since nothing changed'}", flush=True)
    if mutants:
        _print(_verdicts(everything, mutants, int(environment.get("JOBS") or 2)))


def _verdicts(everything: Sequence[Module], mutants: Sequence[Mutant], jobs: int) -> Iterator[Verdict]:
    """By the tests of the nouns themselves; what they do not notice, by all others."""
    say = partial(print, flush=True)
    near, far = _tests({noun_of(mutant.file) for mutant in mutants})
    unnoticed: dict[Mutant, str] = {}
    for verdict in verdicts(CHECKOUT, everything, near, mutants, jobs=jobs, say=say):
        if verdict.outcome == SURVIVED:
            unnoticed[verdict.mutant] = verdict.why
        else:
            yield verdict
    for verdict in verdicts(CHECKOUT, everything, far, list(unnoticed), jobs=jobs, say=say):
        survived = verdict.outcome == SURVIVED
        yield replace(verdict, why=f"{unnoticed[verdict.mutant]}, elsewhere {verdict.why}") if survived else verdict


def _wanted(everything: Iterable[Module], environment: Mapping[str, str]) -> Iterator[Edit]:
    """Of one noun, of all, or of what was touched."""
    noun, every = environment.get("NOUN", ""), environment.get("ALL", "")
    lines = {} if noun or every else touched(CHECKOUT)
    for module in everything:
        whole = noun_of(module.name) in ([noun] if noun else NOUNS if every else [])
        if whole or module.name in lines:
            found = edits(module, vars(import_module(dotted(module))))
            yield from (edit for edit in found if whole or edit.place.owner.touched(lines[module.name]))


def _sample(found: Iterable[Edit], seed: int, most: int) -> list[Mutant]:
    """At most so many of each noun; the same seed draws the same ones from the same code."""
    nouns: dict[str, list[Edit]] = defaultdict(list)
    for edit in found:
        nouns[noun_of(edit.module.name)].append(edit)
    drawn = (Random(f"{seed} {noun}").sample(its, min(most, len(its))) for noun, its in sorted(nouns.items()))
    return [edit.mutant for its in drawn for edit in its]


def _tests(nouns: set[str]) -> tuple[list[str], list[str]]:
    """Where rules are tested without a browser, packages or a cloud: those of these nouns, and the others."""
    near = {path for noun in nouns for path in _named(noun)}
    every = {path for noun in (*NOUNS, "functions", "flows", "uat", "contract") for path in _named(noun)}
    every |= set((_TESTS / "platform").glob("test_*.py"))
    return sorted(map(str, near)), sorted(map(str, every - near))


def _named(noun: str) -> Iterator[Path]:
    yield from (path for path in _TESTS.rglob(noun) if path.is_dir())


def _print(found: Iterable[Verdict]) -> None:
    started, reasons, done = time.monotonic(), known(), []
    for verdict in found:
        done.append(verdict)
        if described(verdict, reasons) in {SURVIVED, UNSOUND, NOT_APPLICABLE}:
            print(line(verdict), flush=True)
    print("\n".join(["", *table(done, reasons)]))
    print(f"{60 * len(done) / (time.monotonic() - started):.0f} mutants a minute, with the time to record")


if __name__ == "__main__":
    main(os.environ)
