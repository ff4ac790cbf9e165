"""A copy of the campus of one machine, and a campus of one machine from any copy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import inspect

from common.ops import migrations
from common.ops.local.buckets import Buckets
from common.ops.local.campus import BUCKETS, DATABASE, own_database
from common.ops.local.environment import apply, let_go
from common.ops.local.parts import PartDied
from common.ops.local.places import Places
from common.ops.local.postgres import Postgres, is_served
from common.ops.recovery.backup import back_up
from common.ops.recovery.loading import NotWhole, load_objects, load_rows, manifest_of, require_whole
from common.ops.recovery.places import Folder, Place
from common.platform.db import engine, transaction


def back_up_campus(folder: Path, to: str) -> int:
    """The exit code."""
    said = f"The copy is in {to}. It holds names, addresses and hashes of passwords: lock it away."
    return _done(folder, lambda: back_up(Folder(Path(to)), _say), said)


def load_campus(folder: Path, source: str) -> int:
    """The exit code; the copy is compared with its manifest before anything is written."""
    said = f"The campus of {source} is here; what it sends comes to its own outbox."
    return _done(folder, lambda: _load(Folder(Path(source))), said)


def _done(folder: Path, work: Callable[[], object], said: str) -> int:
    places = Places(folder)
    try:
        if is_served(places):
            raise PartDied("The campus is running: stop it first (Ctrl-C).")
        with data_parts(places):
            work()
    except (NotWhole, PartDied) as fault:
        print(fault, file=sys.stderr)
        return 1
    _say(said)
    return 0


def _load(source: Place) -> None:
    manifest = manifest_of(source)
    if inspect(engine()).get_table_names():
        raise NotWhole("There are data here already: `make reset` forgets them.")
    if not migrations.knows(manifest["revision"]):
        raise NotWhole(f"The copy has the schema {manifest['revision']}, which this version does not know yet.")
    require_whole(source, manifest)
    migrations.upgrade(engine(), to=manifest["revision"])
    with transaction() as db:
        _say(f"{load_rows(db, source, manifest)} rows")
    load_objects(source, manifest, _say)


@contextmanager
def data_parts(places: Places) -> Iterator[None]:
    """Database and buckets, with the settings that lead to them; nothing else is at work."""
    with ExitStack() as running:
        url = own_database()
        if not url:
            server = running.enter_context(Postgres(places))
            if not server.has_database(DATABASE):
                server.create_database(DATABASE)
            url = server.url(DATABASE)
        buckets = running.enter_context(Buckets(places, [*BUCKETS.values()]))
        apply({"DATABASE_URL": url, **BUCKETS, **buckets.environment()})
        running.callback(let_go)
        yield


def _say(line: str) -> None:
    print(f"  {line}", flush=True)
