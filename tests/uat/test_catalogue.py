"""The catalogue is whole, its page is fresh, and every code that is cited anywhere is one of it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.laws.source import CHECKOUT
from tests.uat.catalogue import CODE, MODULES, README, codes_in, page, scenarios


def test_it_has_every_scenario_once() -> None:
    codes = [row.code for row in scenarios()]
    assert len(codes) == len(set(codes)) == 174
    for module, count in Counter(row.module for row in scenarios()).items():
        numbers = [code.rsplit("-", 1)[1] for code in codes if code.rsplit("-", 1)[0] == module]
        assert numbers == [f"{n:02d}" for n in range(1, count + 1)], module
    assert {row.module for row in scenarios()} == set(MODULES)
    assert sum(row.paper for row in scenarios()) == 8


def test_its_page_is_generated_from_it() -> None:
    assert README.read_text(encoding="utf-8") == page(), "run `python -m tests.uat.catalogue`"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("test_mhs_reg_05_second_application_is_refused", ["MHS-REG-05"]),
        ("test_end_08_and_sel_15_a_seat_is_offered", ["END-08", "SEL-15"]),
        ("test_low_02_a_vacancy[act_01]", ["LOW-02"]),
        ("test_a_table_of_2026_11_rows", []),
    ],
)
def test_every_code_of_a_name_counts(name: str, codes: list[str]) -> None:
    assert codes_in(name) == codes


def test_every_cited_scenario_is_in_it() -> None:
    known, suffixes = {row.code for row in scenarios()}, {".py", ".ts", ".vue", ".tf", ".md", ".json"}
    trees = ("common", "functions", "tests", "web/src", "terraform", ".github")
    for tree in trees:
        for file in (CHECKOUT / tree).rglob("*"):
            if file.suffix in suffixes and file.is_file() and file.parent.name != "uat":
                unknown = set(CODE.findall(file.read_text(encoding="utf-8"))) - known
                assert not unknown, f"{file.relative_to(CHECKOUT)} cites {sorted(unknown)}"


def test_every_test_that_bears_a_code_bears_a_known_one() -> None:
    known, names = {row.code for row in scenarios()}, set()
    for file in (CHECKOUT / "tests").rglob("test_*.py"):
        names |= set(re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8")))
    assert names
    assert {code for name in names for code in codes_in(name)} <= known
