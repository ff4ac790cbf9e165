"""A contract says when its photos were erased; the index holds those that still have them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("contracts", sa.Column("photos_erased_at", sa.DateTime(timezone=True)))
    op.create_index(
        "contracts_with_photos_idx",
        "contracts",
        ["ended_at"],
        postgresql_where=sa.text("state = 'selesai' AND photos_erased_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("contracts_with_photos_idx", "contracts")
    op.drop_column("contracts", "photos_erased_at")
