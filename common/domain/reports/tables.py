"""Counts that are kept so that a figure need not look at each application."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Uuid, text

from common.platform.db import metadata
from common.platform.db.columns import key

COUNTS = (
    "ever_applied",
    "accepted",
    "ever_interviewed",
    "ever_accepted",
    "ever_activated",
    "active_aslab",
    "ever_certified",
    "certificates",
)

# The counts of a vacancy are the sums over its rows. Triggers on applications, their steps, contracts and certificates
# add one for each statement that changes a count (migration 0018, record 0026); the code only makes one of many.
application_counts = Table(
    "application_counts",
    metadata,
    key(),
    # No reference: checking one would lock the vacancy. One with applications cannot go.
    Column("vacancy_id", Uuid, nullable=False, index=True),
    *(Column(name, Integer, nullable=False, server_default="0") for name in COUNTS),
    Column("is_sum", Boolean, nullable=False, server_default="false", comment="not added since the last sum"),
    Index("application_counts_new_idx", "vacancy_id", postgresql_where=text("NOT is_sum")),
)
