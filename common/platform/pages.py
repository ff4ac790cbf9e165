"""Keyset pages: a list goes on after the last row seen, never by counting rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from marshmallow import fields

from common.platform.cursors import BadCursor, cursor, parsed_cursor, parsed_text_cursor
from common.platform.errors import Invalid
from common.platform.fields import Form, LabelledInteger, LabelledString, View, not_valid
from common.platform.fields.normal import for_search
from common.platform.text import Text

Item = TypeVar("Item")
Place = TypeVar("Place")

if TYPE_CHECKING:
    from typing import Protocol, TypedDict

    from sqlalchemy import ColumnElement

    class Page(TypedDict, Generic[Item]):
        """What a `PageView` of such items is made from."""

        items: Sequence[Item]
        next: str | None

    class JsonPage(Protocol):
        """A page as JSON text, and the place of its last row if more follow."""

        text: str
        at: datetime | str | None
        id: UUID | None


PAGE = 25
# Of a text with 120 letters of four bytes each, and of an id.
_LONGEST_CURSOR = 750
_ANY_LETTER = re.compile(r"[^\W_]")
# The index knows what three letters or digits follow each other, and with what two a word begins.
_LONG_ENOUGH = re.compile(r"[^\W_]{3}")
_CURSOR = Text("Penanda halaman", en="Page cursor")


class PageQuery(Form):
    """Which part of a list is asked for."""

    after = LabelledString(_CURSOR, optional=True, load_default=None, longest=_LONGEST_CURSOR)
    limit = LabelledInteger(
        Text("Jumlah baris", en="Number of rows"), least=1, most=100, load_default=PAGE, in_query=True
    )


class PageView(View):
    """`next` is the cursor of the following page, or null on the last one."""

    next = fields.String(allow_none=True)


def page(rows: Sequence[Item], limit: int, key: Callable[[Item], Sequence[object]]) -> Page[Item]:
    """A page out of `limit + 1` rows; the extra row only shows that there are more."""
    shown = rows[:limit]
    return {"items": shown, "next": cursor(*key(shown[-1])) if len(rows) > limit else None}


def page_text(found: JsonPage) -> str:
    """The same as JSON text, of a page that the database made."""
    following = f'"{cursor(found.at, found.id)}"' if found.at else "null"
    return f'{{"items": {found.text}, "next": {following}}}'


def read_cursor(text: str) -> tuple[datetime, UUID]:
    """The moment and id of a cursor; a made-up one is a field error."""
    return _read(parsed_cursor, text)


def read_text_cursor(text: str) -> tuple[str, UUID]:
    """The same of a list in the order of a text."""
    return _read(parsed_text_cursor, text)


def _read(parsed: Callable[[str, type[UUID]], tuple[Place, UUID]], text: str) -> tuple[Place, UUID]:
    try:
        return parsed(text, UUID)
    except BadCursor:
        raise no_such_page() from None


def no_such_page() -> Invalid:
    """The refusal of a cursor that no page has given out."""
    return Invalid(fields={"after": [not_valid(_CURSOR)]})


def contains(column: ColumnElement[Any], part: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Whether `part` is somewhere in the column, whatever its capitals, apostrophes, blanks and composed letters.

    One or two letters have to begin a word, and there has to be a letter or digit: the index knows nothing else.
    What is no text is a parameter that is given a `pattern`. The column needs an index of its `search_form`.
    """
    from sqlalchemy import false, or_

    form = search_form(column)
    if not isinstance(part, str):
        return form.ilike(part)
    if _LONG_ENOUGH.search(for_search(part)):
        return form.ilike(pattern(part))
    if not _ANY_LETTER.search(part):
        return false()
    begins = pattern(part)[1:]
    return or_(form.ilike(begins), form.ilike(f"% {begins}"))


def search_form(column: ColumnElement[Any]) -> ColumnElement[str]:
    """SQL of a migration, which says what `fields/normal.for_search` says."""
    from sqlalchemy import func

    return func.search_form(column)


def pattern(part: str) -> str:
    """What ILIKE matches where `part` is contained."""
    return containing(for_search(part))


def containing(part: str) -> str:
    """A pattern for ILIKE that matches `part` to the letter anywhere."""
    escaped = part.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
