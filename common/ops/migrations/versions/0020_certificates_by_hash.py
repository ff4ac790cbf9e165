"""A certificate is found by the hash of its file."""

from alembic import op

from common.ops.migrations.concurrently import make_indexes

revision = "0020"
down_revision = "0019"

INDEXES = {"certificates_sha256_idx": "certificates (sha256)"}


def upgrade() -> None:
    make_indexes(INDEXES)


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
