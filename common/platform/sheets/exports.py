"""A list as a sheet: declared once, beside the query of the list, by its columns.

A row of a list becomes plain values, of which `delimited_out` and `workbook_out` make CSV and XLSX. Text is `str`, a
number `int`, `float` or `Decimal`, and a day `date`. A moment is `datetime` without a zone, as campus clocks show it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.calendar_text import zone_label
from common.platform.text import Text

if TYPE_CHECKING:
    from typing import TypedDict

    from marshmallow import Schema
    from sqlalchemy import Connection
    from typing_extensions import ReadOnly

    class RowPage(TypedDict):
        """Rows by name, and the cursor of the following page."""

        items: ReadOnly[Sequence[Mapping[str, Any]]]
        next: str | None


Value: TypeAlias = str | int | float | Decimal | date | None
Words: TypeAlias = Mapping[Any, Text]

_YES, _NO = Text("Ya", en="Yes"), Text("Tidak", en="No")


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """`name` is that of the list's row. `words` say what its codes mean; `width` is in letters."""

    name: str
    heading: Text
    kind: Kind = Kind.TEXT
    words: Words = field(default_factory=dict)
    width: int = 18

    def head(self, language: str) -> str:
        """A moment says in which zone it is."""
        zone = f" ({zone_label(clock.now())})" if self.kind == Kind.MOMENT else ""
        return self.heading.to(language) + zone

    def value(self, row: Mapping[str, Any], language: str) -> Value:
        return _VALUES[self.kind](self, row[self.name], language)

    def _text(self, found: object, language: str) -> str:
        if isinstance(found, bool):
            return (_YES if found else _NO).to(language)
        if isinstance(found, Mapping):
            return json.dumps(found, ensure_ascii=False, default=str)
        if isinstance(found, (list, tuple)):
            return ", ".join(str(self._text(one, language)) for one in found)
        text = "" if found is None else str(found)
        return self.words[text].to(language) if text in self.words else text

    def _number(self, found: object, language: str) -> Value:
        return Decimal(found) if isinstance(found, str) else found  # type: ignore[return-value]

    def _day(self, found: object, language: str) -> Value:
        return date.fromisoformat(found) if isinstance(found, str) else found  # type: ignore[return-value]

    def _moment(self, found: object, language: str) -> Value:
        moment = datetime.fromisoformat(found) if isinstance(found, str) else found
        return clock.to_campus(moment).replace(tzinfo=None) if isinstance(moment, datetime) else None


_VALUES: Mapping[Kind, Callable[[Column, object, str], Value]] = {
    Kind.TEXT: Column._text,
    Kind.NUMBER: Column._number,
    Kind.DAY: Column._day,
    Kind.MOMENT: Column._moment,
}

Pages: TypeAlias = "Callable[[Connection, Actor, str, Any], RowPage]"
"""The list's own query: for whom, in which language, and by which filters, `after` and `limit` among them."""


@dataclass(frozen=True)
class Export:
    """`query` validates the list's filters. The rows that a role may see are the business of `pages`."""

    name: str
    title: Text
    roles: frozenset[Role]
    query: type[Schema]
    columns: tuple[Column, ...]
    pages: Pages

    def heads(self, language: str) -> list[str]:
        return [column.head(language) for column in self.columns]

    def rows(self, items: Sequence[Mapping[str, Any]], language: str) -> Iterator[list[Value]]:
        return ([column.value(row, language) for column in self.columns] for row in items)
