"""What the JSON columns of an import hold."""

from __future__ import annotations

from typing import Any, TypedDict

Cells = dict[str, str]
Columns = dict[str, int]
# Whatever the form for one account loads, by field.
Values = dict[str, Any]


class Head(TypedDict):
    """A column of the file: its name there, and the first value below."""

    position: int
    head: str
    sample: str


class Reason(TypedDict):
    """Why a row is refused, in both languages."""

    field: str
    id: str
    en: str


Heads = list[Head]
Reasons = list[Reason]
