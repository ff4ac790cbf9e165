"""Addresses that an admin replaced: who reads there hears of a password link that goes to the new one."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "former_addresses",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False, comment="the account's until an admin replaced it"),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="former_addresses_person_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="former_addresses_pkey"),
    )
    op.create_index("former_addresses_person_id_idx", "former_addresses", ["person_id"])


def downgrade() -> None:
    op.drop_table("former_addresses")
