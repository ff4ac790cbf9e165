"""Announcements of admins, and how far each was spread."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"

ID = sa.text("gen_random_uuid()")


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Uuid(), server_default=ID, nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column(
            "among",
            postgresql.JSONB(),
            server_default="[]",
            nullable=False,
            comment="roles or vacancies, by the audience",
        ),
        sa.Column("recipients", sa.Integer(), nullable=False, comment="people that it was for when it was written"),
        sa.Column("reached", sa.Uuid(), nullable=True, comment="the last person whose messages are written"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spread_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "audience IN ('peran', 'pelamar', 'aslab_lowongan', 'aslab')", name=op.f("announcements_audience_check")
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["people.id"], name=op.f("announcements_sender_id_fkey")),
        sa.ForeignKeyConstraint(["stopped_by"], ["people.id"], name=op.f("announcements_stopped_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("announcements_pkey")),
    )
    op.create_index("announcements_created_at_id_idx", "announcements", ["created_at", "id"])


def downgrade() -> None:
    op.drop_table("announcements")
