"""The life of an import, and what becomes of a row."""

from enum import StrEnum

from common.platform.auth import Role
from common.platform.auth.actor import SYSTEM
from common.platform.states import StateTable, by


class ImportState(StrEnum):
    READING = "dibaca"
    COLUMNS = "kolom"  # no column could be taken for the number: somebody has to say which it is
    READY = "siap"
    REFUSED = "ditolak"
    SAVING = "disimpan"
    DONE = "selesai"


class LineKind(StrEnum):
    """What saving a row would do, or has done."""

    NEW = "baru"
    CHANGED = "berubah"
    UNCHANGED = "tetap"
    REFUSED = "ditolak"


IMPORT = StateTable(
    {
        (ImportState.READING, ImportState.COLUMNS): by(SYSTEM),
        (ImportState.READING, ImportState.READY): by(SYSTEM),
        (ImportState.READING, ImportState.REFUSED): by(SYSTEM),
        (ImportState.COLUMNS, ImportState.READING): by(Role.ADMIN),
        (ImportState.READY, ImportState.READING): by(Role.ADMIN),
        (ImportState.READY, ImportState.SAVING): by(Role.ADMIN),
        (ImportState.SAVING, ImportState.DONE): by(SYSTEM),
    }
)
