"""`make check CHANGED=1` runs the tests that a change may break, and `FAST=1` leaves out files that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.ops.checkout import CHECKOUT
from tests.changed import READERS, TREES, chosen
from tests.imports import direct_imports
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
        ("main.py", ["tests/packaging"]),
        ("Makefile", []),
    ],
)
def test_a_change_chooses_the_tests_that_lead_to_it(tree: Path, changed: str, files: list[str]) -> None:
    assert chosen(tree, [changed]) == LAWS + files


@pytest.mark.parametrize(
    "text",
    [
        "import common.platform.text",
        "import common.platform.text as part",
        "from common.platform import text",
        "from common.platform.text import anything",
        "from ..platform import text",
        "from ..platform.text import anything",
        "def later():\n    from common.platform import text",
        "class Later:\n    def later(self):\n        import common.platform.text",
        "try:\n    import common.platform.text\nexcept ImportError:\n    pass",
        "from importlib import import_module\nimport_module('common.platform.text')",
        "import importlib\nimportlib.import_module('common.platform.text')",
        "if TYPE_CHECKING:\n    pass\nelse:\n    import common.platform.text",
    ],
)
def test_every_way_to_import_is_followed(tree: Path, text: str) -> None:
    module = tree / "common/domain/seats.py"
    module.write_text(text, encoding="utf-8")
    found = set(direct_imports(tree, "common.domain.seats", module, TREES))
    assert (
        {"common.domain", "common.platform.text"}
        <= found
        <= {"common.domain", "common.platform", "common.platform.text"}
    )


@pytest.mark.parametrize("guard", ["TYPE_CHECKING", "typing.TYPE_CHECKING"])
def test_what_only_the_type_checker_reads_is_not_followed(tree: Path, guard: str) -> None:
    module = tree / "common/domain/seats.py"
    module.write_text(f"if {guard}:\n    from common.platform import text", encoding="utf-8")
    assert list(direct_imports(tree, "common.domain.seats", module, TREES)) == ["common.domain"]


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
