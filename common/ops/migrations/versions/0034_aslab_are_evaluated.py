"""Evaluations of aslab by the campus's criteria: one a contract, and one comment on each."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
CRITERIA = ("punctuality", "mastery", "teamwork", "communication")


def upgrade() -> None:
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.SmallInteger(), nullable=False) for name in CRITERIA),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(f"{name} BETWEEN 1 AND 5", name=op.f(f"evaluations_{name}_check")) for name in CRITERIA),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name=op.f("evaluations_contract_id_fkey")),
        sa.ForeignKeyConstraint(["written_by"], ["people.id"], name=op.f("evaluations_written_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("evaluations_pkey")),
        sa.UniqueConstraint("contract_id", name="one_evaluation_per_contract"),
    )
    op.create_index(op.f("evaluations_written_by_idx"), "evaluations", ["written_by"])
    op.create_table(
        "evaluation_comments",
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("evaluation_comments_evaluation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("evaluation_id", name=op.f("evaluation_comments_pkey")),
    )


def downgrade() -> None:
    op.drop_table("evaluation_comments")
    op.drop_table("evaluations")
