"""Reading a copy in again: into an empty database of the revision that it was made at, and into its buckets."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from mimetypes import guess_type
from typing import IO, Any

from sqlalchemy import ColumnElement, Connection, column, func, select, table, text

from common.ops.recovery.backup import FORM, MANIFEST, copy, quoted
from common.ops.recovery.places import Place
from common.platform.settings import settings

_CHUNK = 1 << 20
_IDENTITIES = text(
    """SELECT relname, attname, pg_get_serial_sequence(quote_ident(relname), attname)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    AND pg_get_serial_sequence(quote_ident(relname), attname) IS NOT NULL"""
)


class NotWhole(Exception):
    """A copy is not what its manifest says; the message is for a person."""


def manifest_of(source: Place) -> Mapping[str, Any]:
    """Raises NotWhole without one that can be read."""
    try:
        with source.reading(MANIFEST) as file:
            found: Mapping[str, Any] = json.load(file)
    except FileNotFoundError:
        raise NotWhole(f"There is no {MANIFEST}: it is no copy, or one that was broken off.") from None
    if found.get("form") != FORM:
        raise NotWhole(f"The copy has form {found.get('form')}; this version reads form {FORM}.")
    return found


def require_whole(source: Place, manifest: Mapping[str, Any]) -> None:
    """Every file, before anything is written. Raises NotWhole with the first that is missing or damaged."""
    objects = [each for bucket in manifest["objects"].values() for each in bucket.values()]
    for described in [*manifest["tables"].values(), *objects]:
        if _digest(source, described["file"]) != described["sha256"]:
            raise NotWhole(f"{described['file']} is damaged: its SHA-256 is not that of the manifest.")


def _digest(source: Place, name: str) -> str:
    digest = sha256()
    try:
        with source.reading(name) as file:
            while data := file.read(_CHUNK):
                digest.update(data)
    except FileNotFoundError:
        raise NotWhole(f"{name} is missing.") from None
    return digest.hexdigest()


def load_rows(db: Connection, source: Place, manifest: Mapping[str, Any]) -> int:
    """How many. Triggers and foreign keys stay out of it: the rows are those of one moment, with what triggers wrote.

    Only a superuser may, which one is on an own server.
    """
    db.execute(text("SET LOCAL session_replication_role = replica"))
    db.execute(text("SET LOCAL statement_timeout = 0"))
    for name, described in manifest["tables"].items():
        with source.reading(described["file"]) as file:
            listed = quoted(db, described["columns"])
            copy(db, f"COPY {quoted(db, [name])} ({listed}) FROM STDIN WITH (FORMAT csv)", file)
    for name, key, sequence in db.execute(_IDENTITIES).all():
        highest: ColumnElement[int] = func.max(column(key))
        db.execute(select(func.setval(sequence, highest)).select_from(table(name)).having(highest > 0))
    return sum(described["rows"] for described in manifest["tables"].values())


def load_objects(source: Place, manifest: Mapping[str, Any], say: Callable[[str], None]) -> None:
    from common.platform.storage.cloud import client

    there = client()
    for setting, objects in manifest["objects"].items():
        bucket = there.bucket(getattr(settings(), setting))
        for name, described in objects.items():
            with source.reading(described["file"]) as file:
                _upload(bucket.blob(name), file)
        say(f"{len(objects)} objects of {setting}")


def _upload(blob: Any, file: IO[bytes]) -> None:
    blob.cache_control = "private, max-age=0"
    blob.upload_from_file(file, content_type=guess_type(blob.name)[0] or "application/octet-stream")
