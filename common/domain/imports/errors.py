"""Refusals about imports."""

from common.platform.errors import Conflict
from common.platform.text import Text


class ImportNotReady(Conflict):
    """It is being read or saved at this moment, or is over."""

    code = "import_not_ready"
    title = Text(
        "Impor ini sedang diproses atau sudah selesai. Muat ulang halaman.",
        en="This import is being worked on, or is over. Please load the page again.",
    )


class NothingToImport(Conflict):
    code = "nothing_to_import"
    title = Text("Tidak ada pengguna baru atau berubah", en="There is nobody new and nothing changed")
