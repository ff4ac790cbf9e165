"""Tries of an IPv6 customer are counted over all that the customer may have been given; older ones are not."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    widest = "the /48 of an IPv6 address, the most that one customer is commonly given"
    op.add_column("sign_in_attempts", sa.Column("wide_network", sa.Text(), nullable=True, comment=widest))
    op.create_index("sign_in_attempts_wide_network_at_idx", "sign_in_attempts", ["wide_network", "at"])


def downgrade() -> None:
    op.drop_column("sign_in_attempts", "wide_network")
