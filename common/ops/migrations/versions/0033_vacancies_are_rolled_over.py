"""Which vacancy was copied to which period: of each there is one draft there, however often it is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "vacancy_copies",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["vacancies.id"], name=op.f("vacancy_copies_copy_id_fkey")),
        sa.ForeignKeyConstraint(["period_id"], ["academic_periods.id"], name=op.f("vacancy_copies_period_id_fkey")),
        sa.ForeignKeyConstraint(["source_id"], ["vacancies.id"], name=op.f("vacancy_copies_source_id_fkey")),
        sa.PrimaryKeyConstraint("copy_id", name=op.f("vacancy_copies_pkey")),
        sa.UniqueConstraint("source_id", "period_id", name="one_copy_a_period"),
    )
    op.create_index(op.f("vacancy_copies_period_id_idx"), "vacancy_copies", ["period_id"])


def downgrade() -> None:
    op.drop_table("vacancy_copies")
