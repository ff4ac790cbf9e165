"""Months of a contract are locked by a row; triggers refuse every change of an attendance in one.

Whoever locks a month holds the contract's row FOR UPDATE. Each change takes it FOR KEY SHARE, and looks only then: so a
change is either there before the month is locked, or is refused. The functions act as the owner of the tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

ROWS = "SELECT contract_id, day FROM {of}"
GONE, COME = ROWS.format(of="gone"), ROWS.format(of="come")
GONE_AS, COME_AS = "OLD TABLE AS gone", "NEW TABLE AS come"
CHANGES = {
    "INSERT": (COME, COME_AS),
    "UPDATE": (f"{GONE} UNION {COME}", f"{GONE_AS} {COME_AS}"),
    "DELETE": (GONE, GONE_AS),
}
BRANCH = """
WHEN '{event}' THEN
  PERFORM FROM public.contracts WHERE id IN (SELECT contract_id FROM ({changed}) AS one) ORDER BY id FOR KEY SHARE;
  locked := EXISTS (
    SELECT FROM ({changed}) AS one JOIN public.locked_months AS closed ON closed.contract_id = one.contract_id
    AND closed.month = one.day - extract(day FROM one.day)::integer + 1
  );
"""
REQUIRE = """
CREATE FUNCTION require_open_months() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE locked boolean;
BEGIN
CASE TG_OP
{branches}
END CASE;
IF locked THEN
  RAISE EXCEPTION 'the month is locked'
  USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'open_month', TABLE = 'attendances';
END IF;
RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION require_open_months() FROM PUBLIC;
"""
# Fired in the order of the alphabet: before the weeks are counted, whose rows are the last that a change locks.
TRIGGER = """
CREATE TRIGGER allowed_by_month_{name} AFTER {event} ON attendances REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION require_open_months()
"""


def upgrade() -> None:
    op.create_table(
        "locked_months",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="its first day"),
        sa.Column("locked_by", sa.Uuid(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("locked_months_first_day_check")),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name=op.f("locked_months_contract_id_fkey")),
        sa.ForeignKeyConstraint(["locked_by"], ["people.id"], name=op.f("locked_months_locked_by_fkey")),
        sa.PrimaryKeyConstraint("contract_id", "month", name=op.f("locked_months_pkey")),
    )
    branches = (BRANCH.format(event=event, changed=changed) for event, (changed, _) in CHANGES.items())
    op.execute(REQUIRE.format(branches="".join(branches)))
    for event, (_, tables) in CHANGES.items():
        op.execute(TRIGGER.format(name=event.lower(), event=event, tables=tables))


def downgrade() -> None:
    for event in CHANGES:
        op.execute(f"DROP TRIGGER allowed_by_month_{event.lower()} ON attendances")
    op.execute("DROP FUNCTION require_open_months")
    op.drop_table("locked_months")
