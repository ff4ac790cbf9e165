"""The database behind a network that can be made bad."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import make_url

from common.ops.local.postgres import Postgres
from common.platform.db import engine
from common.platform.settings import settings
from tests.faults.proxy import Proxy


@pytest.fixture
def network(postgres: Postgres, committed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The way to the database for everybody in this process; two connections, and seconds that are short."""
    url = make_url(settings().database_url)
    assert url.port is not None
    with Proxy(url.port) as proxy:
        behind = url.set(port=proxy.port, host="127.0.0.1").render_as_string(hide_password=False)
        for name, value in {"URL": behind, "POOL_SIZE": "2", "STATEMENT_SECONDS": "2", "WAIT_SECONDS": "2"}.items():
            monkeypatch.setenv(f"DATABASE_{name}", value)
        _fresh()
        yield proxy
    monkeypatch.undo()
    _fresh()


def _fresh() -> None:
    engine().dispose()
    for cached in (settings, engine):
        cached.cache_clear()
