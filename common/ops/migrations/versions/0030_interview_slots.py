"""Slots of an interview day: one slot an applicant, and one applicant of a vacancy a slot."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "interview_slots",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("interview_slots_order_check")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("interview_slots_application_id_fkey")
        ),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("interview_slots_vacancy_id_fkey")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("interview_slots_pkey")),
        sa.UniqueConstraint("vacancy_id", "starts_at", name="one_applicant_per_slot"),
    )


def downgrade() -> None:
    op.drop_table("interview_slots")
