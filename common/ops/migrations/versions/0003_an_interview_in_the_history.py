"""When the interview of a step is, apart from where: each reader is told it in a language of his own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("application_steps", sa.Column("interview_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("application_steps", "interview_at")
