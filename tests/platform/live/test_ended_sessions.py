"""Which sessions have ended, on both stores: as long as a token could still be shown."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from common.platform import clock
from common.platform.live import Live

SECOND = timedelta(seconds=1)


def test_an_ended_session_is_remembered_and_no_other(store: Live) -> None:
    one, other = str(uuid4()), str(uuid4())
    assert not store.has_ended(one)
    for _ in range(2):
        store.end_session(one, clock.now() + 60 * SECOND)
    assert (store.has_ended(one), store.has_ended(other)) == (True, False)


@pytest.mark.parametrize(("left", "remembered"), [(-1, False), (60, True)])
def test_it_is_remembered_until_then(store: Live, left: int, remembered: bool) -> None:
    session = str(uuid4())
    store.end_session(session, clock.now() + left * SECOND)
    assert store.has_ended(session) == remembered
