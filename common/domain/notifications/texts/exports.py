"""About files that somebody asked for."""

from common.domain.notifications.template import Template
from common.platform.text import Text

EXPORTS = {
    "export_made": Template(
        subject=Text("Ekspor {list} siap diunduh", en="Your export is ready: {list}"),
        body=Text(
            "Berkas yang Anda minta sudah selesai dibuat ({rows} baris). Unduhlah dalam {hours} jam; setelah itu "
            "berkas dihapus.",
            en="The file that you asked for is ready ({rows} rows). Download it within {hours} hours; it is deleted "
            "after that.",
        ),
        path="/ekspor/{export_id}",
    ),
}
