"""How many people have each role: an index that is small enough to be counted."""

from alembic import op

from common.ops.migrations.concurrently import make_indexes

revision = "0038"
down_revision = "0037"

INDEXES = {"people_role_idx": "people (role)"}


def upgrade() -> None:
    make_indexes(INDEXES)


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
