"""What searches compare, and what the nightly clearing of files need not look at again.

1. `search_form` is what `platform/pages.contains` compares: 0017 makes indexes of it.
2. A file that was found in use is not looked at again until something lets go of it (decision 0024).
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

APOSTROPHES = "\u2018\u2019\u201b\u02b9\u02bb\u02bc\u2032\u00b4\u0060\uff07"
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u2800\u115f\u1160\u3164\uffa0"
)
PLAIN = "''" * len(APOSTROPHES) + "-" * len(HYPHENS) + " " * len(BLANKS)
# Not in SQL: that would be put in place of its calls, and the planner would not know what it costs.
SEARCH_FORM = f"""
CREATE FUNCTION search_form(kept text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
BEGIN
  RETURN translate(normalize(kept), '{APOSTROPHES}{HYPHENS}{BLANKS}', '{PLAIN}');
END
$$
"""
# As the owner of the tables: who lets go of a file may not be one that may change its row.
LET_GO = """
CREATE FUNCTION let_go_of_upload() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE uploads SET found_used_at = NULL WHERE id = (to_jsonb(OLD) ->> TG_ARGV[0])::uuid;
  RETURN NULL;
END
$$
"""
TRIGGER = """
CREATE TRIGGER lets_go_of_upload_by_{event} AFTER {event}{of} ON {table} FOR EACH ROW{when}
EXECUTE FUNCTION let_go_of_upload({column})
"""
NAMING = (
    ("vacancies", "pamphlet_id"),
    ("application_documents", "upload_id"),
    ("attendances", "photo_id"),
    ("attendance_corrections", "photo_id"),
)
FOUND_USED = "found in use by the nightly clearing; null again as soon as something lets go of it"


def upgrade() -> None:
    # One of the extensions that the owner of a database may bring in; who has it already keeps it.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute(SEARCH_FORM)
    op.add_column("uploads", sa.Column("found_used_at", sa.DateTime(timezone=True), nullable=True, comment=FOUND_USED))
    op.execute(LET_GO)
    for table, column in NAMING:
        changed = f" WHEN (OLD.{column} IS DISTINCT FROM NEW.{column})"
        op.execute(TRIGGER.format(event="delete", of="", when="", table=table, column=column))
        op.execute(TRIGGER.format(event="update", of=f" OF {column}", when=changed, table=table, column=column))


def downgrade() -> None:
    for table, _ in NAMING:
        for event in ("delete", "update"):
            op.execute(f"DROP TRIGGER lets_go_of_upload_by_{event} ON {table}")
    op.execute("DROP FUNCTION let_go_of_upload()")
    op.drop_column("uploads", "found_used_at")
    op.execute("DROP FUNCTION search_form(text)")
    op.execute("DROP EXTENSION pg_trgm")
