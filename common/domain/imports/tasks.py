"""The two kinds of work on an import: reading its file, and saving a piece of its rows."""

from __future__ import annotations

from typing import Final

from common.platform.queue import Lane, wake
from common.platform.text import Text

READ: Final = "read_import"
SAVE: Final = "save_import_piece"
LANES: Final = (
    Lane(READ, Text("Berkas impor gagal dibaca", en="The file of an import could not be read"), grave=True),
    Lane(SAVE, Text("Sebagian impor gagal disimpan", en="A part of an import could not be saved"), grave=True),
)


def wake_imports() -> None:
    """Signal that an import is to be read or saved."""
    wake("imports")
