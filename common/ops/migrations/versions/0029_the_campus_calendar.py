"""Campus holidays and exam weeks, which the minimum of a certificate and the Friday reminder read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ExcludeConstraint

revision = "0029"
down_revision = "0028"

DAYS = sa.text("daterange(starts_on, ends_on, '[]')")


def upgrade() -> None:
    op.create_table(
        "campus_calendar",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="the same day for one day alone"),
        sa.CheckConstraint("kind IN ('libur', 'ujian')", name=op.f("campus_calendar_kind_check")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("campus_calendar_order_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("campus_calendar_pkey")),
        ExcludeConstraint((DAYS, "&&"), name="one_holiday_a_day", where=sa.text("kind = 'libur'")),
        ExcludeConstraint((DAYS, "&&"), name="one_exams_a_day", where=sa.text("kind = 'ujian'")),
    )


def downgrade() -> None:
    op.drop_table("campus_calendar")
