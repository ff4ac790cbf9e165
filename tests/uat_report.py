"""The acceptance report of a run: every scenario with what was expected, what became of it, and how long it took.

The portal shows the one that lies in web/public; `python -m tests.uat_report` puts one of no run there.
"""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from common.ops.checkout import CHECKOUT
from common.platform.calendar_text import moment_text
from common.platform.clock import now
from tests.uat.catalogue import MODULES, Scenario, scenarios

BUILT_IN = CHECKOUT / "web" / "public" / "acceptance.json"
PASSED, FAILED, NO_TEST = "lulus", "gagal", "tanpa uji"
_AS_EXPECTED = "Sesuai yang diharapkan"


@dataclass
class Result:
    """What became of the tests that bear a scenario's code; it passes when all of them do."""

    outcome: str = NO_TEST
    actual: str = ""
    seconds: float = 0.0
    tests: list[str] = field(default_factory=list)

    def add(self, report: Any) -> None:
        """A report of one phase of a test."""
        self.seconds = round(self.seconds + report.duration, 2)
        if report.nodeid not in self.tests:
            self.tests.append(report.nodeid)
        if report.outcome == "failed":
            self.outcome, self.actual = FAILED, _reason(report)
        elif report.when == "call" and report.outcome == "passed" and self.outcome == NO_TEST:
            self.outcome, self.actual = PASSED, _AS_EXPECTED


def results(reports: Iterable[Any]) -> dict[str, Result]:
    """By the code of the scenario; `reports` are pytest's."""
    found = {row.code: Result() for row in scenarios()}
    for report in reports:
        for code in {value for name, value in getattr(report, "user_properties", ()) if name == "scenario"}:
            found[code].add(report)
    return found


def write(folder: Path, found: dict[str, Result]) -> None:
    """`report.json` for programs, `index.html` for people."""
    folder.mkdir(parents=True, exist_ok=True)
    said = _said(found, now().isoformat(timespec="seconds"), _version())
    (folder / "report.json").write_text(_text(said), encoding="utf-8")
    template = Environment(loader=FileSystemLoader(Path(__file__).parent / "uat"), autoescape=True)
    modules = [(MODULES[module], list(those)) for module, those in groupby(scenarios(), key=_module)]
    page = template.get_template("report.html").render(
        version=said["version"], at=moment_text(now(), "id"), counts=_counts(found), modules=modules, results=found
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _said(found: dict[str, Result], at: str | None, version: str) -> dict[str, Any]:
    rows = [asdict(row) | asdict(found[row.code]) for row in scenarios()]
    return {"version": version, "at": at, "counts": _counts(found), "scenarios": rows}


def _text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _module(row: Scenario) -> str:
    return row.module


def _counts(found: dict[str, Result]) -> dict[str, int]:
    outcomes = [result.outcome for result in found.values()]
    return {outcome: outcomes.count(outcome) for outcome in (PASSED, FAILED, NO_TEST)}


def _reason(report: Any) -> str:
    """The last line of what pytest says, which is the assertion or the exception."""
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).strip().splitlines()[0][:300]


def _version() -> str:
    """That of the project, with the commit that was tested."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    return f"{project['version']} {asked.stdout.strip()}".strip()


if __name__ == "__main__":
    BUILT_IN.write_text(_text(_said(results([]), None, "")), encoding="utf-8")
