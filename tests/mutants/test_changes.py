"""Only what a change touched is mutated."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.laws.source import Module
from tests.mutants.changes import lines_of, touched
from tests.mutants.edits import owners

DIFF = """\
diff --git a/common/x.py b/common/x.py
--- a/common/x.py
+++ b/common/x.py
@@ -3 +3,2 @@ def f():
-    a
+    b
+    c
@@ -20,2 +21,0 @@ def g():
-    a
-    b
"""


def git(root: Path, *arguments: str) -> None:
    author = ("-c", "user.name=A", "-c", "user.email=a@example.test")
    subprocess.run(["git", *author, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-b", "main")
    for text in ("a = 1\nb = 1\nc = 1\n", "a = 1\nb = 2\nc = 1\n"):
        (tmp_path / "x.py").write_text(text)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", "x")
    return tmp_path


def test_a_diff_gives_the_lines_that_are_new_and_those_around_a_gap() -> None:
    assert lines_of(DIFF) == {"common/x.py": {3, 4, 21, 22}}


def test_on_main_it_is_the_last_commit_and_the_working_tree(checkout: Path) -> None:
    (checkout / "x.py").write_text("a = 1\nb = 2\nc = 3\n")
    (checkout / "new.py").write_text("a = 1\nb = 2\n")
    assert touched(checkout) == {"x.py": {2, 3}, "new.py": {1, 2}}


def test_on_a_branch_it_is_all_since_it_left_main(checkout: Path) -> None:
    git(checkout, "checkout", "-b", "branch")
    for text in ("a = 5\nb = 2\nc = 1\n", "a = 5\nb = 2\nc = 5\n"):
        (checkout / "x.py").write_text(text)
        git(checkout, "commit", "-a", "-m", "x")
    assert touched(checkout) == {"x.py": {1, 3}}


def test_a_function_is_touched_by_any_of_its_lines() -> None:
    module = Module("x.py", "A = 1\ndef f():\n    return (\n        1)\nclass C:\n    def g(self): ...\n")
    named = {owner.name: owner for owner in owners(module)}
    assert {name for name, owner in named.items() if owner.touched({1, 4})} == {"A", "f"}
    assert {name for name, owner in named.items() if owner.touched({6})} == {"C.g"}
