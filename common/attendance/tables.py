"""One row an attendance; the day is the campus's, the moments are UTC."""

from sqlalchemy import Boolean, Column, Date, Index, SmallInteger, Table, UniqueConstraint, text

from common.attendance.states import AttendanceState
from common.db import metadata
from common.db.columns import key, moment, one_of, reference, words

attendances = Table(
    "attendances",
    metadata,
    key(),
    reference("contract_id", "contracts"),
    Column("day", Date, nullable=False),
    words("activity"),
    words("state"),
    reference("photo_id", "uploads"),
    words("photo_sha256", nullable=True),
    moment("taken_at", nullable=True),
    moment("recorded_at"),
    Column("late_entry", Boolean, nullable=False, comment="entered for an earlier day (susulan)"),
    words("late_reason", nullable=True),
    Column("delayed", Boolean, nullable=False, comment="taken offline, arrived later"),
    reference("similar_to", "attendances", nullable=True),
    reference("verified_by", "people", nullable=True),
    moment("verified_at", nullable=True),
    words("reason", nullable=True),
    Column("corrections", SmallInteger, nullable=False, server_default="0"),
    one_of("state", AttendanceState),
    UniqueConstraint("contract_id", "day", name="one_attendance_per_day"),
    UniqueConstraint("photo_id", name="one_attendance_per_upload"),
    UniqueConstraint("photo_sha256", name="one_use_per_photo"),
    Index("attendances_to_verify_idx", "contract_id", "day", postgresql_where=text("state = 'menunggu_verifikasi'")),
)
