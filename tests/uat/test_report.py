"""The acceptance report, by a run of its own over two scenarios."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from common.ops.checkout import CHECKOUT
from tests.uat.catalogue import scenarios
from tests.uat_report import BUILT_IN

TESTS = """
def test_low_16_a_vacancy_is_shared():
    pass

def test_abs_16_it_opens():
    assert "<b>left</b>" == "right"

def test_without_a_code():
    raise SystemExit("it does not run")
"""


def test_a_report_names_every_scenario_with_what_became_of_it(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(TESTS)
    options = ["--noconftest", "-p", "tests.uat_table", "-p", "no:randomly", "-n0", "-q", "--rootdir", str(tmp_path)]
    asked = [sys.executable, "-m", "pytest", *options, "--uat-report", str(tmp_path / "out"), str(tmp_path)]
    done = subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    said = json.loads((tmp_path / "out" / "report.json").read_text())
    assert said["version"].startswith("1.")
    assert said["counts"] == {"lulus": 1, "gagal": 1, "tanpa uji": len(scenarios()) - 2}
    rows = {row["code"]: row for row in said["scenarios"]}
    assert list(rows) == [row.code for row in scenarios()]
    assert (rows["LOW-16"]["outcome"], rows["LOW-16"]["actual"]) == ("lulus", "Sesuai yang diharapkan")
    assert rows["LOW-16"]["tests"] == ["test_two.py::test_low_16_a_vacancy_is_shared"]
    assert rows["LOW-16"]["expected"].startswith("Public link, WhatsApp button")
    assert "left" in rows["ABS-16"]["actual"]
    assert rows["AUTH-01"]["outcome"] == "tanpa uji"
    page = (tmp_path / "out" / "index.html").read_text()
    assert page.count('<tr class="bad">') == len(scenarios()) - 1
    assert "&lt;b&gt;left" in page
    assert "<b>left" not in page


def test_the_report_that_the_portal_shows_has_the_scenarios_of_the_catalogue() -> None:
    shown = json.loads(BUILT_IN.read_text())["scenarios"]
    wanted = [asdict(row) for row in scenarios()]
    assert [{name: row[name] for name in wanted[0]} for row in shown] == wanted, "run `python -m tests.uat_report`"
