"""Imports of people: their rows as differences, the pieces in which they are saved, and a purpose for their files.

Whoever imports changes accounts and is not to see their passwords: that there is one stands in a column of its own.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"

PURPOSES = "'dokumen', 'foto', 'pamflet'"
TRIGGER = """
CREATE TRIGGER lets_go_of_upload_by_{event} AFTER {event}{of} ON people_imports FOR EACH ROW{when}
EXECUTE FUNCTION let_go_of_upload(upload_id)
"""
CHANGED = " WHEN (OLD.upload_id IS DISTINCT FROM NEW.upload_id)"
ID = sa.text("gen_random_uuid()")


# Whoever sets a password may not know of the column, as an older version does not.
HAS_PASSWORD = """
CREATE FUNCTION say_whether_password() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.has_password := NEW.password_hash IS NOT NULL;
  RETURN NEW;
END
$$
"""
SAYS = """
CREATE TRIGGER says_whether_password BEFORE INSERT OR UPDATE OF password_hash, has_password ON people
FOR EACH ROW EXECUTE FUNCTION say_whether_password()
"""


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column("has_password", sa.Boolean(), server_default="false", nullable=False, comment="kept by a trigger"),
    )
    op.execute(HAS_PASSWORD)
    op.execute(SAYS)
    op.execute("UPDATE people SET has_password = true WHERE password_hash IS NOT NULL")
    expect(f"{PURPOSES}, 'impor'")
    op.create_table(
        "people_imports",
        sa.Column("id", sa.Uuid(), server_default=ID, nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True, comment="code of the reason why the file is refused"),
        sa.Column("fault_row", sa.Integer(), nullable=True),
        sa.Column("head_row", sa.Integer(), nullable=True, comment="the row with the names of the columns; 0 for none"),
        sa.Column("heads", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("columns", postgresql.JSONB(), nullable=True),
        sa.Column("added", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refused", sa.Integer(), server_default="0", nullable=False),
        sa.Column("to_save", sa.Integer(), nullable=True, comment="rows that were confirmed"),
        sa.Column("saved", sa.Integer(), server_default="0", nullable=False),
        sa.Column("invited", sa.Boolean(), nullable=True, comment="whether new accounts get a link by mail"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('mahasiswa', 'dosen')", name=op.f("people_imports_role_check")),
        sa.CheckConstraint(
            "state IN ('dibaca', 'kolom', 'siap', 'ditolak', 'disimpan', 'selesai')",
            name=op.f("people_imports_state_check"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("people_imports_owner_id_fkey")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("people_imports_upload_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("people_imports_pkey")),
    )
    op.create_index("people_imports_owner_id_idx", "people_imports", ["owner_id"])
    op.create_index("people_imports_upload_id_idx", "people_imports", ["upload_id"])
    op.create_index("people_imports_created_at_id_idx", "people_imports", ["created_at", "id"])
    op.create_table(
        "people_import_pieces",
        sa.Column("id", sa.Uuid(), server_default=ID, nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["people_imports.id"], name=op.f("people_import_pieces_import_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("people_import_pieces_pkey")),
    )
    op.create_index("people_import_pieces_import_id_idx", "people_import_pieces", ["import_id"])
    op.create_table(
        "people_import_lines",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False, comment="as a spreadsheet numbers it"),
        sa.Column("piece_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True, comment="the account that the row is about"),
        sa.Column("cells", postgresql.JSONB(), nullable=False, comment="as the file has them, by field"),
        sa.Column("data", postgresql.JSONB(), nullable=False, comment="what is new, in its normal form"),
        sa.Column("old", postgresql.JSONB(), nullable=True, comment="what that replaces"),
        sa.Column("reasons", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('baru', 'berubah', 'tetap', 'ditolak')", name=op.f("people_import_lines_kind_check")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["people_imports.id"], name=op.f("people_import_lines_import_id_fkey")),
        sa.ForeignKeyConstraint(
            ["piece_id"], ["people_import_pieces.id"], name=op.f("people_import_lines_piece_id_fkey")
        ),
        sa.PrimaryKeyConstraint("import_id", "row", name=op.f("people_import_lines_pkey")),
    )
    op.create_index("people_import_lines_piece_id_idx", "people_import_lines", ["piece_id"])
    op.create_index("people_import_lines_kind_row_idx", "people_import_lines", ["import_id", "kind", "row"])
    op.execute(TRIGGER.format(event="delete", of="", when=""))
    op.execute(TRIGGER.format(event="update", of=" OF upload_id", when=CHANGED))


def downgrade() -> None:
    op.execute("DROP TRIGGER says_whether_password ON people")
    op.execute("DROP FUNCTION say_whether_password()")
    op.drop_column("people", "has_password")
    for name in ("people_import_lines", "people_import_pieces", "people_imports"):
        op.drop_table(name)
    # The older version knows no such files: their rows go, and their objects are left behind.
    op.execute("DELETE FROM uploads WHERE purpose = 'impor'")
    expect(PURPOSES)


def expect(purposes: str) -> None:
    """The rule is short to check: a campus has some hundred thousand files at most."""
    op.drop_constraint(op.f("uploads_purpose_check"), "uploads", type_="check")
    op.create_check_constraint(op.f("uploads_purpose_check"), "uploads", f"purpose IN ({purposes})")
