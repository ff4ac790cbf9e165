"""Attendances are counted by vacancy and week, in the statement that enters, decides or removes them.

The triggers take each statement as a whole and its weeks in one order, so that two that decide many do not wait for
each other in a circle. A statement that counts nothing anew, such as a correction's other text, locks no week.

Until the transaction ends nothing is recorded or decided: `attendances` is locked first, and then counted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

LOCK = "LOCK TABLE attendances IN SHARE ROW EXCLUSIVE MODE"
COUNTED = """
INSERT INTO public.attendance_weeks AS week (vacancy_id, starts_on, waiting, approved, rejected)
SELECT contract.vacancy_id, one.day - extract(isodow FROM one.day)::integer + 1,
  sum(sign * (one.state IN ('menunggu_foto', 'menunggu_verifikasi'))::integer),
  sum(sign * (one.state = 'disetujui')::integer),
  sum(sign * (one.state = 'ditolak')::integer)
FROM ({changed}) AS one JOIN public.contracts AS contract ON contract.id = one.contract_id
GROUP BY 1, 2
HAVING (
  sum(sign * (one.state IN ('menunggu_foto', 'menunggu_verifikasi'))::integer),
  sum(sign * (one.state = 'disetujui')::integer),
  sum(sign * (one.state = 'ditolak')::integer)
) <> (0, 0, 0)
ORDER BY 1, 2
ON CONFLICT (vacancy_id, starts_on) DO UPDATE SET
  waiting = week.waiting + excluded.waiting,
  approved = week.approved + excluded.approved,
  rejected = week.rejected + excluded.rejected
"""
ROWS = "SELECT contract_id, day, state, {sign} AS sign FROM {of}"
GONE, COME = ROWS.format(sign=-1, of="gone"), ROWS.format(sign=1, of="come")
THERE = ROWS.format(sign=1, of="public.attendances")
GONE_AS, COME_AS = "OLD TABLE AS gone", "NEW TABLE AS come"
CHANGES = {
    "INSERT": (COME, COME_AS),
    "UPDATE": (f"{GONE} UNION ALL {COME}", f"{GONE_AS} {COME_AS}"),
    "DELETE": (GONE, GONE_AS),
}
# Whoever changes an attendance has no rights on the counts: the function acts as their owner.
COUNT = """
CREATE FUNCTION count_attendances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
CASE TG_OP
{branches}
END CASE;
RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION count_attendances() FROM PUBLIC;
"""
TRIGGER = """
CREATE TRIGGER counted_after_{name} AFTER {event} ON attendances REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION count_attendances()
"""


def upgrade() -> None:
    op.create_table(
        "attendance_weeks",
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False, comment="the Monday of the week"),
        sa.Column("waiting", sa.Integer(), nullable=False, comment="for their photo or for the lecturer"),
        sa.Column("approved", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("vacancy_id", "starts_on", name=op.f("attendance_weeks_pkey")),
    )
    op.execute(LOCK)
    op.execute(COUNTED.format(changed=THERE))
    branches = (f"WHEN '{event}' THEN {COUNTED.format(changed=changed)};" for event, (changed, _) in CHANGES.items())
    op.execute(COUNT.format(branches="".join(branches)))
    for event, (_, tables) in CHANGES.items():
        op.execute(TRIGGER.format(name=event.lower(), event=event, tables=tables))
    op.create_index(op.f("vacancies_period_id_idx"), "vacancies", ["period_id"])


def downgrade() -> None:
    op.drop_index(op.f("vacancies_period_id_idx"), "vacancies")
    for event in CHANGES:
        op.execute(f"DROP TRIGGER counted_after_{event.lower()} ON attendances")
    op.execute("DROP FUNCTION count_attendances")
    op.drop_table("attendance_weeks")
