"""A small project of its own, mutated from beginning to end by real processes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from tests.laws.source import Module
from tests.mutants.campaign import Verdict, verdicts
from tests.mutants.edits import edits
from tests.mutants.report import key, table
from tests.mutants.worker import HUNG, KILLED, NOT_APPLICABLE, SURVIVED

STALL = """
from functools import cache

LEFT = 3
TWICE = LEFT * 2

def price(count, member):
    if count > 10:
        return count * 2
    return count * 3 if member else count * 4

def wait(seconds):
    while seconds > 0:
        seconds = seconds - 1

def unused():
    return 1 + 1

def left():
    return LEFT

@cache
def kept():
    return 1 + 1

def twice_kept():
    return kept() * 2
"""
TRIED = {"arith", "boundary", "const-int"}
CHECKS = """
from corner_stall.stall import kept, left, price, twice_kept, wait

def test_many_are_cheaper():
    assert price(11, False) == 22

def test_members_pay_less():
    assert price(1, True) == 3

def test_what_is_left():
    assert left() == 3

def test_a_result_is_kept():
    kept()

def test_a_result_that_was_kept_is_used():
    assert twice_kept() == 4

def test_waiting_ends():
    wait(3)

def test_that_fails_anyway():
    assert price(1, False) == 5
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for name, text in (("corner_stall/stall.py", STALL), ("checks/corner_stall/test_stall.py", CHECKS)):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text)
    return root


@pytest.fixture(scope="module")
def found(project: Path) -> dict[str, Verdict]:
    """The verdicts by function and operator."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(project)
        module = Module("corner_stall/stall.py", STALL)
        made = edits(module, vars(import_module("corner_stall.stall")))
    # The first of each, so that only one never ends.
    mutants = {f"{one.mutant.owner} {one.operator}": one.mutant for one in reversed(made) if one.operator in TRIED}
    told: list[str] = []
    done = list(verdicts(project, [module], ["checks"], list(mutants.values()), patience=0.5, say=told.append))
    assert any("left out, since it fails" in line and "test_that_fails_anyway" in line for line in told)
    return {f"{one.mutant.owner} {one.mutant.operator}": one for one in done}


def test_what_is_tested_is_killed(found: dict[str, Verdict]) -> None:
    verdict = found["price arith"]
    assert verdict.outcome == KILLED
    assert verdict.why.endswith("::test_many_are_cheaper")


def test_a_hole_survives(found: dict[str, Verdict]) -> None:
    hole = found["price boundary"]
    assert (hole.outcome, hole.why) == (SURVIVED, "2 tests run it")


def test_what_no_test_runs_survives_unasked(found: dict[str, Verdict]) -> None:
    hole = found["unused arith"]
    assert (hole.outcome, hole.why) == (SURVIVED, "no test runs it")


def test_a_constant_is_tested_by_who_uses_it(found: dict[str, Verdict]) -> None:
    assert found["LEFT const-int"].outcome == KILLED


def test_what_is_kept_is_tested_by_whoever_uses_it_later(found: dict[str, Verdict]) -> None:
    verdict = found["kept arith"]
    assert (verdict.outcome, verdict.why.partition("::")[2]) == (KILLED, "test_a_result_that_was_kept_is_used")


def test_what_only_import_uses_is_not_applicable(found: dict[str, Verdict]) -> None:
    assert found["TWICE arith"].outcome == NOT_APPLICABLE


def test_what_never_ends_counts_as_noticed(found: dict[str, Verdict]) -> None:
    assert found["wait arith"].outcome == HUNG


def test_the_files_are_as_they_were(project: Path, found: dict[str, Verdict]) -> None:
    assert (project / "corner_stall/stall.py").read_text() == STALL
    assert (project / "checks/corner_stall/test_stall.py").read_text() == CHECKS


def test_the_score_is_told_with_and_without_what_is_explained(found: dict[str, Verdict]) -> None:
    some, hole = [found["price arith"], found["price boundary"], found["unused arith"]], found["price boundary"]
    head, row, everything = (line.split() for line in table(some, {key(hole.mutant): "it costs the same"}))
    assert head[:4] == ["noun", "killed", "survived", "equivalent"]
    assert row == ["corner_stall", "1", "1", "1", "0", "0", "33", "%", "50", "%"]
    assert everything == ["all", *row[1:]]
