"""The staged tree: what is in it, and that it is the same bytes wherever and whenever it is made."""

from __future__ import annotations

import ast
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.ops.build.tree import CONFIG, Tree, function_names, tree
from common.ops.checkout import CHECKOUT

DEVELOPMENT = ("common/ops/local/", "common/ops/contract/", "common/ops/build/", "common/ops/deploy/", "tests/")
JOBS = ("common/ops/migrations/", "common/ops/recovery/")
NAMES = {"main.py", "requirements.txt", ".python-version", CONFIG}


@pytest.fixture
def strict_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture(scope="module")
def written(code: Tree, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which nothing has run."""
    return code.write(tmp_path_factory.mktemp("written"))


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every path in it, with its rights and what is in it."""
    return {
        path.relative_to(folder).as_posix(): (
            stat.S_IMODE(path.stat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def copy_of_the_checkout(place: Path) -> Path:
    """Made by another hand: other times, other rights, and rubbish that is nobody's."""
    for name in ("common", "functions"):
        shutil.copytree(CHECKOUT / name, place / name, copy_function=shutil.copyfile)
    for name in ("main.py", "requirements.txt"):
        shutil.copyfile(CHECKOUT / name, place / name)
    for file in place.rglob("*.py"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    (place / "common" / "__pycache__").mkdir(exist_ok=True)
    (place / "common" / "__pycache__" / "clock.cpython-399.pyc").write_bytes(b"from another Python")
    (place / "common" / ".DS_Store").write_bytes(b"from a file manager")
    (place / "functions" / ".letters.swp").write_bytes(b"from an editor")
    return place


def test_every_step_and_what_they_share_is_in_it(code: Tree) -> None:
    mains = {f"functions/{name}/main.py" for name in function_names()}
    assert {path for path in code.content if path.endswith("/main.py")} == mains
    assert {path for path in code.content if path.count("/") == 0} == NAMES
    deployed = [
        *(CHECKOUT / "common").rglob("*.py"),
        *(CHECKOUT / "common").rglob("*.ttf"),
        *(CHECKOUT / "common").rglob("access.json"),
    ]
    wanted = {path.relative_to(CHECKOUT).as_posix() for path in deployed}
    ours = {path for path in wanted if not path.startswith("common/ops/") or path.startswith(JOBS)}
    assert ours - set(code.content) == {"common/__main__.py"}


def test_nothing_of_development_is_in_it(code: Tree) -> None:
    assert [path for path in code.content if path.startswith(DEVELOPMENT)] == []
    assert [path for path in code.content if path.endswith((".pyc", ".md", ".mako")) or "/." in path] == []


def test_migrations_and_the_way_back_are_all_that_is_deployed_of_ops(code: Tree) -> None:
    ops = {path for path in code.content if path.startswith("common/ops/")}
    assert [path for path in ops if not path.startswith(JOBS)] == ["common/ops/__init__.py"]
    here = {file.name for file in (CHECKOUT / "common/ops/migrations/versions").glob("*.py")}
    there = {Path(path).name for path in code.content if "/migrations/versions/" in path}
    assert there == here
    assert here


def test_whatever_it_imports_of_ours_is_in_it(code: Tree) -> None:
    """Imports that only the type checker reads included: what it means is deployed too."""
    modules = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in code.content}
    nodes = (
        node
        for path, text in code.content.items()
        if path.endswith(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.level == 0
    )
    assert {node.module for node in nodes if node.module and node.module.startswith("common.")} - modules == set()


def test_the_folder_is_the_content(code: Tree, written: Path) -> None:
    there = {path: data for path, (_, data) in files(written).items() if (written / path).is_file()}
    assert there == code.content
    assert written.name == code.tag


def test_another_checkout_gives_the_same_bytes(written: Path, strict_umask: None, tmp_path: Path) -> None:
    copy = copy_of_the_checkout(tmp_path / "elsewhere")
    again = tree(copy).write(tmp_path / "out")
    assert again.name == written.name
    assert files(again) == files(written)


def test_the_tag_follows_the_content_and_the_way_it_is_built(code: Tree, tmp_path: Path) -> None:
    tags = {code.tag}
    copy = copy_of_the_checkout(tmp_path / "changed")
    for changed in ("common/domain/people/sign_in.py", "requirements.txt", "common/ops/build/cloudbuild.yaml"):
        with (copy / changed).open("a") as file:
            file.write("\n# another line\n")
        tags.add(tree(copy).tag)
    (copy / "functions/apply/data.txt").touch()
    tags.add(tree(copy).tag)
    assert len(tags) == 5


def test_what_was_written_stays_and_an_earlier_tree_goes(code: Tree, tmp_path: Path) -> None:
    (tmp_path / "staged" / "0123456789abcdef").mkdir(parents=True)
    (tmp_path / "kept").touch()
    folder = code.write(tmp_path)
    since = (folder / "main.py").stat().st_mtime_ns
    assert code.write(tmp_path) == folder
    assert (folder / "main.py").stat().st_mtime_ns == since
    assert [path.name for path in (tmp_path / "staged").iterdir()] == [code.tag]
    assert (tmp_path / "kept").exists()


def test_a_build_writes_its_log_to_cloud_logging_and_makes_the_one_image(code: Tree) -> None:
    """A build that is given an account of its own is refused with any other place, unless it may write to a bucket."""
    config = code.content[CONFIG].decode()
    assert "\noptions:\n  logging: CLOUD_LOGGING_ONLY\n" in config
    assert "\nimages:\n  - $_IMAGE\n" in config
    assert "logsBucket" not in config
