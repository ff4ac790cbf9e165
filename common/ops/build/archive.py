"""A folder and a zip with the same content, named after that content."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_LETTERS = 16


@dataclass(frozen=True)
class Archive:
    """`path` is the zip to upload, `folder` its content, `digest` the SHA-256 of that content in hexadecimal."""

    name: str
    folder: Path
    path: Path
    digest: str


def write(name: str, content: Mapping[str, bytes], out: Path) -> Archive:
    """Write `content`, paths to bytes, as `out/staged/<name>` and `out/<name>-<digest>.zip`, unless it is there."""
    digest = digest_of(content)
    archive = Archive(name, out / "staged" / name, out / f"{name}-{digest[:_LETTERS]}.zip", digest)
    if archive.path.exists() and archive.folder.exists():
        return archive
    clear(name, out)
    for path, data in content.items():
        file = archive.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    # It shows that all is there: so it comes last, and whole.
    made = archive.path.with_suffix(".part")
    _write_zip(made, content)
    made.replace(archive.path)
    return archive


def clear(name: str, out: Path) -> None:
    """Whatever was written under this name leaves."""
    for old in out.glob(f"{name}-*.zip"):
        old.unlink()
    shutil.rmtree(out / "staged" / name, ignore_errors=True)


def digest_of(content: Mapping[str, bytes]) -> str:
    lines = (f"{sha256(data).hexdigest()} {path}\n" for path, data in sorted(content.items()))
    return sha256("".join(lines).encode()).hexdigest()


def _write_zip(file: Path, content: Mapping[str, bytes]) -> None:
    # Stored, not deflated: two releases of zlib may pack the same bytes differently, and an archive is small.
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for path, data in sorted(content.items()):
            entry = ZipInfo(path, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(entry, data)
