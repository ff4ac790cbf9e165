"""The check of what a row's type promises against what the row has: it finds each kind of lie."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest

from common.domain.recruitment.rows import AcademicPeriodRow
from common.domain.recruitment.views import PeriodsViewData, PeriodViewData
from common.ops.checkout import CHECKOUT
from tests import seams


class WithCourse(AcademicPeriodRow, Protocol):
    """A joined row."""

    course: str


PERIOD = {"id": uuid4(), "name": "Ganjil 2026", "starts_on": date(2026, 8, 1), "ends_on": date(2027, 1, 31)}
NAMELESS = {name: value for name, value in PERIOD.items() if name != "name"}


def lacks(result: object, shape: object) -> list[str]:
    return sorted(seams.missing(result, shape))


@pytest.mark.parametrize("shape", [AcademicPeriodRow, PeriodViewData, AcademicPeriodRow | None])
def test_a_column_that_is_not_there_is_found(shape: object) -> None:
    assert lacks(PERIOD, shape) == []
    assert lacks(NAMELESS, shape) == ["name"]


def test_a_joined_row_has_to_have_both_parts() -> None:
    assert lacks(PERIOD, WithCourse) == ["course"]
    assert lacks(NAMELESS | {"course": "Basis Data"}, WithCourse) == ["name"]


def test_of_many_rows_the_first_is_looked_at() -> None:
    assert lacks([NAMELESS], Sequence[AcademicPeriodRow]) == ["name"]
    assert lacks([], Sequence[AcademicPeriodRow]) == []


def test_what_the_database_put_together_is_looked_into() -> None:
    assert lacks({"items": [PERIOD]}, PeriodsViewData) == []
    assert lacks({"items": [NAMELESS]}, PeriodsViewData) == ["items.name"]


def test_more_columns_than_promised_are_no_lie() -> None:
    assert lacks(PERIOD | {"more": 1}, PeriodViewData) == []


def test_a_type_is_said_where_the_result_is_named_or_returned() -> None:
    source = "def f(db) -> A:\n    b: B = one(db, 1)\n    c = one(db, 2)\n    return one(db, 3)\n"
    assert [said for place, said in seams.annotations(ast.parse(source)).items() if place[0] in {2, 3, 4}] == ["A", "B"]


def test_a_type_that_only_mypy_reads_is_found_in_its_module() -> None:
    file = Path(CHECKOUT / "common/domain/recruitment/moving.py")
    source = file.read_text(encoding="utf-8")
    [place] = [place for place, said in seams.annotations(ast.parse(source)).items() if said == "ApplicationRow"]
    import_module("common.domain.recruitment.moving")
    assert seams.shape_at(str(file), place).__name__ == "ApplicationRow"
