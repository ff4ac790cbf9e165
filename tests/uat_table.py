"""Prints the acceptance table: every scenario of the catalogue with the result of the tests that bear its code.

With `--uat-report FOLDER` only those tests run, and the table is written there; a scenario without a test is a failure.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.uat.catalogue import MODULES, codes_in, scenarios

_OPTION = "uat_report"
_SAID = {"lulus": "OK", "gagal": "GAGAL", "tanpa uji": "no test"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--uat-report", metavar="FOLDER", help="run the scenarios alone, and write their report there")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption(_OPTION):
        return
    others = [item for item in items if not codes_in(item.name)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if codes_in(item.name)]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    outcome.get_result().user_properties += [("scenario", code) for code in codes_in(item.name)]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table of a run in which any scenario was tested."""
    from tests import uat_report

    found = uat_report.results(_reports(terminalreporter))
    if folder := terminalreporter.config.getoption(_OPTION):
        uat_report.write(Path(folder), found)
        terminalreporter.write_line(f"the report is {Path(folder, 'index.html')}")
    outcomes = [_SAID[result.outcome] for result in found.values()]
    if len(outcomes) == outcomes.count("no test"):
        return
    terminalreporter.section("UAT", sep="=")
    module = ""
    for row in scenarios():
        if row.module != module:
            module = row.module
            terminalreporter.write_line(f"{MODULES[module]}:")
        terminalreporter.write_line(f"  {row.code:<11} {_SAID[found[row.code].outcome]:<8} {row.scenario}")
    passed, failed, untested = (outcomes.count(said) for said in _SAID.values())
    terminalreporter.write_line(
        f"{len(outcomes)} scenarios: {passed} OK, {failed} GAGAL, {untested} not tested in this run"
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Of a report nothing may be missing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not session.config.getoption(_OPTION) or reporter is None or hasattr(session.config, "workerinput"):
        return
    tested = {code for report in _reports(reporter) for name, code in report.user_properties if name == "scenario"}
    if len(tested) < len(scenarios()) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _reports(terminalreporter: Any) -> Iterator[Any]:
    for outcome in ("passed", "failed", "error", ""):
        for report in terminalreporter.stats.get(outcome, []):
            if hasattr(report, "user_properties"):
                yield report
