"""Which lines a change touched, by git."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from pathlib import Path

_FILE = re.compile(r"\+\+\+ b/(.+)")
_HUNK = re.compile(r"@@ \S+ \+(\d+)(?:,(\d+))? @@")


def touched(root: Path) -> dict[str, set[int]]:
    """File to lines that differ from where the branch left main (on main: from the commit before), new files too."""
    lines = lines_of(git(root, "diff", "--unified=0", "--no-color", "--no-ext-diff", base(root), "--", "*.py"))
    for file in git(root, "ls-files", "--others", "--exclude-standard", "--", "*.py").splitlines():
        lines[file] = set(range(1, len((root / file).read_text(encoding="utf-8").splitlines()) + 1))
    return lines


def lines_of(diff: str) -> dict[str, set[int]]:
    """Of a diff without context; where lines only went away, the two around the gap."""
    found: dict[str, set[int]] = defaultdict(set)
    file = ""
    for line in diff.splitlines():
        if header := _FILE.match(line):
            file = header[1]
        elif hunk := _HUNK.match(line):
            start, count = int(hunk[1]), int(hunk[2] or 1)
            found[file] |= set(range(start, start + count)) if count else {start, start + 1}
    return found


def base(root: Path) -> str:
    """Where this branch left main; on main itself where it left origin/main, else the commit before."""
    head = git(root, "rev-parse", "HEAD")
    for main in ("main", "origin/main"):
        left = git(root, "merge-base", main, "HEAD", check=False)
        if left and left != head:
            return left
    return "HEAD~1"


def git(root: Path, *arguments: str, check: bool = True) -> str:
    """What git prints. Raises CalledProcessError where it fails, unless not `check`."""
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=check).stdout.strip()
