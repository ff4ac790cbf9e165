"""A part of `make test-clock`, at another of its moments each day."""

from __future__ import annotations

import subprocess

import pytest

from common.ops.checkout import CHECKOUT
from common.platform import clock
from tests.clock.moments import MOMENTS, PART, TESTS
from tests.clock.session import run


def test_every_test_that_is_run_is_there() -> None:
    assert [test for test in (*TESTS, *PART) if not (CHECKOUT / test).exists()] == []
    assert {"tests/domain/assistants", "tests/domain/people", "tests/domain/reports"} <= set(TESTS)


@pytest.mark.timeout(300)
def test_the_rules_of_days_hold_at_other_times() -> None:
    moment = list(MOMENTS)[clock.today().toordinal() % len(MOMENTS)]
    done = run(moment, PART, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f"python -m tests.clock {moment}\n{done.stdout}"
    assert " passed" in done.stdout
    assert f"The clock began at {moment}" in done.stdout
