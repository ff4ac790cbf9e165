"""The model is reckoned once for all of these tests; it takes some seconds."""

from __future__ import annotations

import pytest

from common.cost.model import Answer, answers


@pytest.fixture(scope="session")
def found() -> list[Answer]:
    return answers()
