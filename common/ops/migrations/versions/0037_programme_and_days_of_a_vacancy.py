"""Study programme and days of the practicum of a vacancy; those that are there get their lecturer's programme."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"

_DAYS = "days <@ ARRAY['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu', 'minggu']"
_LECTURERS = """
UPDATE vacancies SET program = people.program FROM people
WHERE people.id = vacancies.lecturer_id AND people.program IS NOT NULL
"""


def upgrade() -> None:
    days = postgresql.ARRAY(sa.Text())
    op.add_column("vacancies", sa.Column("program", sa.Text(), nullable=True))
    op.add_column("vacancies", sa.Column("days", days, server_default="{}", nullable=False, comment="of the practicum"))
    op.create_check_constraint(op.f("vacancies_days_check"), "vacancies", _DAYS)
    op.execute(_LECTURERS)


def downgrade() -> None:
    op.drop_constraint(op.f("vacancies_days_check"), "vacancies", type_="check")
    for name in ("days", "program"):
        op.drop_column("vacancies", name)
