"""What admins announce, in their own words."""

from common.domain.notifications.template import Template
from common.platform.text import Text

ANNOUNCEMENTS = {
    "announcement": Template(
        subject=Text("Pengumuman: {title}", en="Announcement: {title}"),
        body=Text("Pengelola aslab mengumumkan:\n\n{text}", en="The lab assistant office announces:\n\n{text}"),
        short=Text(
            "ada pengumuman dari pengelola: {title}.",
            en="the office has an announcement for you: {title}.",
        ),
        path="/notifikasi",
    ),
}
