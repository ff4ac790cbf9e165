"""The eyes of the laws: what they look at is seen."""

from __future__ import annotations

import pytest

from tests.laws.source import Module, product, steps


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("print('x')", "print"),
        ("db.commit()", "db.commit"),
        ("engine().begin()", ".begin"),
        ("def f():\n    return datetime.datetime.now(UTC)", "datetime.datetime.now"),
        ("x = [date.today() for _ in y]", "date.today"),
    ],
)
def test_a_call_is_seen_wherever_it_stands(text: str, name: str) -> None:
    assert name in {found for _, found in Module("common/x.py", text).calls()}


def test_a_module_knows_where_it_lies() -> None:
    module = Module("common/platform/db/engine.py", "")
    assert module.within("common/platform/db/")
    assert module.within("common/platform/clock.py", "common/platform/db/engine.py")
    assert not module.within("common/d", "common/platform/db", "common/platform/db/engine")


def test_all_of_the_product_is_looked_at() -> None:
    names = {module.name for module in product()}
    assert {"common/platform/clock.py", "common/http/serve.py", "functions/sign_in/main.py"} <= names
    assert len(steps()) >= 20
