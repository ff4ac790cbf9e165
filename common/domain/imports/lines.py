"""A row of the file: what stands in it, in its normal form, and what is wrong with it by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from marshmallow import ValidationError

from common.domain.imports.documents import Values
from common.domain.imports.reasons import SAME_EMAIL, SAME_NUMBER, SURPLUS, doubt_text
from common.domain.people.schemas import NewUser
from common.platform.fields import flatten
from common.platform.sheets import Cell, Row
from common.platform.text import Text


@dataclass
class Line:
    """`values` are those that could be read; `reasons` say what is wrong, each at its field."""

    row: int
    cells: Mapping[str, str]
    values: Values
    reasons: list[tuple[str, Text]] = field(default_factory=list)

    def refuse(self, name: str, reason: Text) -> None:
        self.reasons.append((name, reason))


@dataclass
class Lines:
    """Rows one after the other: of two with the same number or address the second one is refused.

    `width` is how many columns the head has, where more in a row mean that a cell was torn apart; else 0.
    """

    columns: Mapping[str, int]
    width: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    emails: dict[str, int] = field(default_factory=dict)

    def line(self, row: Row) -> Line:
        cells = {name: row.at(place) for name, place in self.columns.items()}
        line = Line(row.number, {name: cell.text for name, cell in cells.items() if cell.text}, {})
        self._read(line, cells)
        if self.width and len(row.cells) > self.width:
            line.refuse("number", SURPLUS)
        self._require_first(line, "number", self.numbers, SAME_NUMBER)
        self._require_first(line, "email", self.emails, SAME_EMAIL)
        return line

    def _read(self, line: Line, cells: Mapping[str, Cell]) -> None:
        """By the rules of the form for one account; a blank cell says nothing, and never takes anything away."""
        doubted = {name: reason for name, cell in cells.items() if (reason := doubt_text(name, cell))}
        sound = {name: text for name, text in line.cells.items() if name not in doubted}
        try:
            line.values = dict(_form().load(sound))
        except ValidationError as wrong:
            line.values = dict(wrong.valid_data)  # type: ignore[arg-type]
            line.reasons += _reasons(wrong)
        line.reasons += doubted.items()

    def _require_first(self, line: Line, name: str, seen: dict[str, int], reason: Text) -> None:
        if value := line.values.get(name):
            first = seen.setdefault(value, line.row)
            if first != line.row:
                line.refuse(name, reason.format(row=first))


@cache
def _form() -> NewUser:
    return NewUser(exclude=("role",), partial=True)


def _reasons(wrong: ValidationError) -> Sequence[tuple[str, Text]]:
    return [(name, text) for name, texts in flatten(wrong.messages).items() for text in texts]
