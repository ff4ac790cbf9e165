"""Following imports through the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.ops.build.functions import function_content
from common.ops.build.import_closure import NotFollowed, import_closure


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout of three modules, of which `start` imports nothing yet."""
    for package in ("common", "common/tool", "functions", "functions/step"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "common/tool/part.py").write_text("import json\n")
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n")
    return tmp_path


def reached(tree: Path, text: str) -> set[str]:
    (tree / "common/start.py").write_text(text)
    return set(import_closure(tree, ["common.start"])) - {"common", "common.start"}


@pytest.mark.parametrize(
    "text",
    [
        "import common.tool.part",
        "import common.tool.part as part",
        "from common.tool import part",
        "from common.tool.part import anything",
        "from .tool import part",
        "from .tool.part import anything",
        "def later():\n    from common.tool import part",
        "class Later:\n    def later(self):\n        import common.tool.part",
        "try:\n    import common.tool.part\nexcept ImportError:\n    pass",
        "from importlib import import_module\nimport_module('common.tool.part')",
        "import importlib\nimportlib.import_module('common.tool.part')",
        "if TYPE_CHECKING:\n    pass\nelse:\n    import common.tool.part",
    ],
)
def test_every_way_to_import_is_followed(tree: Path, text: str) -> None:
    assert reached(tree, text) == {"common.tool", "common.tool.part"}


def test_a_name_out_of_a_package_brings_the_package_alone(tree: Path) -> None:
    assert reached(tree, "from common.tool import name") == {"common.tool"}


@pytest.mark.parametrize("guard", ["TYPE_CHECKING", "typing.TYPE_CHECKING"])
def test_what_only_the_type_checker_reads_stays_out(tree: Path, guard: str) -> None:
    assert reached(tree, f"if {guard}:\n    from common.tool import part") == set()


def test_an_import_that_leads_nowhere_is_named(tree: Path) -> None:
    with pytest.raises(ModuleNotFoundError, match=r"common\.absent"):
        reached(tree, "import common.absent")


def test_a_computed_import_is_refused(tree: Path) -> None:
    with pytest.raises(NotFollowed, match=r"start\.py:2"):
        reached(tree, "from importlib import import_module\nimport_module(f'common.{name}')")


def test_data_comes_with_its_package_and_rubbish_does_not(tree: Path) -> None:
    (tree / "functions/step/main.py").write_text("import common.tool.part\n")
    (tree / "common/tool/fonts").mkdir()
    (tree / "common/tool/fonts/letters.ttf").write_bytes(b"\0\1")
    for rubbish in ("common/tool/.letters.swp", "common/tool/README.md", "common/unused.txt.py", "functions/.hidden"):
        (tree / rubbish).write_text("")
    assert set(function_content(tree, "step")) == {
        ".python-version",
        "main.py",
        "requirements.txt",
        "common/__init__.py",
        "common/tool/__init__.py",
        "common/tool/part.py",
        "common/tool/fonts/letters.ttf",
        "functions/__init__.py",
        "functions/step/__init__.py",
        "functions/step/main.py",
    }
