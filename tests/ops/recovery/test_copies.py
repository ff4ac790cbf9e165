"""A copy of the campus, and another campus from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from common.domain.uploads.tables import Purpose
from common.ops import migrations
from common.ops.local.postgres import Postgres
from common.ops.recovery.backup import back_up
from common.ops.recovery.loading import NotWhole, load_objects, load_rows, manifest_of, require_whole
from common.ops.recovery.places import Bucket, Folder
from common.platform.db import metadata, transaction
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests.temporary import drop_database, temporary_places

OTHER, STORED = "other_campus", "documents/surat.pdf"


@pytest.fixture
def copy(committed: None, tmp_path: Path) -> Iterator[Path]:
    """With a row that CSV could get wrong, and a file."""
    with transaction() as db:
        owner = make.person(db, name='Budi "Adi", S.Kom\n\\N', email=None, whatsapp="")
        make.upload(db, owner, Purpose.DOCUMENT, stored_object=STORED)
    storage().write(settings().private_bucket, STORED, b"%PDF-1.7", "application/pdf")
    back_up(Folder(tmp_path / "copy"), lambda _: None)
    yield tmp_path / "copy"
    storage().delete(settings().private_bucket, STORED)


def rows(engine: Any) -> dict[str, list[str]]:
    with engine.connect() as db:
        return {name: sorted(db.scalars(text(f"SELECT {name}::text FROM {name}"))) for name in metadata.tables}


def test_every_row_comes_back_as_it_was(copy: Path, postgres: Postgres) -> None:
    from common.platform.db import engine

    source = Folder(copy)
    manifest = manifest_of(source)
    require_whole(source, manifest)
    assert set(manifest["tables"]) == set(metadata.tables)
    postgres.create_database(OTHER)
    other = create_engine(postgres.url(OTHER))
    try:
        migrations.upgrade(other, to=manifest["revision"])
        with other.begin() as db:
            load_rows(db, source, manifest)
        assert rows(other) == rows(engine())
        with other.begin() as db:
            assert db.scalar(text("SELECT nextval(pg_get_serial_sequence('audit_log', 'id'))")) > (
                db.scalar(text("SELECT coalesce(max(id), 0) FROM audit_log")) or 0
            ), "what is written next does not meet what was read in"
    finally:
        other.dispose()
        drop_database(postgres, OTHER)


def test_every_object_comes_back(copy: Path, setting: Callable[[str, str], None]) -> None:
    from common.platform.storage.cloud import client

    for name in ("PRIVATE_BUCKET", "CERTIFICATE_BUCKET"):
        client().create_bucket(f"other-{name.lower().replace('_', '-')}")
        setting(name, f"other-{name.lower().replace('_', '-')}")
    load_objects(Folder(copy), manifest_of(Folder(copy)), lambda _: None)
    assert storage().read("other-private-bucket", STORED) == b"%PDF-1.7"
    for name in ("private", "certificate"):
        _drop(f"other-{name}-bucket")


def test_a_copy_may_lie_in_a_bucket(committed: None, postgres: Postgres) -> None:
    from common.platform.storage.cloud import client

    client().create_bucket("copies")
    there = Bucket("copies", "2026-11-30")
    manifest = back_up(there, lambda _: None)
    require_whole(there, manifest_of(there))
    assert {each["file"] for each in manifest["tables"].values()} < there.names()
    _drop("copies")


def test_it_is_for_nobody_else(copy: Path) -> None:
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["damaged", "missing", "no manifest", "another form"])
def test_a_copy_that_is_not_whole_is_refused(copy: Path, harm: str) -> None:
    table = copy / "database" / "people.csv"
    manifest = copy / "manifest.json"
    {
        "damaged": lambda: table.write_bytes(table.read_bytes()[:-2]),
        "missing": table.unlink,
        "no manifest": manifest.unlink,
        "another form": lambda: manifest.write_text(json.dumps({"form": 2})),
    }[harm]()
    with pytest.raises(NotWhole):
        require_whole(Folder(copy), manifest_of(Folder(copy)))


def on_one_machine(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, env=environment)


@pytest.mark.slow
def test_a_campus_of_one_machine_comes_out_of_a_copy_and_goes_into_one(copy: Path) -> None:
    loading = "from common.ops.local.copies import load_campus; sys.exit(load_campus(Path(sys.argv[1]), sys.argv[2]))"
    program = f"import sys; from pathlib import Path; {loading}"
    with temporary_places() as places:
        loaded = on_one_machine("-c", program, str(places.root), str(copy))
        assert loaded.returncode == 0, loaded.stderr
        again = on_one_machine("-c", program, str(places.root), str(copy))
        assert (again.returncode, again.stderr.count("\n")) == (1, 1)
        assert "make reset" in again.stderr
        out = places.root / "out"
        written = on_one_machine("-m", "common", "backup-out", "--folder", str(places.root), "--to", str(out))
        assert written.returncode == 0, written.stderr
        first, second = manifest_of(Folder(copy)), manifest_of(Folder(out))
    assert second["objects"] == first["objects"]
    assert {name: table["rows"] for name, table in second["tables"].items()} == {
        name: table["rows"] for name, table in first["tables"].items()
    }


def _drop(bucket: str) -> None:
    """However much lies in it: files of other tests were copied, too."""
    from common.platform.storage.cloud import client

    for blob in client().list_blobs(bucket):
        blob.delete()
    client().bucket(bucket).delete()
