"""A session knows its device, and tries of a device that an account knows are counted apart from strangers'."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    own = "the browser's own, the same at each of its sign-ins"
    op.add_column("sessions", sa.Column("device_id", sa.Uuid(), nullable=True, comment=own))
    named = "browser and system, as the browser said"
    op.add_column("sessions", sa.Column("device", sa.Text(), nullable=True, comment=named))
    known = "that the account knows; such tries count for it alone"
    op.add_column("sign_in_attempts", sa.Column("device", sa.Uuid(), nullable=True, comment=known))
    op.execute("COMMENT ON COLUMN sign_in_attempts.ip IS 'an IPv4 address, or the /64 of an IPv6 one'")
    op.create_index("sign_in_attempts_ip_at_idx", "sign_in_attempts", ["ip", "at"])


def downgrade() -> None:
    op.drop_index("sign_in_attempts_ip_at_idx", "sign_in_attempts")
    op.execute("COMMENT ON COLUMN sign_in_attempts.ip IS NULL")
    op.drop_column("sign_in_attempts", "device")
    op.drop_column("sessions", "device")
    op.drop_column("sessions", "device_id")
