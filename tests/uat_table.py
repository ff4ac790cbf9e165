"""Prints the acceptance table: every scenario of the catalogue with the result of the tests that bear its code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.uat.catalogue import MODULES, codes_in, scenarios

_PASSED, _FAILED, _NO_TEST = "OK", "GAGAL", "no test"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    outcome.get_result().user_properties += [("scenario", code) for code in codes_in(item.name)]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table of a run in which any scenario was tested."""
    results = _results(terminalreporter)
    if not results:
        return
    terminalreporter.section("UAT", sep="=")
    module = ""
    for row in scenarios():
        if row.module != module:
            module = row.module
            terminalreporter.write_line(f"{MODULES[module]}:")
        terminalreporter.write_line(f"  {row.code:<11} {results.get(row.code, _NO_TEST):<8} {row.scenario}")
    count = Counter(results.values())
    untested = len(scenarios()) - len(results)
    terminalreporter.write_line(
        f"{len(scenarios())} scenarios: {count[_PASSED]} OK, {count[_FAILED]} GAGAL, {untested} not tested in this run"
    )


def _results(terminalreporter: Any) -> dict[str, str]:
    """Code to result; a scenario with several tests passes when all of them do."""
    found: dict[str, str] = {}
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            for code in (value for name, value in getattr(report, "user_properties", ()) if name == "scenario"):
                failed = outcome != "passed" or found.get(code) == _FAILED
                found[code] = _FAILED if failed else _PASSED
    return found
