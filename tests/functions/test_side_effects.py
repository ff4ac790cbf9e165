"""Law 6: importing anything of ours needs no environment and opens nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.ops.checkout import CHECKOUT

CHILD = Path(__file__).with_name("imported.py")


def modules() -> Iterator[str]:
    """Every module there is, but Alembic's scripts, which are run rather than imported."""
    for file in sorted(path for tree in ("common", "functions") for path in (CHECKOUT / tree).rglob("*.py")):
        name = ".".join(file.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
        if not name.startswith(("common.ops.migrations.env", "common.ops.migrations.versions")):
            yield name


def what_importing_does(root: Path, *names: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-I", str(CHILD), str(root), *names], capture_output=True, text=True, env={}, check=False
    )
    assert done.returncode == 0, done.stderr
    told: list[str] = json.loads(done.stdout)
    return told


def test_importing_opens_nothing_and_reads_no_environment() -> None:
    assert what_importing_does(CHECKOUT, *modules()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("open('/etc/hostname').close()", "open '/etc/hostname'"),
        ("import os\nos.getenv('HOME')", "reads HOME from the environment"),
        ("import os\n'HOME' in os.environ", "reads HOME from the environment"),
        ("import os\nos.listdir('/')", "os.listdir '/'"),
        ("import socket\nsocket.socket().bind(('127.0.0.1', 0))", "socket.bind"),
        (
            "import threading, time\nthreading.Thread(target=time.sleep, args=(1,), daemon=True).start()",
            "a thread runs",
        ),
    ],
)
def test_what_a_module_does_at_import_would_be_seen(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "busy.py").write_text(text)
    found = what_importing_does(tmp_path, "common.busy")
    assert [line for line in found if line.startswith(f"common.busy: {told}")], found
