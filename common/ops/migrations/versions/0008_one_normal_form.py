"""What is stored comes to the normal form of `platform/fields/normal.py`, and one number is one account.

Accounts whose numbers are one number in several spellings are not merged: each may have its own contracts, and which
of them is the person's is not for a program to say. The one that had the normal spelling, else the active one with a
password, else the oldest, gets the number; the others keep what was typed, get a place (`number_double` 1, 2, ...),
and are named in the audit log (`person.doubled`) and in the list of accounts. Each is still entered with the number:
the password shows which. A new account of such a number is refused, also in a race: `people_normal_number_key`.

An address whose normal form another account has stays as it is too, and is named in the audit log.
"""

import logging

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
PLAIN_HYPHENS = "-" * len(HYPHENS)
BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u2800\u115f\u1160\u3164\uffa0"
)
LINE_ENDS = "\u000b\u000c\u0085\u2028\u2029"
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)
JOINERS = "\u200c\u200d"
ASCII_BLANKS = " \t\n\r\x1c\x1d\x1e\x1f"
DROPPED = ASCII_BLANKS + LINE_ENDS + BLANKS + INVISIBLE + JOINERS
LEFTOVER = f"(?<![\u0590-\U0010ffff])[{JOINERS}]|[{JOINERS}](?![\u0590-\U0010ffff])"

NORMAL_NUMBER = f"""
CREATE FUNCTION normal_number(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT normalize(upper(translate(normalize(typed, NFKC), '{HYPHENS}{DROPPED}', '{PLAIN_HYPHENS}')), NFC)
$$
"""
NUMBERS = """
UPDATE people SET number_double = place - 1, number = CASE place WHEN 1 THEN normal ELSE people.number END
FROM (
  SELECT id, normal, row_number() OVER (
    PARTITION BY normal
    ORDER BY number = normal DESC, active DESC, password_hash IS NOT NULL DESC, created_at, id
  ) AS place
  FROM (SELECT *, normal_number(number) AS normal FROM people) AS known
) AS ranked
WHERE ranked.id = people.id AND (place > 1 OR people.number <> normal)
"""
NORMAL_ADDRESS = f"lower(normalize(translate(email, '{DROPPED}', '')))"
ADDRESSES = """
UPDATE people SET email = normal
FROM (
  SELECT id, normal, row_number() OVER (PARTITION BY normal ORDER BY lower(email) = normal DESC, created_at, id) AS place
  FROM (SELECT *, {normal} AS normal FROM people WHERE email IS NOT NULL) AS known
) AS ranked
WHERE ranked.id = people.id AND place = 1 AND people.email <> normal
"""
DOUBLES = """
INSERT INTO audit_log (at, actor_role, action, subject_type, subject_id, new, ip, request_id)
SELECT now(), 'sistem', 'person.doubled', 'person', id, doubled, '', ''
FROM (
  SELECT CAST(id AS text) AS id, number, jsonb_build_object('number', number) AS doubled FROM people WHERE number_double > 0
  UNION ALL
  SELECT CAST(id AS text), number, jsonb_build_object('email', email) FROM people WHERE email <> {normal}
) AS found
ORDER BY number, id
"""
LINES = (("people", "name"), ("people", "program"), ("vacancies", "course"), ("criteria", "name"))
PERIODS = """
 AND NOT EXISTS (
  SELECT 1 FROM academic_periods AS other WHERE other.id <> academic_periods.id AND {other} = {normal}
 )
"""

log = logging.getLogger("aslab")


def normal_line(column: str) -> str:
    seen = BLANKS + LINE_ENDS + "\t"
    blanks = " " * len(seen)
    plain = f"translate({column}, '{seen}{INVISIBLE}', '{blanks}')"
    return f"btrim(regexp_replace(normalize(regexp_replace({plain}, '{LEFTOVER}', '', 'g')), ' +', ' ', 'g'))"


def upgrade() -> None:
    op.execute(NORMAL_NUMBER)
    double = sa.Column(
        "number_double",
        sa.SmallInteger(),
        server_default="0",
        nullable=False,
        comment="place among older accounts of the same number in other spellings; 0 for the one that holds it",
    )
    op.add_column("people", double)
    op.execute(NUMBERS)
    op.execute(ADDRESSES.format(normal=NORMAL_ADDRESS))
    for table, column in LINES:
        bring(table, column)
    same = PERIODS.format(other=normal_line("other.name"), normal=normal_line("academic_periods.name"))
    bring("academic_periods", "name", same)
    op.create_index(
        "people_normal_number_key", "people", [sa.text("normal_number(number)"), "number_double"], unique=True
    )
    name_doubles()


def bring(table: str, column: str, unless: str = "") -> None:
    normal = normal_line(f"{table}.{column}")
    op.execute(f"UPDATE {table} SET {column} = {normal} WHERE {column} <> {normal}{unless}")  # noqa: S608


def name_doubles() -> None:
    """In the audit log; the log of the job says how many, without personal data."""
    found = op.get_bind().execute(sa.text(DOUBLES.format(normal=NORMAL_ADDRESS))).rowcount
    if found:
        log.warning("%s numbers or addresses of accounts are doubles; the audit log names them (person.doubled)", found)


def downgrade() -> None:
    """What was typed before is not known any more."""
    op.drop_index("people_normal_number_key", "people")
    op.drop_column("people", "number_double")
    op.execute("DROP FUNCTION normal_number")
