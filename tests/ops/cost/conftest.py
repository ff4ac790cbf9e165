"""The model is reckoned once for all of these tests; it takes some seconds."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from common.ops.cost.demand import Size
from common.ops.cost.model import Answer, answers


def times(size: Size, factor: float) -> Size:
    """A campus with that many times the people."""
    name, environment, *counts = astuple(size)
    return Size(f"{name} x {factor:g}", environment, *(round(count * factor) for count in counts))


@pytest.fixture(scope="session")
def found() -> list[Answer]:
    return answers()


@pytest.fixture(scope="session")
def nobody() -> Size:
    return Size("nobody", "dev", 0, 0, 0, 0, 0)
