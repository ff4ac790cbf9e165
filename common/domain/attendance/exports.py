"""Attendances, and contracts with their attendances, as sheets: a lecturer's own, or all for an admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.assistants.schemas import ContractQuery
from common.domain.assistants.states import ContractState
from common.domain.attendance.listing import attendance_page
from common.domain.attendance.listing_schemas import AttendanceQuery
from common.domain.attendance.overview import overview
from common.domain.attendance.states import AttendanceState
from common.domain.people.exports import NAME
from common.domain.recruitment.exports import COURSE, LECTURER, READERS
from common.platform.auth import Actor
from common.platform.db import Connection
from common.platform.sheets.exports import Column, Export, Kind
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.assistants.forms import ContractQueryForm
    from common.domain.assistants.views import OverviewPageData
    from common.domain.attendance.forms import AttendanceQueryForm
    from common.platform.sheets.exports import RowPage

STATES = {
    AttendanceState.AWAITING_PHOTO: Text("Menunggu foto", en="Waiting for the photo"),
    AttendanceState.AWAITING_VERIFICATION: Text("Menunggu verifikasi", en="Waiting for verification"),
    AttendanceState.APPROVED: Text("Disetujui", en="Approved"),
    AttendanceState.REJECTED: Text("Ditolak", en="Rejected"),
}
_CONTRACT_STATES = {
    ContractState.ACTIVE: Text("Aktif", en="Active"),
    ContractState.SUSPENDED: Text("Ditangguhkan", en="Suspended"),
    ContractState.ENDED: Text("Selesai", en="Ended"),
}
STARTS_ON = Column("starts_on", Text("Mulai", en="First day"), Kind.DAY, width=12)
ENDS_ON = Column("ends_on", Text("Berakhir", en="Last day"), Kind.DAY, width=12)


def _attendances(db: Connection, actor: Actor, language: str, wanted: AttendanceQueryForm) -> RowPage:
    return attendance_page(db, actor, **wanted)


def _contracts(db: Connection, actor: Actor, language: str, wanted: ContractQueryForm) -> OverviewPageData:
    return overview(db, actor, **wanted)


ATTENDANCES = Export(
    "attendances",
    Text("Absensi", en="Attendances"),
    READERS,
    AttendanceQuery,
    (
        Column("day", Text("Tanggal", en="Day"), Kind.DAY, width=12),
        Column("number", Text("NIM", en="NIM")),
        NAME,
        COURSE,
        LECTURER,
        Column("activity", Text("Kegiatan", en="Activity"), width=48),
        Column("state", Text("Status", en="State"), words=STATES, width=24),
        Column("recorded_at", Text("Dikirim", en="Sent"), Kind.MOMENT),
        Column("late_entry", Text("Susulan", en="Late entry"), width=10),
        Column("late_reason", Text("Alasan susulan", en="Reason for late entry"), width=32),
        Column("verified_by", Text("Diverifikasi oleh", en="Verified by"), width=32),
        Column("verified_at", Text("Diverifikasi pada", en="Verified"), Kind.MOMENT),
        Column("reason", Text("Alasan penolakan", en="Reason for rejection"), width=32),
    ),
    _attendances,
)

CONTRACTS = Export(
    "contracts",
    Text("Kontrak", en="Contracts"),
    READERS,
    ContractQuery,
    (
        Column("nim", Text("NIM", en="NIM")),
        NAME,
        COURSE,
        LECTURER,
        STARTS_ON,
        ENDS_ON,
        Column("state", Text("Status", en="State"), words=_CONTRACT_STATES),
        Column("approved", Text("Absensi disetujui", en="Approved attendances"), Kind.NUMBER),
        Column("awaiting", Text("Menunggu verifikasi", en="Waiting for verification"), Kind.NUMBER),
        Column("ended_at", Text("Diakhiri pada", en="Ended"), Kind.MOMENT),
        Column("end_reason", Text("Alasan berakhir", en="Reason of the end"), width=32),
    ),
    _contracts,
)
