"""The local parts, really started, each set in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psutil
import pytest

from common.ops.local.outbox import Outbox
from common.ops.local.places import Places
from tests.temporary import temporary_places

Begun = Callable[[], set[psutil.Process]]


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


@pytest.fixture
def begun() -> Begun:
    """The processes below us that began since the test did.

    What a process of before begins for itself (a connection of the tests' server, its vacuum) is not of the test.
    """
    before = set(psutil.Process().children(recursive=True))

    def begun_since() -> set[psutil.Process]:
        ours = set(psutil.Process().children())
        below = [child.children(recursive=True) for child in ours - before]
        return (ours - before).union(*below)

    return begun_since
