"""Each refresh token names the one that it was given for; what another one replaced unused is retired."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "refresh_tokens",
        sa.Column("parent", sa.Text(), nullable=True, comment="digest of the token that it was given for"),
    )
    op.add_column("refresh_tokens", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        """
        UPDATE refresh_tokens SET parent = chain.parent
        FROM (
          SELECT digest, lag(digest) OVER (PARTITION BY session_id ORDER BY issued_at, digest) AS parent
          FROM refresh_tokens
        ) AS chain
        WHERE refresh_tokens.digest = chain.digest AND chain.parent IS NOT NULL
        """
    )


def downgrade() -> None:
    op.drop_column("refresh_tokens", "retired_at")
    op.drop_column("refresh_tokens", "parent")
