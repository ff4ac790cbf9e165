"""A mutant in a running process: what it changes, and that it leaves no trace."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.laws.source import Module
from tests.mutants.edits import Edit, edits
from tests.mutants.swap import NotApplicable, mutated, probed

TILL = """
from functools import cache

LIMIT = 10
HALF = LIMIT - 5

def made(price):
    def total(count):
        return price * count
    return total

double = made(2)

class Till:
    def open(self, hour):
        return hour > 8

@cache
def most():
    return LIMIT + 1

def fits(count):
    if count <= LIMIT:
        return True
    return False
"""


@pytest.fixture
def till(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A module that others have imported from."""
    (tmp_path / "corner_till.py").write_text(TILL)
    (tmp_path / "corner_shop.py").write_text("from corner_till import LIMIT, fits\n\ndef limit():\n    return LIMIT\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield import_module("corner_till")
    for name in ("corner_till", "corner_shop"):
        sys.modules.pop(name, None)


def mutant(owner: str, operator: str) -> Edit:
    module = Module("corner_till.py", TILL)
    made = edits(module, vars(sys.modules["corner_till"]))
    return next(edit for edit in made if (edit.mutant.owner, edit.mutant.operator) == (owner, operator))


def test_a_function_is_changed_wherever_it_was_imported(till: ModuleType) -> None:
    shop = import_module("corner_shop")
    with mutated(mutant("fits", "boundary")):
        assert (till.fits(10), shop.fits(10)) == (False, False)
    assert (till.fits(10), shop.fits(10)) == (True, True)


def test_a_method_is_changed(till: ModuleType) -> None:
    with mutated(mutant("Till.open", "boundary")):
        assert till.Till().open(8)
    assert not till.Till().open(8)


def test_a_closure_that_was_made_at_import_is_changed(till: ModuleType) -> None:
    with mutated(mutant("made", "arith")):
        assert till.double(5) == 7
        assert till.made(3)(5) == 8
    assert till.double(5) == 10


def test_a_constant_is_changed_wherever_it_was_imported(till: ModuleType) -> None:
    shop = import_module("corner_shop")
    with mutated(mutant("LIMIT", "const-int")):
        assert till.fits(11)
        assert shop.limit() == 11
    assert not till.fits(11)
    assert shop.limit() == 10


def test_results_that_were_kept_are_forgotten(till: ModuleType) -> None:
    assert till.most() == 11
    with mutated(mutant("most", "arith")):
        assert till.most() == 9
    assert till.most() == 11


def test_a_function_that_lives_no_more_is_not_applicable(till: ModuleType) -> None:
    wanted = mutant("fits", "boundary")
    del till.fits
    with pytest.raises(NotApplicable), mutated(wanted):
        pass


def test_a_fault_leaves_no_trace(till: ModuleType) -> None:
    with pytest.raises(ZeroDivisionError), mutated(mutant("fits", "boundary")):
        _ = 1 / 0
    assert till.fits(10)


def test_probes_name_each_statement_that_runs(till: ModuleType) -> None:
    reached: list[str] = []
    with probed([Module("corner_till.py", TILL)], reached.append):
        till.fits(3)
        till.double(2)
    till.fits(11)
    lines = TILL.splitlines()
    said = [lines[int(place.removeprefix("corner_till.py:")) - 1].strip() for place in reached]
    assert said == ["if count <= LIMIT:", "return True", "return price * count"]
