"""The local parts, really started, each set in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common.ops.local.outbox import Outbox
from common.ops.local.places import Places
from tests.temporary import temporary_places


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with temporary_places() as places:
        yield places


@pytest.fixture
def fresh_places() -> Iterator[Places]:
    with temporary_places() as places:
        yield places


@pytest.fixture
def outbox(fresh_places: Places) -> Outbox:
    return Outbox(fresh_places)
