"""Invitations to apply for a vacancy: each person once."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("invitations_person_id_fkey")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("invitations_vacancy_id_fkey")),
        sa.PrimaryKeyConstraint("vacancy_id", "person_id", name=op.f("invitations_pkey")),
    )
    op.create_index(op.f("invitations_person_id_idx"), "invitations", ["person_id"])


def downgrade() -> None:
    op.drop_table("invitations")
