"""One row an attendance; the day is the campus's, the moments are UTC."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)

from common.domain.attendance.states import AttendanceState
from common.platform.db import metadata
from common.platform.db.columns import key, moment, one_of, reference, words
from common.platform.db.personal import Keep, personal

ATTENDANCE_KEPT = Keep("as long as the certificate can be checked")

_DONE = personal("to prove what an assistant did on a day", ATTENDANCE_KEPT, "oneself, the course's lecturers, admins")
_SEEN = personal("to find a photo that was used before", ATTENDANCE_KEPT, "nobody")

attendances = Table(
    "attendances",
    metadata,
    key(),
    reference("contract_id", "contracts"),
    Column("day", Date, nullable=False),
    words("activity", info=_DONE),
    words("state"),
    reference("photo_id", "uploads"),
    words("photo_sha256", nullable=True, comment="of the bytes as sent; null until the photo was judged", info=_SEEN),
    Column("photo_fingerprint", BigInteger, comment="as the upload's; here it is compared with others", info=_SEEN),
    moment("taken_at", nullable=True),
    moment("recorded_at"),
    Column("late_entry", Boolean, nullable=False, comment="entered for an earlier day (susulan)"),
    words("late_reason", nullable=True, info=_DONE),
    Column("delayed", Boolean, nullable=False, comment="taken offline, arrived later"),
    reference("similar_to", "attendances", nullable=True),
    reference("verified_by", "people", nullable=True),
    moment("verified_at", nullable=True),
    words("reason", nullable=True, info=_DONE),
    Column("corrections", SmallInteger, nullable=False, server_default="0"),
    one_of("state", AttendanceState),
    CheckConstraint("corrections BETWEEN 0 AND 1", name="corrections"),
    # Everything but an attendance that waits for its photo has one, which is then nobody else's.
    CheckConstraint("state = 'menunggu_foto' OR photo_sha256 IS NOT NULL", name="proof"),
    UniqueConstraint("contract_id", "day", name="one_attendance_per_day"),
    UniqueConstraint("photo_id", name="one_attendance_per_upload"),
    UniqueConstraint("photo_sha256", name="one_use_per_photo"),
    Index("attendances_to_verify_idx", "contract_id", "day", postgresql_where=text("state = 'menunggu_verifikasi'")),
    # Removing an attendance asks who refers to it.
    Index("attendances_similar_to_idx", "similar_to", postgresql_where=text("similar_to IS NOT NULL")),
)

attendance_corrections = Table(
    "attendance_corrections",
    metadata,
    reference("attendance_id", "attendances", primary_key=True),
    words("activity", comment="as it was when it was rejected; so are the others", info=_DONE),
    reference("photo_id", "uploads"),
    words("photo_sha256", nullable=True, comment="null when the correction keeps the photo", info=_SEEN),
    words("reason", info=_DONE),
    reference("verified_by", "people"),
    moment("verified_at"),
    moment("corrected_at"),
    # A photo that was replaced stays used.
    UniqueConstraint("photo_sha256", name="attendance_corrections_photo_sha256_key"),
    # Removing a file asks who refers to it.
    Index("attendance_corrections_photo_id_idx", "photo_id"),
)

attendance_amendments = Table(
    "attendance_amendments",
    metadata,
    key(),
    reference("attendance_id", "attendances", index=True),
    Column("old_day", Date, nullable=False),
    Column("new_day", Date, nullable=False),
    reference("old_contract_id", "contracts"),
    reference("new_contract_id", "contracts"),
    words("reason", info=_DONE),
    reference("amended_by", "people"),
    moment("amended_at"),
)

# A month of a contract that has a row here takes no change: triggers on `attendances` refuse it (migration 0023, record
# 0033). Opening it again removes the row; the audit log keeps who did what, and why.
locked_months = Table(
    "locked_months",
    metadata,
    reference("contract_id", "contracts", primary_key=True),
    Column("month", Date, primary_key=True, comment="its first day"),
    reference("locked_by", "people"),
    moment("locked_at"),
    CheckConstraint("extract(day FROM month) = 1", name="first_day"),
)

# Counted by triggers on `attendances` (migration 0015, record 0023), in the statement that changes one; the code only
# reads it. Its row is the last lock that a change takes.
attendance_weeks = Table(
    "attendance_weeks",
    metadata,
    # No reference: checking one would lock the vacancy at each check-in. A contract's vacancy cannot go.
    Column("vacancy_id", Uuid, primary_key=True),
    Column("starts_on", Date, primary_key=True, comment="the Monday of the week"),
    Column("waiting", Integer, nullable=False, comment="for their photo or for the lecturer"),
    Column("approved", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
)
