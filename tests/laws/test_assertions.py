"""A test can fail: it asserts something, and nothing that holds for want of rows."""

from __future__ import annotations

import pytest

from tests.laws.assertions import day_of_import, holds_for_nothing, missing
from tests.laws.source import Module, modules

_DAMAGE = "test_damage_is_either_bearable_or_refused_but_never_another_error"
# What is called raises for each fault that they look for.
BY_NOT_RAISING = {
    "tests/ops/deploy/test_keys.py::test_a_new_key_may_be_announced_at_any_time",
    f"tests/platform/documents/test_heic.py::{_DAMAGE}",
    f"tests/platform/documents/test_pdf_traps.py::{_DAMAGE}",
    f"tests/platform/documents/test_photo_refusals.py::{_DAMAGE}",
    "tests/contract/test_documents.py::test_the_api_s_description_is_valid_openapi_3_1",
    "tests/contract/test_documents.py::test_the_gateway_s_description_is_valid_openapi_2_0",
}
HELPER = """
def require(x):
    assert x
class Client:
    def call(self):
        self.check()
    def check(self):
        assert self
"""


def test_every_test_asserts_something() -> None:
    assert set(missing(modules("tests"))) == BY_NOT_RAISING, (
        "a test without an assertion passes whatever the product does"
    )


def test_nothing_is_asserted_that_holds_for_no_rows() -> None:
    breaches = [place for module in modules("tests") for place in holds_for_nothing(module)]
    assert breaches == [], "compare with a set: {good(row) for row in rows} == {True}"


def test_no_test_asks_for_today_before_it_runs() -> None:
    breaches = [place for module in modules("tests") for place in day_of_import(module)]
    assert breaches == [], "ask in the test: midnight may pass after the import"


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("A = clock.today()", True),
        ("@mark(clock.today())\ndef test_x(): ...", True),
        ("def test_x(day=clock.today()): ...", True),
        ("def test_x():\n    assert clock.today()", False),
        ("A = lambda: clock.today()", False),
    ],
)
def test_a_day_of_the_import_is_caught(text: str, caught: bool) -> None:
    assert bool(list(day_of_import(Module("tests/test_x.py", text)))) is caught


@pytest.mark.parametrize(
    ("body", "asserts"),
    [
        ("assert x", True),
        ("if x:\n        assert x", True),
        ("with pytest.raises(KeyError):\n        x()", True),
        ("expect(page).to_be_visible()", True),
        ("require(x)", True),
        ("client.call()", True),
        ("call()", False),
        ("x.require", False),
        ("x = product(1)", False),
        ("...", False),
    ],
)
def test_what_asserts_is_told_from_what_only_runs(body: str, asserts: bool) -> None:
    test = Module("tests/test_x.py", f"from tests.helper import require\ndef test_x(client):\n    {body}\n")
    found = missing((Module("tests/helper.py", HELPER), test))
    assert found == ([] if asserts else ["tests/test_x.py::test_x"])


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("assert all(x for x in y)", True),
        ("assert all(y.values()), y", True),
        ("assert not any(x for x in y)", True),
        ("assert any(x for x in y)", False),
        ("assert {bool(x) for x in y} == {True}", False),
    ],
)
def test_what_holds_for_nothing_is_caught(line: str, caught: bool) -> None:
    assert list(holds_for_nothing(Module("tests/test_x.py", line))) == (["tests/test_x.py:1"] if caught else [])
