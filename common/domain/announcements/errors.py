"""Refusals about announcements."""

from common.platform.errors import Conflict, NotFound
from common.platform.text import Text


class AnnouncementNotFound(NotFound):
    code = "announcement_not_found"
    title = Text("Pengumuman tidak ditemukan", en="Announcement not found")


class NobodyToAnnounceTo(Conflict):
    code = "nobody_to_announce_to"
    title = Text("Tidak ada penerima untuk pilihan ini", en="Nobody fits this choice")


class AlreadyStopped(Conflict):
    code = "announcement_over"
    title = Text(
        "Pengumuman ini sudah selesai terkirim atau sudah dihentikan",
        en="This announcement has been sent, or was stopped before",
    )
