"""One queue of work: what messages lack for it, and a table of tasks, with the certificates that wait to be drawn."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

# A link that sets a password goes first and dies after the minutes that its mail names; an invitation dies at its hour.
SECRETS = """
UPDATE messages SET priority = 10, expires_at = created_at + CAST(data ->> 'minutes' AS integer) * interval '1 minute'
WHERE kind IN ('account_created', 'password_reset')
"""
INVITATIONS = """
UPDATE messages SET priority = 20, expires_at = CAST(data ->> 'at' AS timestamptz) WHERE kind = 'application_interview'
"""
UNDRAWN = """
INSERT INTO tasks (kind, subject_id, state, attempts, created_at, queued_at, next_at, error, error_en)
SELECT 'draw_certificate', id, CASE WHEN draw_failed_at IS NULL THEN 'antre' ELSE 'gagal' END, draw_attempts,
    issued_at, issued_at, COALESCE(draw_next_at, issued_at), draw_error, draw_error_en
FROM certificates WHERE stored_at IS NULL AND revoked_at IS NULL ORDER BY issued_at, sequence
"""


def upgrade() -> None:
    op.add_column("messages", sa.Column("priority", sa.SmallInteger(), server_default="30", nullable=False))
    queued_at = sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)
    op.add_column("messages", queued_at)
    op.add_column("messages", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE messages SET queued_at = created_at")
    op.execute(SECRETS)
    op.execute(INVITATIONS)
    op.drop_index("messages_due_idx", "messages")
    waiting = sa.text("state = 'antre'")
    op.create_index("messages_due_idx", "messages", ["channel", "priority", "next_at"], postgresql_where=waiting)
    _create_tasks()
    op.create_index("tasks_due_idx", "tasks", ["kind", "priority", "next_at"], postgresql_where=waiting)
    op.execute(UNDRAWN)


def _create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="what is to be done"),
        sa.Column("subject_id", sa.Uuid(), nullable=False, comment="with what; the kind tells in which table it is"),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), server_default="30", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_en", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('antre', 'selesai', 'gagal')", name=op.f("tasks_state_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("tasks_pkey")),
        sa.UniqueConstraint("kind", "subject_id", name="one_task_per_kind_and_subject"),
    )


def downgrade() -> None:
    op.drop_table("tasks")
    op.drop_index("messages_due_idx", "messages")
    op.create_index("messages_due_idx", "messages", ["next_at"], postgresql_where=sa.text("state = 'antre'"))
    for name in ("expires_at", "queued_at", "priority"):
        op.drop_column("messages", name)
