"""Rates, and sheets of honoraria with their lines."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

ID = sa.text("gen_random_uuid()")


def upgrade() -> None:
    op.create_table(
        "honorarium_rates",
        sa.Column("id", sa.Uuid(), server_default=ID, nullable=False),
        sa.Column("course", sa.Text(), nullable=True, comment="null for the whole campus"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False, comment="rupiah for one session"),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("honorarium_rates_amount_check")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("honorarium_rates_set_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("honorarium_rates_pkey")),
    )
    op.create_table(
        "honorarium_sheets",
        sa.Column("id", sa.Uuid(), server_default=ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("program", sa.Text(), nullable=True, comment="null for the whole campus"),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False, comment="rupiah, as are the others"),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax_percent", sa.Numeric(5, 2), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the lines"),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("gross = tax + net", name=op.f("honorarium_sheets_total_check")),
        sa.ForeignKeyConstraint(["replaces"], ["honorarium_sheets.id"], name=op.f("honorarium_sheets_replaces_fkey")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("honorarium_sheets_made_by_fkey")),
        sa.ForeignKeyConstraint(["paid_by"], ["people.id"], name=op.f("honorarium_sheets_paid_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("honorarium_sheets_pkey")),
        sa.UniqueConstraint("year", "sequence", name="one_number_per_sheet"),
        sa.UniqueConstraint("replaces", name="one_sheet_in_place_of_another"),
    )
    op.create_index("honorarium_sheets_month_idx", "honorarium_sheets", ["month", sa.text("made_at DESC")])
    op.create_table(
        "honorarium_lines",
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False, comment="rupiah for one session"),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "gross = sessions * rate::bigint AND gross = tax + net", name=op.f("honorarium_lines_sum_check")
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["honorarium_sheets.id"], name=op.f("honorarium_lines_sheet_id_fkey")),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name=op.f("honorarium_lines_contract_id_fkey")),
        sa.PrimaryKeyConstraint("sheet_id", "position", name=op.f("honorarium_lines_pkey")),
    )
    op.create_index("honorarium_lines_contract_id_idx", "honorarium_lines", ["contract_id"])


def downgrade() -> None:
    for name in ("honorarium_lines", "honorarium_sheets", "honorarium_rates"):
        op.drop_table(name)
