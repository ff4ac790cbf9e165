"""The columns that said how drawing a certificate went: a task says it now."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# Issued since the last revision by a version of the code that knew no tasks.
LATECOMERS = """
INSERT INTO tasks (kind, subject_id, state, attempts, created_at, queued_at, next_at, error, error_en)
SELECT 'draw_certificate', id, CASE WHEN draw_failed_at IS NULL THEN 'antre' ELSE 'gagal' END, draw_attempts,
    issued_at, issued_at, COALESCE(draw_next_at, issued_at), draw_error, draw_error_en
FROM certificates WHERE stored_at IS NULL AND revoked_at IS NULL ORDER BY issued_at, sequence
ON CONFLICT DO NOTHING
"""
BACK = """
UPDATE certificates SET draw_attempts = t.attempts, draw_next_at = CASE WHEN t.state = 'antre' THEN t.next_at END,
    draw_failed_at = CASE WHEN t.state = 'gagal' THEN t.next_at END, draw_error = t.error, draw_error_en = t.error_en
FROM tasks AS t WHERE t.kind = 'draw_certificate' AND t.subject_id = certificates.id AND t.state <> 'selesai'
"""


def upgrade() -> None:
    op.execute(LATECOMERS)
    for name in ("draw_error_en", "draw_error", "draw_failed_at", "draw_next_at", "draw_attempts"):
        op.drop_column("certificates", name)


def downgrade() -> None:
    attempts = sa.Column(
        "draw_attempts", sa.SmallInteger(), server_default="0", nullable=False, comment="times that drawing it failed"
    )
    op.add_column("certificates", attempts)
    op.add_column("certificates", sa.Column("draw_next_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("certificates", sa.Column("draw_failed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("certificates", sa.Column("draw_error", sa.Text(), nullable=True))
    op.add_column("certificates", sa.Column("draw_error_en", sa.Text(), nullable=True))
    op.execute(BACK)
