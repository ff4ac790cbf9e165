"""What an admin corrected of an attendance: old and new, who, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

TABLE = "attendance_amendments"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("attendance_id", sa.Uuid(), nullable=False),
        sa.Column("old_day", sa.Date(), nullable=False),
        sa.Column("new_day", sa.Date(), nullable=False),
        sa.Column("old_contract_id", sa.Uuid(), nullable=False),
        sa.Column("new_contract_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amended_by", sa.Uuid(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attendance_id"], ["attendances.id"], name=op.f(f"{TABLE}_attendance_id_fkey")),
        sa.ForeignKeyConstraint(["old_contract_id"], ["contracts.id"], name=op.f(f"{TABLE}_old_contract_id_fkey")),
        sa.ForeignKeyConstraint(["new_contract_id"], ["contracts.id"], name=op.f(f"{TABLE}_new_contract_id_fkey")),
        sa.ForeignKeyConstraint(["amended_by"], ["people.id"], name=op.f(f"{TABLE}_amended_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{TABLE}_pkey")),
    )
    op.create_index(f"{TABLE}_attendance_id_idx", TABLE, ["attendance_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
