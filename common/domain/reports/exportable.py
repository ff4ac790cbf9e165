"""Which list is exported, for whom, and by which filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from marshmallow import ValidationError

from common.platform.auth import Actor
from common.platform.content_types import CSV, XLSX
from common.platform.errors import Forbidden, Invalid
from common.platform.fields import flatten
from common.platform.sheets.exports import Format

if TYPE_CHECKING:
    from common.platform.sheets.exports import Export, Value

CONTENT_TYPES: Mapping[Format, str] = {Format.CSV: f"{CSV}; charset=utf-8", Format.XLSX: XLSX}


@cache
def export_of(source: str) -> Export:
    """What the noun declares. All nouns are imported by the first export, and by nothing before it."""
    from common.domain.attendance.exports import ATTENDANCES, CONTRACTS
    from common.domain.audit.exports import AUDIT
    from common.domain.certificates.exports import CERTIFICATES
    from common.domain.notifications.exports import MESSAGES
    from common.domain.people.exports import USERS
    from common.domain.recruitment.exports import APPLICANTS, VACANCIES

    declared = (USERS, VACANCIES, APPLICANTS, CONTRACTS, ATTENDANCES, CERTIFICATES, MESSAGES, AUDIT)
    return next(export for export in declared if export.name == source)


def require_reader(export: Export, actor: Actor) -> None:
    """Raises Forbidden."""
    if actor.role not in export.roles:
        raise Forbidden()


def loaded(export: Export, filters: Mapping[str, str]) -> dict[str, object]:
    """The filters as the list validates them. Raises Invalid, at `filters.…`."""
    try:
        wanted: dict[str, object] = export.query().load(filters)
    except ValidationError as wrong:
        raise Invalid(fields=flatten({"filters": wrong.messages})) from wrong
    return wanted


def chunks(export: Export, file_type: Format, language: str, rows: Iterator[Sequence[Value]]) -> Iterator[bytes]:
    """The file, as it is made. Raises TooManyRows."""
    heads = export.heads(language)
    if file_type == Format.CSV:
        from common.platform.sheets.delimited_out import delimited_chunks

        return delimited_chunks(heads, rows)
    from common.platform.sheets.workbook_out import workbook_chunks

    widths = [column.width for column in export.columns]
    return workbook_chunks(export.title.to(language), heads, widths, rows)
