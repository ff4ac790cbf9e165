"""A seat that comes free: given to the next by itself, or offered; and the date by which it has to be confirmed.

A step that the system takes has no person. Offers that wait to be sent say why the seat is free, as the new ones do.
"""

import sqlalchemy as sa
from alembic import op

from common.ops.migrations.concurrently import make_indexes

revision = "0024"
down_revision = "0023"

INDEXES = {
    "applications_to_confirm_idx": """applications (confirm_by, id)
        WHERE state = 'diterima' AND confirmed_at IS NULL AND activated_at IS NULL"""
}
_BECAUSE = """
UPDATE messages SET data = data || jsonb_build_object('because', CASE language
    WHEN 'en' THEN 'the contract of ' || (data ->> 'aslab') || ' ended early'
    ELSE 'kontrak ' || (data ->> 'aslab') || ' berakhir lebih awal' END)
WHERE kind = 'seat_free' AND data ? 'aslab'
"""


def upgrade() -> None:
    op.add_column(
        "vacancies",
        sa.Column(
            "fills_seats",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="a seat that comes free goes to the next on the waiting list by itself",
        ),
    )
    op.add_column("vacancies", sa.Column("confirm_by", sa.Date(), nullable=True, comment="none where it is not asked"))
    op.add_column(
        "applications",
        sa.Column("confirm_by", sa.Date(), nullable=True, comment="the last day on which an acceptance is confirmed"),
    )
    op.add_column("applications", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column(
        "application_steps", "actor_id", existing_type=sa.Uuid(), nullable=True, comment="none: by the system"
    )
    op.execute(_BECAUSE)
    make_indexes(INDEXES)


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
    op.alter_column("application_steps", "actor_id", existing_type=sa.Uuid(), nullable=False, comment=None)
    for table, column in (
        ("applications", "confirmed_at"),
        ("applications", "confirm_by"),
        ("vacancies", "confirm_by"),
        ("vacancies", "fills_seats"),
    ):
        op.drop_column(table, column)
