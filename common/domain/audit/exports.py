"""The audit log as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.audit.queries import audit_page
from common.domain.audit.schemas import AuditQuery
from common.platform.auth import Actor, Role
from common.platform.db import Connection
from common.platform.sheets.exports import Column, Export, Kind
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.audit.forms import AuditQueryForm
    from common.domain.audit.views import AuditPageData


def _lines(db: Connection, actor: Actor, language: str, wanted: AuditQueryForm) -> AuditPageData:
    return audit_page(db, **wanted)


AUDIT = Export(
    "audit",
    Text("Log audit", en="Audit log"),
    frozenset({Role.ADMIN}),
    AuditQuery,
    (
        Column("at", Text("Waktu", en="When"), Kind.MOMENT),
        Column("actor_name", Text("Pelaku", en="Who"), width=32),
        Column("actor_number", Text("NIM/NIP", en="NIM/NIP"), width=22),
        Column("actor_role", Text("Peran", en="Role")),
        Column("action", Text("Tindakan", en="Action"), width=26),
        Column("subject_type", Text("Jenis objek", en="Kind of subject")),
        Column("subject_name", Text("Objek", en="Subject"), width=36),
        Column("subject_id", Text("ID objek", en="Subject ID"), width=38),
        Column("old", Text("Nilai lama", en="Old value"), width=40),
        Column("new", Text("Nilai baru", en="New value"), width=40),
        Column("reason", Text("Alasan", en="Reason"), width=32),
        Column("ip", Text("Alamat IP", en="IP address")),
    ),
    _lines,
)
