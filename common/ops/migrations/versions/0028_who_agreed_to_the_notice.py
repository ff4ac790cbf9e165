"""An account has the version of the privacy notice that its owner agreed to, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column("notice_version", sa.Text, comment="of the privacy notice that the person agreed to"),
    )
    op.add_column("people", sa.Column("notice_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("people", "notice_at")
    op.drop_column("people", "notice_version")
