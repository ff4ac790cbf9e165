"""Fingerprints of what a photo may have been before it was mirrored, cropped or turned; none for older photos."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    comment = "of the photo mirrored, cropped and turned a little"
    many = postgresql.ARRAY(sa.BigInteger())
    op.add_column("uploads", sa.Column("fingerprint_variants", many, nullable=True, comment=comment))


def downgrade() -> None:
    op.drop_column("uploads", "fingerprint_variants")
