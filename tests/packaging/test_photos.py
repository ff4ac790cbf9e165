"""Every kind of photo can be read with what is pinned for the cloud."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.packaging.pins import pinned
from tests.packaging.serving import guarded
from tests.platform.documents.pictures import heic, jpeg, scene, written

READ = "import sys; sys.path.insert(0, {folder!r}); from common.platform.documents import kinds, photos"
KINDS = {
    "heic": heic,
    "jpeg": jpeg,
    "png": lambda: written(scene(), "PNG"),
    "webp": lambda: written(scene(), "WEBP"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_photo_is_read(staged: Path, kind: str, tmp_path: Path) -> None:
    photo, script = tmp_path / "photo", tmp_path / "statements.txt"
    photo.write_bytes(KINDS[kind]())
    read = READ.format(folder=str(staged))
    width = "photos.process_photo(data, kinds.kind_of(data)).width"
    script.write_text(f"{read}; data = open({str(photo)!r}, 'rb').read(); print({width})")
    command = guarded(tmp_path, "run", str(script))
    done = subprocess.run(command, capture_output=True, text=True, env={}, check=False)
    assert (done.returncode, done.stdout) == (0, "1280\n"), done.stderr


def test_the_encoder_of_the_tests_is_not_deployed(staged: Path) -> None:
    names = pinned((staged / "requirements.txt").read_text())
    assert "pi-heif" in names
    assert "pillow-heif" not in names
