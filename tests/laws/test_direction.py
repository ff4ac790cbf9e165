"""The direction of imports: functions, then http, then nouns, then tools. The rules are in `.importlinter`."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.laws.source import CHECKOUT, product


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "7 kept, 0 broken" in done.stdout


def test_what_is_deployed_names_what_it_imports() -> None:
    """A name that is computed is seen by no rule about imports."""
    deployed = (module for module in product() if not module.within("common/ops/", "common/__main__.py"))
    computed = [
        module.at(call)
        for module in deployed
        for call, name in module.calls()
        if name.rpartition(".")[2] in {"import_module", "__import__"} and not isinstance(call.args[0], ast.Constant)
    ]
    assert computed == []
