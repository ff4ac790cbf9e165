"""`make check CHANGED=1` runs the tests that a change may break, and `FAST=1` leaves out files that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.ops.checkout import CHECKOUT
from tests.changed import READERS, chosen
from tests.slow import SLOW

LAWS = ["tests/laws"]
FILES = {
    "common/__init__.py": "",
    "common/domain/__init__.py": "",
    "common/domain/seats.py": "from common.platform import text",
    "common/platform/__init__.py": "",
    "common/platform/text.py": "",
    "common/platform/letters/__init__.py": "",
    "functions/accept/main.py": "from common.domain import seats\n\ndef accept_candidate(call): ...\n",
    "tests/domain/test_seats.py": "def test_it():\n    from common.domain.seats import give",
    "tests/platform/test_letters.py": "from common.platform import letters",
    "tests/flows/helpers.py": "import common.platform.text",
    "tests/flows/test_story.py": 'call("accept_candidate")',
    "tests/flows/test_other.py": "from tests.flows.helpers import story",
    "tests/ops/test_loading.py": "import importlib\n\nimportlib.import_module(f'functions.{name}.main')",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "files"),
    [
        ("common/domain/seats.py", ["tests/domain/test_seats.py", "tests/flows/test_story.py"]),
        (
            "common/platform/text.py",
            ["tests/domain/test_seats.py", "tests/flows/test_other.py", "tests/flows/test_story.py"],
        ),
        ("common/platform/letters/big.ttf", ["tests/platform/test_letters.py"]),
        ("common/platform/letters/__init__.py", ["tests/platform/test_letters.py"]),
        ("functions/accept/main.py", ["tests/flows/test_story.py"]),
        ("tests/flows/helpers.py", ["tests/flows/test_other.py"]),
        ("tests/ops/test_loading.py", ["tests/ops/test_loading.py"]),
        ("common/domain/gone.py", []),
        ("common/docs/decisions/README.md", ["tests/uat/test_catalogue.py"]),
        ("terraform/main.tf", ["tests/contract", "tests/ops/cost", "tests/terraform"]),
        ("tests/flows/conftest.py", ["tests/flows"]),
        ("Makefile", []),
    ],
)
def test_a_change_chooses_the_tests_that_lead_to_it(tree: Path, changed: str, files: list[str]) -> None:
    assert chosen(tree, [changed]) == LAWS + files


def test_what_all_stand_on_chooses_everything(tree: Path) -> None:
    assert chosen(tree, ["requirements-dev.txt"]) == chosen(tree, ["tests/conftest.py"]) == ["tests"]
    assert chosen(tree, ["tests/seams.py"]) == ["tests"], "the plugins of the suite"


def test_nothing_changed_leaves_the_laws(tree: Path) -> None:
    assert chosen(tree, []) == LAWS


def test_a_real_action_chooses_its_noun_and_its_scenarios() -> None:
    found = chosen(CHECKOUT, ["common/domain/recruitment/selection.py"])
    assert {"tests/domain/recruitment/test_selection.py", "tests/uat/test_selection.py"} <= set(found)
    assert not [file for file in found if file.startswith(("tests/ops/deploy", "tests/platform"))]


def test_what_is_named_here_exists() -> None:
    readers = [test for tests in READERS.values() for test in tests]
    assert [path for path in (*readers, *SLOW) if not (CHECKOUT / path).exists()] == []


def test_continuous_integration_leaves_nothing_out() -> None:
    steps = (CHECKOUT / ".ci/run").read_text(encoding="utf-8")
    assert steps.index("unset FAST CHANGED") < steps.index("make test\n")
