"""The latest sign-ins of an account are counted at each sign-in, however many it had before."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index("sessions_person_id_created_at_idx", "sessions", ["person_id", "created_at"])


def downgrade() -> None:
    op.drop_index("sessions_person_id_created_at_idx", "sessions")
