"""A session of pytest in a process of its own, with its clock moved."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from common.ops.checkout import CHECKOUT
from tests.clock.moments import MACHINE_ZONE


def run(moment: str, tests: Sequence[str], *options: str, **process: object) -> subprocess.CompletedProcess[str]:
    """Begins at `moment`, an ISO time on campus; `process` is for subprocess.run."""
    command = [sys.executable, "-m", "pytest", "-p", "tests.clock.plugin", "--clock", moment, *options, *tests]
    environment = {**os.environ, "TZ": MACHINE_ZONE}
    return subprocess.run(command, cwd=CHECKOUT, env=environment, text=True, check=False, **process)  # type: ignore[call-overload]
