"""The list of users by name: an index in that order."""

from alembic import op

from common.ops.migrations.concurrently import make_indexes

revision = "0036"
down_revision = "0035"

INDEXES = {"people_name_id_idx": "people (lower(name), id)"}


def upgrade() -> None:
    make_indexes(INDEXES)


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
