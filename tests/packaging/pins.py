"""Which modules an archive may import: those of the distributions that requirements.txt pins."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import packages_distributions

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


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
