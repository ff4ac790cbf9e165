"""Rates are only added, and a sheet with its lines only once: what changed makes another sheet."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Numeric, Table, UniqueConstraint, text

from common.platform.db import metadata
from common.platform.db.columns import key, moment, reference, words
from common.platform.db.personal import IMPERSONAL

honorarium_rates = Table(
    "honorarium_rates",
    metadata,
    key(),
    words("course", nullable=True, info=IMPERSONAL, comment="null for the whole campus"),
    Column("starts_on", Date, nullable=False),
    Column("amount", Integer, nullable=False, comment="rupiah for one session"),
    reference("set_by", "people"),
    moment("set_at"),
    CheckConstraint("amount > 0", name="amount"),
)

honorarium_sheets = Table(
    "honorarium_sheets",
    metadata,
    key(),
    words("number", info=IMPERSONAL),
    Column("year", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("month", Date, nullable=False, comment="its first day"),
    words("program", nullable=True, info=IMPERSONAL, comment="null for the whole campus"),
    Column("sessions", Integer, nullable=False),
    Column("gross", BigInteger, nullable=False, comment="rupiah, as are the others"),
    Column("tax", BigInteger, nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("tax_percent", Numeric(5, 2), nullable=False),
    words("sha256", info=IMPERSONAL, comment="of the lines"),
    reference("replaces", "honorarium_sheets", nullable=True),
    reference("made_by", "people"),
    moment("made_at"),
    Column("paid_on", Date),
    reference("paid_by", "people", nullable=True),
    CheckConstraint("gross = tax + net", name="total"),
    UniqueConstraint("year", "sequence", name="one_number_per_sheet"),
    UniqueConstraint("replaces", name="one_sheet_in_place_of_another"),
    Index("honorarium_sheets_month_idx", "month", text("made_at DESC")),
)

honorarium_lines = Table(
    "honorarium_lines",
    metadata,
    reference("sheet_id", "honorarium_sheets", primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    reference("contract_id", "contracts", index=True),
    Column("sessions", Integer, nullable=False),
    Column("rate", Integer, nullable=False, comment="rupiah for one session"),
    Column("gross", BigInteger, nullable=False),
    Column("tax", BigInteger, nullable=False),
    Column("net", BigInteger, nullable=False),
    CheckConstraint("gross = sessions * rate::bigint AND gross = tax + net", name="sum"),
)
