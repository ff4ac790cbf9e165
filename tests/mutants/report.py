"""What is printed: each survivor, and the score by noun with and without the known equivalents."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.mutants.campaign import Verdict, noun_of
from tests.mutants.edits import Mutant
from tests.mutants.worker import HUNG, KILLED, NOT_APPLICABLE, SURVIVED, UNSOUND

KNOWN = Path(__file__).with_name("equivalents.toml")
EQUIVALENT = "equivalent"
# A mutant by what it is, wherever its function stands in the file.
Key = tuple[str, ...]


def known(file: Path = KNOWN) -> dict[Key, str]:
    """The reason why each mutant of the list changes nothing that counts."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["equivalent"]
    return {(*row["where"].split(), row["operator"], row["before"], row["after"]): row["reason"] for row in rows}


def key(mutant: Mutant) -> Key:
    return mutant.file, mutant.owner, mutant.operator, mutant.before, mutant.after


def described(verdict: Verdict, reasons: dict[Key, str]) -> str:
    """The outcome, where `equivalent` is a survivor that is explained."""
    return EQUIVALENT if verdict.outcome == SURVIVED and key(verdict.mutant) in reasons else verdict.outcome


def line(verdict: Verdict) -> str:
    mutant = verdict.mutant
    where = f"{mutant.file}:{mutant.line} {mutant.owner}"
    return f"{verdict.outcome}: {where}  {mutant.operator}  {mutant.before} -> {mutant.after}  ({verdict.why})"


def table(verdicts: Iterable[Verdict], reasons: dict[Key, str]) -> list[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        for row in (noun_of(verdict.mutant.file), "all"):
            counts[row][described(verdict, reasons)] += 1
    head = ("noun", "killed", "survived", "equivalent", "undecided", "not applicable", "score", "without equivalents")
    rows = [head, *(_row(noun, counts[noun]) for noun in sorted(counts, key=lambda noun: (noun == "all", noun)))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def _row(noun: str, count: Counter[str]) -> Sequence[str]:
    noticed, unnoticed = count[KILLED] + count[HUNG], count[SURVIVED]
    parts = (noticed, unnoticed, count[EQUIVALENT], count[UNSOUND], count[NOT_APPLICABLE])
    scores = (_share(noticed, noticed + unnoticed + count[EQUIVALENT]), _share(noticed, noticed + unnoticed))
    return noun, *map(str, parts), *scores


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"
