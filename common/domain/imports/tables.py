"""An import, its rows as differences, and the pieces in which they are read and saved."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Index, Integer, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from common.domain.imports.states import ImportState, LineKind
from common.domain.people.tables import PersonRole
from common.platform.db import metadata
from common.platform.db.columns import key, moment, one_of, reference, words
from common.platform.db.personal import IMPERSONAL, SUBJECT, Keep, personal


class ImportRole(StrEnum):
    """Whose accounts a file may hold: an admin is added by hand alone."""

    STUDENT = PersonRole.STUDENT
    LECTURER = PersonRole.LECTURER


IMPORT_KEPT = Keep("a month after the import", days=30)

_ROW = personal("to show and save what a file changes", IMPORT_KEPT, "admins")


def _document(name: str) -> dict[str, str]:
    return {"document": f"common.domain.imports.documents.{name}"}


_HEADS = _document("Heads") | personal("to choose the columns of a file by their first values", IMPORT_KEPT, "admins")


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


people_imports = Table(
    "people_imports",
    metadata,
    key(),
    reference("owner_id", "people", index=True),
    reference("upload_id", "uploads", nullable=True, index=True),
    words("file_name", info=IMPERSONAL),
    words("role"),
    words("state"),
    words("fault", nullable=True, comment="code of the reason why the file is refused", info=IMPERSONAL),
    Column("fault_row", Integer),
    Column("head_row", Integer, comment="the row with the names of the columns; 0 for none"),
    Column("heads", JSONB, nullable=False, server_default="[]", info=_HEADS),
    Column("columns", JSONB(none_as_null=True), info=_document("Columns") | IMPERSONAL),
    _count("added"),
    _count("changed"),
    _count("unchanged"),
    _count("refused"),
    Column("to_save", Integer, comment="rows that were confirmed"),
    _count("saved"),
    Column("invited", Boolean, comment="whether new accounts get a link by mail"),
    moment("created_at"),
    moment("confirmed_at", nullable=True),
    moment("done_at", nullable=True),
    one_of("role", ImportRole),
    one_of("state", ImportState),
    Index("people_imports_created_at_id_idx", "created_at", "id"),
)

people_import_pieces = Table(
    "people_import_pieces",
    metadata,
    key(),
    reference("import_id", "people_imports", index=True),
)

people_import_lines = Table(
    "people_import_lines",
    metadata,
    reference("import_id", "people_imports", primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False, comment="as a spreadsheet numbers it"),
    reference("piece_id", "people_import_pieces", index=True),
    words("kind"),
    Column("person_id", Uuid, info=SUBJECT, comment="the account that the row is about"),
    Column(
        "cells",
        JSONB,
        nullable=False,
        info=_document("Cells") | _ROW,
        comment="as the file has them, by field",
    ),
    Column(
        "data",
        JSONB,
        nullable=False,
        info=_document("Values") | _ROW,
        comment="what is new, in its normal form",
    ),
    Column("old", JSONB(none_as_null=True), info=_document("Values") | _ROW, comment="what that replaces"),
    Column("reasons", JSONB, nullable=False, server_default="[]", info=_document("Reasons") | _ROW),
    moment("saved_at", nullable=True),
    one_of("kind", LineKind),
    Index("people_import_lines_kind_row_idx", "import_id", "kind", "row"),
)
