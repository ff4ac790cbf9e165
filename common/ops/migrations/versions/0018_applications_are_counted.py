"""Applications are counted by vacancy, in the statement that changes what they are or ever were (record 0026).

Each change adds a row of differences: to add one nobody waits for anybody. The nightly sum makes one row of them. A
statement is taken as a whole, and one that counts nothing anew adds nothing.

Until the transaction ends nothing is entered or decided: the tables are locked first, and then counted.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

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
LOCK = "LOCK TABLE applications, application_steps, contracts, certificates IN SHARE ROW EXCLUSIVE MODE"
PARTS = {
    "steps": "public.application_steps AS step WHERE step.application_id = one.id",
    "contract": "public.contracts AS contract WHERE contract.application_id = one.id",
    "certificate": """public.contracts AS contract JOIN public.certificates AS certificate
      ON certificate.contract_id = contract.id WHERE contract.application_id = one.id""",
    "counted": "public.applications AS application ON application.state <> 'dibatalkan' AND application.id =",
}
# What an application is and ever was; one that is withdrawn counts nowhere.
APPLICATION = """
SELECT vacancy_id, sign AS ever_applied, sign * (state = 'diterima')::integer AS accepted,
  sign * EXISTS (SELECT FROM {steps} AND step.state = 'wawancara')::integer AS ever_interviewed,
  sign * EXISTS (SELECT FROM {steps} AND step.state = 'diterima')::integer AS ever_accepted,
  sign * EXISTS (SELECT FROM {contract})::integer AS ever_activated,
  sign * EXISTS (SELECT FROM {contract} AND contract.state = 'aktif')::integer AS active_aslab,
  sign * EXISTS (SELECT FROM {certificate})::integer AS ever_certified,
  sign * EXISTS (SELECT FROM {certificate} AND certificate.revoked_at IS NULL)::integer AS certificates
FROM ({rows}) AS one WHERE state <> 'dibatalkan'
"""
# The same state again is not counted again.
STEP = """
SELECT application.vacancy_id, one.sign * (one.state = 'wawancara')::integer AS ever_interviewed,
  one.sign * (one.state = 'diterima')::integer AS ever_accepted
FROM (
  SELECT DISTINCT application_id, state, sign FROM ({rows}) AS step
  WHERE state IN ('wawancara', 'diterima') AND NOT EXISTS (
    SELECT FROM public.application_steps AS other WHERE other.application_id = step.application_id
      AND other.state = step.state AND other.id NOT IN (SELECT id FROM {of})
  )
) AS one JOIN {counted} one.application_id
"""
CONTRACT = """
SELECT application.vacancy_id, one.sign AS ever_activated, one.sign * (one.state = 'aktif')::integer AS active_aslab
FROM ({rows}) AS one JOIN {counted} one.application_id
"""
# A contract may have several, of which at most one is valid.
CERTIFICATE = """
SELECT application.vacancy_id, one.sign * one.first::integer AS ever_certified, one.sign * one.valid AS certificates
FROM (
  SELECT contract_id, sign, sum((revoked_at IS NULL)::integer)::integer AS valid, NOT EXISTS (
    SELECT FROM public.certificates AS other WHERE other.contract_id = certificate.contract_id
      AND other.id NOT IN (SELECT id FROM {of})
  ) AS first
  FROM ({rows}) AS certificate GROUP BY contract_id, sign
) AS one JOIN public.contracts AS contract ON contract.id = one.contract_id JOIN {counted} contract.application_id
"""
ADDED = """
INSERT INTO public.application_counts (vacancy_id, {names})
SELECT vacancy_id, {sums} FROM ({changed}) AS counted GROUP BY vacancy_id HAVING ({sums}) <> ({nothing})
"""
# Of each table the columns that say what a row counts, and how.
TABLES = {
    "applications": ("id, vacancy_id, state", APPLICATION, COUNTS),
    "application_steps": ("id, application_id, state", STEP, ("ever_interviewed", "ever_accepted")),
    "contracts": ("id, application_id, state", CONTRACT, ("ever_activated", "active_aslab")),
    "certificates": ("id, contract_id, revoked_at", CERTIFICATE, ("ever_certified", "certificates")),
}
ROWS = "SELECT *, {sign} AS sign FROM ({of}) AS {name}"
GONE = "SELECT {columns} FROM gone"
COME = "SELECT {columns} FROM come"
CHANGES = {
    "INSERT": ("come", "NEW TABLE AS come"),
    "UPDATE": ("come", "OLD TABLE AS gone NEW TABLE AS come"),
    "DELETE": ("gone", "OLD TABLE AS gone"),
}
# Whoever changes an application has no rights on the counts: the function acts as their owner.
COUNT = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
CASE TG_OP
{branches}
END CASE;
RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION {name}() FROM PUBLIC;
"""
TRIGGER = """
CREATE TRIGGER counted_after_{name} AFTER {event} ON {table} REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION {function}()
"""


def upgrade() -> None:
    op.create_table(
        "application_counts",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in COUNTS),
        sa.Column(
            "is_sum", sa.Boolean(), server_default="false", nullable=False, comment="not added since the last sum"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("application_counts_pkey")),
    )
    op.execute(LOCK)
    there = "SELECT id, vacancy_id, state, 1 AS sign FROM public.applications"
    op.execute(added(APPLICATION.format(rows=there, **PARTS), COUNTS))
    op.execute("UPDATE application_counts SET is_sum = true")
    for table in TABLES:
        op.execute(COUNT.format(name=f"count_{table}", branches="".join(branches(table))))
        for event, (_, tables) in CHANGES.items():
            name, function = event.lower(), f"count_{table}"
            op.execute(TRIGGER.format(name=name, event=event, table=table, tables=tables, function=function))
    op.create_index("application_counts_vacancy_id_idx", "application_counts", ["vacancy_id"])
    op.create_index("application_counts_new_idx", "application_counts", ["vacancy_id"], postgresql_where="NOT is_sum")


def added(changed: str, names: tuple[str, ...]) -> str:
    sums = ", ".join(f"sum({name})" for name in names)
    nothing = ", ".join("0" for _ in names)
    return ADDED.format(names=", ".join(names), sums=sums, changed=changed, nothing=nothing)


def branches(table: str) -> Iterator[str]:
    columns, changed, names = TABLES[table]
    gone, come = GONE.format(columns=columns), COME.format(columns=columns)
    rows = {
        "INSERT": ROWS.format(sign=1, of=come, name="come"),
        "DELETE": ROWS.format(sign=-1, of=gone, name="gone"),
    }
    # Without the rows of which nothing changed that counts.
    lost, won = f"{gone} EXCEPT {come}", f"{come} EXCEPT {gone}"
    rows["UPDATE"] = f"{ROWS.format(sign=-1, of=lost, name='lost')} UNION ALL {ROWS.format(sign=1, of=won, name='won')}"
    for event, (of, _) in CHANGES.items():
        yield f"WHEN '{event}' THEN {added(changed.format(rows=rows[event], of=of, **PARTS), names)};"


def downgrade() -> None:
    for table in TABLES:
        for event in CHANGES:
            op.execute(f"DROP TRIGGER counted_after_{event.lower()} ON {table}")
        op.execute(f"DROP FUNCTION count_{table}()")
    op.drop_table("application_counts")
