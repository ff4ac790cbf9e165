"""A draft that was copied from an earlier semester has no dates yet; what is published has them, as before."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

DATES = ("opens_at", "closes_at")


def upgrade() -> None:
    for name in DATES:
        op.alter_column("vacancies", name, existing_type=sa.DateTime(timezone=True), nullable=True)
    op.create_check_constraint(
        op.f("vacancies_dates_check"),
        "vacancies",
        "state = 'draf' OR (opens_at IS NOT NULL AND closes_at IS NOT NULL)",
    )


def downgrade() -> None:
    """A draft gets dates that are over: its lecturer is asked for others before it is published."""
    op.execute("UPDATE vacancies SET opens_at = coalesce(opens_at, created_at) WHERE opens_at IS NULL")
    op.execute("UPDATE vacancies SET closes_at = opens_at + interval '1 day' WHERE closes_at IS NULL")
    for name in DATES:
        op.alter_column("vacancies", name, existing_type=sa.DateTime(timezone=True), nullable=False)
    op.drop_constraint(op.f("vacancies_dates_check"), "vacancies")
