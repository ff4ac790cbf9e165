"""How the bench compares figures."""

from __future__ import annotations

import pytest

from tests.bench.contestants import Kind
from tests.bench.figures import Figures, Quartiles, Round, figures
from tests.bench.measure import Sample
from tests.bench.show import plot, table

HELLO, RIVAL = Sample(0.4, 0.3, 30.0), Sample(2.0, 1.8, 100.0)


def figures_of(kind: Kind, *seconds: float, cpu: float = 0.6, memory: float = 60.0) -> Figures:
    return figures("one", kind, [Round(Sample(one, cpu, memory), HELLO, RIVAL) for one in seconds])


def test_a_start_is_compared_with_those_beside_it() -> None:
    slow_machine = Round(Sample(2.0, 1.2, 60.0), Sample(1.0, 0.6, 30.0), Sample(4.0, 3.6, 100.0))
    found = figures("one", Kind.ORDINARY, [Round(Sample(0.8, 0.6, 60.0), HELLO, RIVAL), slow_machine])
    assert found.by_hello == Quartiles(2.0, 2.0, 2.0)
    assert found.memory_by_rival.median == 0.6


@pytest.mark.parametrize(("seconds", "met"), [(1.0, True), (1.2, False)])
def test_a_clear_time_decides(seconds: float, met: bool) -> None:
    assert figures_of(Kind.ORDINARY, seconds, seconds, seconds).met["hello"] is met


@pytest.mark.parametrize(("cpu", "met"), [(0.7, True), (0.9, False)])
def test_an_unclear_time_is_decided_by_the_processor(cpu: float, met: bool) -> None:
    assert figures_of(Kind.ORDINARY, 0.9, 1.05, 1.1, 1.3, cpu=cpu).met["hello"] is met


def test_each_kind_has_its_own_limits() -> None:
    assert figures_of(Kind.ORDINARY, 1.3, memory=80.0).met == {"hello": False, "rival": False, "memory": False}
    assert figures_of(Kind.CLIENT, 1.3, memory=80.0).met == {"hello": True, "rival": True}
    assert figures_of(Kind.HELLO, 1.3).met == {}


def test_the_results_can_be_shown() -> None:
    found = figures_of(Kind.ORDINARY, 1.3)
    assert "no: hello, rival" in table([found])
    assert plot([found]).count("<rect") > 1
