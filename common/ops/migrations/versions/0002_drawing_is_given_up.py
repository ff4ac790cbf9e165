"""How often a certificate could not be drawn, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "certificates",
        sa.Column(
            "draw_attempts",
            sa.SmallInteger(),
            server_default="0",
            nullable=False,
            comment="times that drawing it failed",
        ),
    )
    op.add_column("certificates", sa.Column("draw_next_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("certificates", sa.Column("draw_failed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("certificates", sa.Column("draw_error", sa.Text(), nullable=True))
    op.add_column("certificates", sa.Column("draw_error_en", sa.Text(), nullable=True))


def downgrade() -> None:
    for name in ("draw_error_en", "draw_error", "draw_failed_at", "draw_next_at", "draw_attempts"):
        op.drop_column("certificates", name)
