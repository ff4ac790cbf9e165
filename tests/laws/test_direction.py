"""The direction of imports: functions, then http, then nouns, then tools. The rules are in `.importlinter`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.laws.source import CHECKOUT


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "7 kept, 0 broken" in done.stdout
