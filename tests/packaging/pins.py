"""Which modules a function may import: those of the distributions that requirements.txt pins."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from common.ops.checkout import CHECKOUT


def pinned(requirements: str) -> set[str]:
    """The normalised names of the distributions in a requirements file."""
    return {_normal(name) for name in re.findall(r"^([\w.-]+)==", requirements, re.MULTILINE)}


@cache
def refused_modules() -> list[str]:
    """Top-level modules that are installed here, and are not pinned for the cloud."""
    allowed = pinned((CHECKOUT / "requirements.txt").read_text())
    return sorted(
        module
        for module, distributions in packages_distributions().items()
        if not {_normal(name) for name in distributions} & allowed
    )


def environment_from(requirements: Path, place: Path) -> Path:
    """The Python of a new environment; fails when anything comes that is not pinned, or anything is missing."""
    uv = Path(sys.executable).with_name("uv")
    python = place / "bin" / "python"
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, place], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", requirements]
    # What was once fetched is not asked for again.
    if subprocess.run([*install, "--offline"], check=False, capture_output=True).returncode:
        subprocess.run(install, check=True, capture_output=True)
    frozen = [uv, "pip", "freeze", "--quiet", "--python", python]
    there = subprocess.run(frozen, check=True, capture_output=True, text=True).stdout
    assert pinned(there) == pinned(requirements.read_text())
    return python


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
