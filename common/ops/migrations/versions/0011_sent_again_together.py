"""Which messages were sent again together, so that one sees how far they are; none were before."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    comment = "which sending of many again it was part of last"
    op.add_column("messages", sa.Column("resend_id", sa.Uuid(), nullable=True, comment=comment))
    some = sa.text("resend_id IS NOT NULL")
    op.create_index("messages_resend_id_idx", "messages", ["resend_id"], postgresql_where=some)


def downgrade() -> None:
    op.drop_column("messages", "resend_id")
