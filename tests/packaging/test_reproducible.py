"""Two builds of the same code are the same bytes, wherever and whenever they are made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from common.ops.build import Archive, build
from common.ops.build.functions import function_names
from common.ops.checkout import CHECKOUT


@pytest.fixture
def strict_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def files(archives: dict[str, Archive]) -> dict[str, bytes]:
    return {archive.path.name: archive.path.read_bytes() for archive in archives.values()}


def build_into(out: Path, root: Path = CHECKOUT) -> dict[str, Archive]:
    return {archive.name: archive for archive in build(out, root)}


def copy_of_the_checkout(place: Path) -> Path:
    """Made by another hand: other times, other rights, and rubbish that is nobody's."""
    for name in ("common", "functions"):
        shutil.copytree(CHECKOUT / name, place / name, copy_function=shutil.copyfile)
    shutil.copyfile(CHECKOUT / "requirements.txt", place / "requirements.txt")
    for file in place.rglob("*.py"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    (place / "common" / "__pycache__").mkdir(exist_ok=True)
    (place / "common" / "__pycache__" / "clock.cpython-399.pyc").write_bytes(b"from another Python")
    (place / "common" / ".DS_Store").write_bytes(b"from a file manager")
    return place


def test_another_checkout_gives_the_same_bytes(
    archives: dict[str, Archive], strict_umask: None, tmp_path: Path
) -> None:
    copy = copy_of_the_checkout(tmp_path / "elsewhere")
    assert files(build_into(tmp_path / "out", copy)) == files(archives)


def test_a_second_build_replaces_the_first(archives: dict[str, Archive], tmp_path: Path) -> None:
    (tmp_path / "sign_in-0123456789abcdef.zip").write_bytes(b"an older one")
    (tmp_path / "staged" / "a_function_that_is_gone").mkdir(parents=True)
    build_into(tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.glob("*.zip")} == files(archives)
    assert {folder.name for folder in (tmp_path / "staged").iterdir()} == set(archives)


def test_the_name_follows_the_content(archives: dict[str, Archive], tmp_path: Path) -> None:
    copy = copy_of_the_checkout(tmp_path / "changed")
    with (copy / "common" / "domain" / "people" / "sign_in.py").open("a") as module:
        module.write("\n# another line\n")
    after = build_into(tmp_path / "out", copy)
    changed = {name for name in archives if after[name].path.name != archives[name].path.name}
    holding = {name for name in archives if (archives[name].folder / "common/domain/people/sign_in.py").exists()}
    assert changed == holding
    assert "sign_in" in changed
    assert changed < set(function_names())


def test_entries_are_sorted_dateless_and_stored(archives: dict[str, Archive]) -> None:
    for archive in archives.values():
        with ZipFile(archive.path) as packed:
            entries = packed.infolist()
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
        assert {entry.compress_type for entry in entries} == {ZIP_STORED}


def test_what_is_there_stays_and_what_is_no_function_goes(archives: dict[str, Archive], tmp_path: Path) -> None:
    built = build_into(tmp_path)["apply"]
    written = built.path.stat().st_mtime_ns, (built.folder / "main.py").stat().st_mtime_ns
    (tmp_path / "staged" / "former").mkdir()
    (tmp_path / "former-0123456789abcdef.zip").touch()
    assert files(build_into(tmp_path)) == files(archives)
    assert (built.path.stat().st_mtime_ns, (built.folder / "main.py").stat().st_mtime_ns) == written
    assert [path.name for path in tmp_path.rglob("former*")] == []
