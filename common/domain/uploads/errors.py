"""Refusals about uploads, before a file is sent; what is wrong with a file itself is in `refusals`."""

from common.platform.errors import Conflict, Forbidden, Problem
from common.platform.text import Text


class PurposeNotYours(Forbidden):
    code = "purpose_not_yours"
    title = Text("Peran Anda tidak dapat mengirim berkas jenis ini", en="Your role cannot send this kind of file")


class NotYourFile(Forbidden):
    code = "not_your_file"
    title = Text("Berkas ini bukan milik Anda", en="This file is not yours")


class TooManyUploads(Problem):
    """Too many permissions were asked for and not used."""

    status = 429
    code = "too_many_uploads"
    title = Text(
        "Terlalu banyak berkas yang belum terkirim. Coba lagi dalam {minutes} menit.",
        en="Too many files have been announced and not sent. Try again in {minutes} minutes.",
    )


class FileNotReady(Conflict):
    """There is nothing to show yet: the file has still to be inspected, or it was refused."""

    code = "file_not_ready"
    title = Text("Berkas belum dapat ditampilkan", en="The file cannot be shown yet")
