"""No read, job or claim reads a table whole that grows for as long as a campus goes on.

It is asked with sequential scans made dear: a plan that still has one has no index to go by. `make bench` measures.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine

from common.ops import migrations
from common.ops.local.postgres import Postgres
from common.ops.local.users import users
from common.platform.db import engine
from common.platform.settings import settings
from tests.bench.campus_sizes import SIZES, load
from tests.bench.plans import explain_all, statements
from tests.bench.probes import Probes
from tests.temporary import drop_database

NAME = "grown"


@pytest.fixture
def probes(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Probes]:
    """Of a small campus in a database of its own, to which all code of this process goes."""
    postgres.create_database(NAME)
    loader = create_engine(postgres.url(NAME))
    migrations.upgrade(loader, users=users())
    load(loader, SIZES["least"])
    loader.dispose()
    monkeypatch.setenv("DATABASE_URL", postgres.url(NAME))
    fresh()
    explain_all(engine(), enable_seqscan="off", enable_hashjoin="off", enable_mergejoin="off")
    yield Probes(SIZES["least"])
    monkeypatch.undo()
    fresh()
    drop_database(postgres, NAME)


def fresh() -> None:
    engine().dispose()
    for cached in (settings, engine):
        cached.cache_clear()


def test_nothing_reads_a_table_whole(probes: Probes) -> None:
    whole, asked = [], 0
    for probe in probes.every():
        with statements(engine()) as found:
            probe.run()
        asked += len(found)
        scans = [(scan, one) for one in found for scan in one.of_big_tables()]
        whole += [
            f"{probe.name}: all of {scan.table}: {one.text[:120]}" for scan, one in scans if scan.way == "Seq Scan"
        ]
    assert asked > 200, "the plans did not come"
    assert whole == []
