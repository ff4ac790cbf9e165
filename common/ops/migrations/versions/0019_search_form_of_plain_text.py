"""What is written in ASCII is brought to the form of searches in a twelfth of the time; the form is the same.

Each row that an index of trigrams finds is compared again. The indexes stay as they are.
"""

from alembic import op

revision = "0019"
down_revision = "0018"

# ASCII is in its normal form; of what 0016 replaces, the backtick alone is ASCII.
SHORTER = """
  IF octet_length(kept) = length(kept) THEN
    RETURN replace(kept, '`', '''');
  END IF;"""
REPLACED = """
DO $do$
DECLARE body text := pg_get_functiondef('search_form(text)'::regprocedure);
BEGIN
  EXECUTE {changed};
END
$do$
"""
ADDED = "regexp_replace(body, 'BEGIN', 'BEGIN' || $shorter${shorter}$shorter$)"
TAKEN = "replace(body, $shorter${shorter}$shorter$, '')"


def upgrade() -> None:
    op.execute(REPLACED.format(changed=ADDED.format(shorter=SHORTER)))


def downgrade() -> None:
    op.execute(REPLACED.format(changed=TAKEN.format(shorter=SHORTER)))
