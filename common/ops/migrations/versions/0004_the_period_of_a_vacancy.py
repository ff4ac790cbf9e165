"""Each published vacancy has its period: one that names none gets the one in which it opens, by the campus's calendar."""

import sqlalchemy as sa
from alembic import op

from common.platform.settings import settings

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    fill = sa.text(
        """
        UPDATE vacancies SET period_id = academic_periods.id
        FROM academic_periods
        WHERE vacancies.period_id IS NULL AND vacancies.state <> 'draf'
          AND (vacancies.opens_at AT TIME ZONE :zone)::date BETWEEN academic_periods.starts_on AND academic_periods.ends_on
        """
    )
    op.get_bind().execute(fill, {"zone": settings().campus_time_zone})


def downgrade() -> None:
    """Which vacancy had named its period is not known any more; nothing is taken away."""
