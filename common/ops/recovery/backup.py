"""`make backup-out`: rows as CSV, objects as they are, and a manifest with the SHA-256 of each.

The rows are of one moment, since one transaction reads them all. The objects come after it: what was deleted meanwhile
is listed as missing. COPY through the driver does it (decision 0025): it needs no program of PostgreSQL's version, and
goes where the product goes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select, table, text

from common.ops.recovery.places import Bucket, Place, hashing
from common.platform import clock
from common.platform.db import engine
from common.platform.settings import settings

MANIFEST, FORM = "manifest.json", 1
# By the settings that name them. What waits to be inspected is nobody's yet, and is deleted within a day.
BUCKETS = ("private_bucket", "certificate_bucket")
_CHUNK = 1 << 20
_TABLES = text(
    """SELECT relname, array_agg(attname ORDER BY attnum) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
    AND attnum > 0 AND NOT attisdropped AND attgenerated = '' GROUP BY relname ORDER BY relname"""
)
_REVISION = text("SELECT version_num FROM alembic_version")


def back_up(to: Place, say: Callable[[str], None]) -> Mapping[str, Any]:
    """The manifest, which is written last: a copy without one was broken off."""
    manifest: dict[str, Any] = {"form": FORM, "made_at": clock.now().isoformat()}
    manifest |= _rows(to, say)
    manifest["objects"] = {setting: _objects(to, setting, say) for setting in BUCKETS}
    with to.writing(MANIFEST) as out:
        out.write(json.dumps(manifest, indent=1, sort_keys=True).encode())
    return manifest


def _rows(to: Place, say: Callable[[str], None]) -> dict[str, Any]:
    with engine().connect().execution_options(isolation_level="REPEATABLE READ") as db:
        db.execute(text("SET LOCAL statement_timeout = 0"))
        tables = {name: _table(db, to, name, columns) for name, columns in db.execute(_TABLES)}
        say(f"{sum(each['rows'] for each in tables.values())} rows of {len(tables)} tables")
        return {"revision": db.scalar(_REVISION), "tables": tables}


def _table(db: Connection, to: Place, name: str, columns: Iterable[str]) -> dict[str, Any]:
    file, listed = f"database/{name}.csv", quoted(db, columns)
    rows: int = db.execute(select(func.count()).select_from(table(name))).scalar_one()
    with hashing(to, file) as out:
        copy(db, f"COPY {quoted(db, [name])} ({listed}) TO STDOUT WITH (FORMAT csv)", out)
    return {"file": file, "columns": list(columns), "rows": rows} | out.described()


def copy(db: Connection, statement: str, stream: Any) -> None:
    """COPY into, or out of, a file."""
    db.connection.cursor().execute(statement, (), stream)  # type: ignore[call-arg]


def quoted(db: Connection, names: Iterable[str]) -> str:
    return ", ".join(map(db.dialect.identifier_preparer.quote_identifier, names))


def _objects(to: Place, setting: str, say: Callable[[str], None]) -> dict[str, Any]:
    bucket = Bucket(getattr(settings(), setting))
    found = {name: described for name in sorted(bucket.names()) if (described := _object(bucket, to, setting, name))}
    say(f"{len(found)} objects of {setting}")
    return found


def _object(bucket: Bucket, to: Place, setting: str, name: str) -> dict[str, Any] | None:
    """None where it is gone since it was listed."""
    file = f"objects/{setting}/{name}"
    try:
        with bucket.reading(name) as source, hashing(to, file) as out:
            while data := source.read(_CHUNK):
                out.write(data)
    except FileNotFoundError:
        return None
    return {"file": file} | out.described()
